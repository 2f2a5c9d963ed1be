/** Plays volumes, claims and their classes on a real API server: its pods get the nodes of the embedded cluster, and nothing stays. */
import test from 'ava';
import type { Observation } from '../../src/core/recording/observation.ts';
import { observed } from '../targets/embedded/small-play.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import type { PlainApi } from './cluster/plain-api.ts';
import { kegObjects } from './keg-objects.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { kegOn, replay, startReplay } from './replay-command.ts';
import { eventually } from './workload.ts';

const NODES = ['a', 'b', 'c'];
const node = (name: string, zone: string): string =>
  `{name: ${name}, template: {labels: {topology.kubernetes.io/zone: ${zone}, disk: ${name}}, allocatable: {cpu: 8, memory: 16Gi}}}`;
const driver = (name: string, count: number): string =>
  `{kind: CSINode, metadata: {name: ${name}}, spec: {drivers: [{name: disk.example.com, topologyKeys: [topology.kubernetes.io/zone], allocatable: {count: ${count}}}]}}`;
const zone = (name: string): string =>
  `allowedTopologies: [{matchLabelExpressions: [{key: topology.kubernetes.io/zone, values: [${name}]}]}]`;
const claim = (name: string, spec: string): string =>
  `{kind: PersistentVolumeClaim, metadata: {name: ${name}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}${spec === '' ? '' : `, ${spec}`}}}`;
const volume = (name: string, on: string, spec: string): string =>
  `{kind: PersistentVolume, metadata: {name: ${name}}, spec: {capacity: {storage: 8Gi}, accessModes: [ReadWriteOnce], nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: In, values: [${on}]}]}]}}, ${spec}}}`;
const pod = (name: string, at: string, source: string): string =>
  `{name: ${name}, arrivalTime: ${at}, podSpec: {spec: {containers: [{name: c, resources: {requests: {cpu: 1}}}], volumes: [{name: data, ${source}}]}}}`;
const using = (name: string): string => `persistentVolumeClaim: {claimName: ${name}}`;

/** Each pod can go to one node alone, or none, for another reason each. */
const PLAY = `duration: 12s
cluster:
  nodes:
    - ${node('a', 'x')}
    - ${node('b', 'y')}
    - ${node('c', 'z')}
  objects:
    - {kind: CSIDriver, metadata: {name: disk.example.com}, spec: {attachRequired: false}}
    - ${driver('a', 1)}
    - ${driver('b', 4)}
    - ${driver('c', 4)}
    - {kind: StorageClass, metadata: {name: local}, provisioner: kubernetes.io/no-provisioner}
    - {kind: StorageClass, metadata: {name: at-once}, provisioner: disk.example.com, ${zone('x')}}
    - {kind: StorageClass, metadata: {name: late, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}, provisioner: disk.example.com, volumeBindingMode: WaitForFirstConsumer, ${zone('y')}}
    - ${volume('on-c', 'c', 'storageClassName: local')}
    - ${volume('on-b', 'b', 'claimRef: {namespace: default, name: bound}')}
    - ${claim('smallest', 'storageClassName: local')}
    - ${claim('bound', 'storageClassName: "", volumeName: on-b')}
    - ${claim('made', 'storageClassName: at-once')}
    - ${claim('one-too-many', 'storageClassName: at-once')}
    - ${claim('usual', '')}
events:
  pods:
    - ${pod('smallest', '1s', using('smallest'))}
    - ${pod('bound', '1s', using('bound'))}
    - ${pod('made', '1s', using('made'))}
    - ${pod('one-too-many', '3s', using('one-too-many'))}
    - ${pod('usual', '1s', using('usual'))}
    - ${pod('own', '2s', 'ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], storageClassName: late, resources: {requests: {storage: 1Gi}}}}}')}
  workloads:
    - {at: 4s, kind: StatefulSet, name: db, podSpec: {metadata: {labels: {app: db}}, spec: {containers: [{name: c, resources: {requests: {cpu: 1}}}]}}, replicas: 2, volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]}
  objects:
    - {at: 2s, action: set, object: ${volume('on-a', 'a', 'storageClassName: local')}}
`;

const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: volumes}
${PLAY}`;

let cluster: ControlPlane;
let api: PlainApi;

test.before(async () => {
  ({ cluster, api } = await clusterOfFile());
});

/** The nodes of the pods by name; null for a pod that no node takes. */
function nodesOf(observations: readonly Observation[]): Record<string, string | null> {
  const names = new Map<string, string>();
  const nodes: Record<string, string | null> = {};
  for (const each of observations) {
    if (each.kind === 'pod-created') {
      names.set(each.uid, each.name);
      nodes[each.name] = null;
    }
    if (each.kind === 'pod-bound') nodes[names.get(each.uid)!] = each.node;
  }
  return nodes;
}

test.serial('every pod gets the node of the embedded cluster, and volumes go with the run', async (t) => {
  const expected = nodesOf(observed(PLAY).observations);
  t.deepEqual(expected, {
    ...{ smallest: 'c', bound: 'b', made: 'a', 'one-too-many': null },
    ...{ usual: 'b', own: 'b', 'db-0': 'b', 'db-1': 'b' },
  });
  const live = await replay(t, cluster, SCENARIO, '--no-probe');
  t.is(live.code, 0, live.stderr);
  t.notRegex(live.stderr, /refused|can't be/);
  const { observations } = await live.recording();
  t.deepEqual(nodesOf(observations), expected);
  const reasons = observations.flatMap((each) => (each.kind === 'pod-unschedulable' ? [each.message] : []));
  t.true(
    reasons.some((message) => message.includes('1 node(s) exceed max volume count')),
    reasons.join('\n'),
  );
  t.deepEqual(await kegObjects(api, { nodes: NODES }), []);

  // The recording has the objects under the names of the scenario, so that the model decides the same from it.
  t.notRegex(JSON.stringify(observations), /"keg-\w{6}-/);
  const again = await kegOn(t, cluster, ['verify', live.recordingPath, '-o', 'json']);
  t.is(again.code, 0, again.stderr);
  // Refusals are left out: a volume that the scheduler has only reserved is in no recording.
  t.like(JSON.parse(again.stdout), { bindings: { decided: 7, best: 7 } });
});

test.serial('Ctrl-C leaves no volume, claim or class behind', async (t) => {
  const running = startReplay(t, cluster, SCENARIO, '--no-probe');
  await eventually(
    () => api.get('/api/v1/persistentvolumes?labelSelector=keg.dev/run'),
    ({ body }) => body.items.length >= 5,
  );
  running.child.kill('SIGINT');
  const { stderr } = await running.ended;
  t.deepEqual(await kegObjects(api, { nodes: NODES }), [], stderr);
});

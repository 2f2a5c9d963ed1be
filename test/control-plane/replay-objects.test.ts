/** Plays a scenario with objects, a drain and changes of a pod on a real API server, whose own controllers act on them. */
import test from 'ava';
import type { ControlPlane } from './cluster/control-plane.ts';
import type { PlainApi } from './cluster/plain-api.ts';
import { kegObjects } from './keg-objects.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { startReplay } from './replay-command.ts';
import { eventually } from './workload.ts';

const SCENARIO = `
apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: objects}
duration: 14s
cluster:
  nodes: [{name: w, count: 3, template: {allocatable: {cpu: 4, memory: 16Gi}, images: [{names: [repo/web:1], sizeBytes: 300000000}]}}]
  objects:
    - {kind: PriorityClass, metadata: {name: high}, value: 1000}
    - {kind: RuntimeClass, metadata: {name: kata}, handler: kata, overhead: {podFixed: {cpu: 250m}}}
    - {kind: PodDisruptionBudget, metadata: {name: web}, spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}}
    - {kind: Namespace, metadata: {name: default, labels: {team: a}}}
templates:
  web: {metadata: {labels: {app: web}}, spec: {priorityClassName: high, runtimeClassName: kata, containers: [{name: main, resources: {requests: {cpu: 1}}}]}}
events:
  workloads: [{at: 0s, kind: Deployment, name: web, template: web, replicas: 3}]
  pods:
    - {name: gated, arrivalTime: 1s, podSpec: {spec: {schedulingGates: [{name: example.com/a}], containers: [{name: main}]}}}
    - {name: gated, arrivalTime: 3s, update: {ungate: [example.com/a], labels: {x: y}}}
  nodes: [{at: 6s, action: drain, name: w-0}]
  objects:
    - {at: 2s, action: set, object: {kind: Service, metadata: {name: web}, spec: {selector: {app: web}}}}
    - {at: 4s, action: set, object: {kind: PodDisruptionBudget, metadata: {name: web}, spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}}}
    - {at: 5s, action: set, object: {kind: Namespace, metadata: {name: default, labels: {team: b}}}}
    - {at: 12s, action: remove, kind: PodDisruptionBudget, name: web}
`;

let cluster: ControlPlane;
let api: PlainApi;

test.before(async () => {
  ({ cluster, api } = await clusterOfFile());
});

test.serial('objects exist from their time, are replaced and removed, and go with the run', async (t) => {
  const running = startReplay(t, cluster, SCENARIO, '--no-probe');
  const run = await eventually(
    async () => /as run (\w+)/.exec(running.printed())?.[1],
    (id) => id !== undefined,
  );
  const space = `keg-${run}-default`;
  const budget = `/apis/policy/v1/namespaces/${space}/poddisruptionbudgets/web`;
  const first = await eventually(
    () => api.get(budget),
    ({ status }) => status === 200,
  );
  t.is(first.body.spec.minAvailable, 2);
  const runtime = await api.get(`/apis/node.k8s.io/v1/runtimeclasses/keg-${run}-kata`);
  t.deepEqual(runtime.body.overhead, { podFixed: { cpu: '250m' } });
  t.is((await api.get(`/api/v1/namespaces/${space}`)).body.metadata.labels.team, 'a');
  await eventually(
    () => api.get(`/api/v1/namespaces/${space}/services/web`),
    ({ status }) => status === 200,
  );
  const second = await eventually(
    () => api.get(budget),
    ({ body }) => body.spec?.maxUnavailable === 1,
  );
  t.is(second.body.spec.minAvailable, undefined);
  await eventually(
    () => api.get(`/api/v1/namespaces/${space}`),
    ({ body }) => body.metadata.labels.team === 'b',
  );
  const { body: pods } = await api.get(`/api/v1/namespaces/${space}/pods?labelSelector=app%3Dweb`);
  t.like(pods.items[0].spec, {
    priority: 1000,
    runtimeClassName: `keg-${run}-kata`,
    overhead: { cpu: '250m' },
  });
  await eventually(
    () => api.get(budget),
    ({ status }) => status === 404,
  );

  const live = await running.ended;
  t.is(live.code, 0, live.stderr);
  t.notRegex(live.stderr, /refused/);
  const { observations } = await live.recording();
  const gated = observations.find((each) => each.kind === 'pod-created' && each.name === 'gated');
  const bound = observations.find(
    (each) => each.kind === 'pod-bound' && each.uid === (gated as { uid: string }).uid,
  );
  t.true(bound!.at >= 3e6);
  const evicted = observations.filter(
    (each) => each.kind === 'pod-deleted' && each.reason === 'EvictionByEvictionAPI',
  );
  t.true(evicted.length > 0);
  t.deepEqual(await kegObjects(api, { nodes: ['w-0', 'w-1', 'w-2'] }), []);
});

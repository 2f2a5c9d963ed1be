/** Plays on a cluster that has nodes already: a run keeps to its own nodes or uses the existing ones, and leaves them unchanged. */
import test, { type ExecutionContext } from 'ava';
import type { ControlPlane } from './cluster/control-plane.ts';
import type { PlainApi } from './cluster/plain-api.ts';
import { kegObjects } from './keg-objects.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { replay, startReplay } from './replay-command.ts';
import { eventually, kwokNode, pod } from './workload.ts';

const POD_COUNT = 12;
const PODS = `
  pods: [{name: p, template: small, arrivals: {type: constant, value: 250ms}, count: ${POD_COUNT}, lifetime: 1s}]
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 500m, memory: 64Mi}}}]}}
`;
const WITH_NODES = `
apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: own-nodes}
cluster: {nodes: [{name: own, count: 2, template: {allocatable: {cpu: 3, memory: 8Gi, example.com/gpu: 4}}}]}
events:${PODS}`;
const WITHOUT_NODES = `
apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: no-nodes}
events:${PODS}`;

const ELSE_NODE = '/api/v1/nodes/elses';
const ELSE_POD = '/api/v1/namespaces/default/pods/elses';
let cluster: ControlPlane;
let api: PlainApi;

/** A node of another user, with room for every pod. */
test.before(async () => {
  ({ cluster, api } = await clusterOfFile());
  await api.post('/api/v1/nodes', kwokNode('elses', { cpu: '64', memory: '256Gi' }));
  const ready = (taints: readonly { key: string }[] = []): boolean => taints.length === 0;
  await eventually(
    () => api.get(ELSE_NODE),
    ({ body }) => ready(body.spec.taints),
  );
});

async function assertNodeUntouched(t: ExecutionContext, before: object): Promise<void> {
  t.deepEqual(await kegObjects(api, { nodes: ['own-0', 'own-1'] }), []);
  const { metadata, spec } = (await api.get(ELSE_NODE)).body;
  t.deepEqual({ uid: metadata.uid, labels: metadata.labels, spec }, before);
}

async function node(): Promise<object> {
  const { metadata, spec } = (await api.get(ELSE_NODE)).body;
  return { uid: metadata.uid, labels: metadata.labels, spec };
}

test.serial('a run with its own nodes keeps its pods on them and other pods off them', async (t) => {
  const before = await node();
  const running = startReplay(t, cluster, WITH_NODES, '--no-probe');
  await eventually(
    () => api.get('/api/v1/nodes'),
    ({ body }) => body.items.length === 3,
  );
  // Only the nodes of the run have the resource that it requests.
  const wanting = { resources: { requests: { 'example.com/gpu': '1' }, limits: { 'example.com/gpu': '1' } } };
  await api.post(
    '/api/v1/namespaces/default/pods',
    pod('elses', { containers: [{ name: 'main', image: 'none.invalid/none', ...wanting }] }),
  );
  const live = await running.ended;
  t.is(live.code, 0, live.stderr);
  t.regex(live.stderr, /^note: the cluster has 1 other node: pods of this run are kept off/m);
  t.regex(
    live.stderr,
    /^changed in pods: .*nodeSelector and a toleration keep pods on the nodes of this run/m,
  );
  const { pods, observations } = await live.recording();
  t.is(pods.size, POD_COUNT);
  t.deepEqual([...new Set([...pods.values()].map((each) => each.node))].sort(), ['own-0', 'own-1']);
  const seen = observations.flatMap((each) => (each.kind === 'node-added' ? [each] : []));
  t.deepEqual(seen.map(({ name }) => name).sort(), ['own-0', 'own-1']);
  t.notRegex(
    JSON.stringify(observations),
    /keg\.dev\/run/,
    'the recording is the scenario’s, without keg’s own marks',
  );

  const { spec, status } = (await api.get(ELSE_POD)).body;
  t.is(spec.nodeName, undefined);
  t.regex(JSON.stringify(status.conditions), /untolerated taint/);
  await assertNodeUntouched(t, before);
  await api.delete(`${ELSE_POD}?gracePeriodSeconds=0`);
});

test.serial('a scenario without nodes plays on the existing nodes, which stay', async (t) => {
  const before = await node();
  const live = await replay(t, cluster, WITHOUT_NODES, '--no-probe');
  t.is(live.code, 0, live.stderr);
  t.regex(live.stderr, /^note: the scenario brings no nodes: its pods run on those of the cluster, 1 node$/m);
  const { pods } = await live.recording();
  t.deepEqual(
    [...pods.values()].map((each) => each.node),
    Array.from({ length: POD_COUNT }, () => 'elses'),
  );
  const { cluster: whole } = live.figures();
  t.is(whole.nodes.seen, 1);
  t.true(whole.resources.cpu!.utilisation! > 0);
  await assertNodeUntouched(t, before);
});

test.serial('a run whose node exists already is refused, and its objects are removed', async (t) => {
  const before = await node();
  const { code, stdout, stderr } = await replay(
    t,
    cluster,
    WITH_NODES.replace('name: own, count: 2', 'name: elses'),
  );
  t.is(code, 3);
  t.is(stdout, '');
  t.regex(stderr, /^error: node "elses" exists already and does not belong to this run \(.+\)$/m);
  await assertNodeUntouched(t, before);
});

test.serial('a node that others add during a run is counted and named', async (t) => {
  await api.delete(ELSE_NODE);
  t.teardown(() => api.delete('/api/v1/nodes/late'));
  const running = startReplay(t, cluster, WITH_NODES, '--no-probe');
  await eventually(
    () => api.get('/api/v1/pods?labelSelector=keg.dev/run'),
    ({ body }) => body.items.length > 0,
  );
  await api.post('/api/v1/nodes', kwokNode('late', { cpu: '64', memory: '256Gi' }));
  const live = await running.ended;
  t.is(live.code, 0, live.stderr);
  t.regex(live.stderr, /^warning: others added a node during the run \(late\): /m);
  const { observations, pods } = await live.recording();
  t.true(observations.some((each) => each.kind === 'node-added' && each.name === 'late'));
  t.is([...pods.values()].filter(({ node: on }) => on !== undefined).length, POD_COUNT);
});

import test, { type ExecutionContext } from 'ava';
import { fitRecording } from '../../../src/verbs/fit/fit-recording.ts';
import { writtenRecording } from './written-recording.ts';

const RUN = { 'keg.dev/run': 'bcdfgh' };
const offer = { cpu: '8', memory: '32Gi' };

function node(name: string, run: Readonly<Record<string, string>>): object {
  const taints = [{ key: 'keg.dev/run', value: run['keg.dev/run'], effect: 'NoSchedule' }];
  return {
    at: 0,
    kind: 'node-added',
    uid: name,
    name,
    labels: { zone: 'a', ...run },
    taints,
    allocatable: offer,
    age: 9e6,
  };
}

/** Pods of a run, with the marks that keg adds on a cluster with its own nodes. */
async function scenarioOf(t: ExecutionContext, ...nodes: readonly object[]) {
  const template = {
    metadata: { labels: { app: 'web', ...RUN } },
    spec: {
      containers: [{ name: 'main' }],
      nodeSelector: { zone: 'a', ...RUN },
      tolerations: [{ key: 'keg.dev/run', operator: 'Equal', value: 'bcdfgh', effect: 'NoSchedule' }],
    },
  };
  const pods = [1, 2, 3].map((second) => ({
    at: second * 1e6,
    kind: 'pod-created',
    uid: `u${second}`,
    namespace: 'keg-bcdfgh-shop',
    name: `web-${second}`,
    template: 'marked',
  }));
  const file = writtenRecording(t, [
    ...nodes,
    { at: 0, kind: 'template', hash: 'marked', template },
    ...pods,
    { at: 9e6, kind: 'close' },
  ]);
  const { scenario } = await fitRecording({ recordings: [file], scenario: undefined, force: false, seed: 1 });
  return scenario as {
    cluster: { nodes: readonly object[] };
    templates: Readonly<Record<string, object>>;
    events: { pods: readonly { namespace: string }[] };
  };
}

test('the marks of a run are removed from namespaces, labels, taints and selectors', async (t) => {
  const { cluster, templates, events } = await scenarioOf(t, node('worker-0', RUN), node('worker-1', RUN));
  t.deepEqual(cluster.nodes, [
    { name: 'worker', count: 2, template: { labels: { zone: 'a' }, allocatable: offer } },
  ]);
  t.deepEqual(templates.web, {
    metadata: { labels: { app: 'web' } },
    spec: { nodeSelector: { zone: 'a' }, containers: [{ name: 'main' }] },
  });
  t.is(events.pods[0]!.namespace, 'shop');
});

test('a history with several runs is unchanged', async (t) => {
  const { events } = await scenarioOf(t, node('worker-0', RUN), node('other', { 'keg.dev/run': 'zzzzzz' }));
  t.is(events.pods[0]!.namespace, 'keg-bcdfgh-shop');
});

test('the node and the pods of a probe are left out', async (t) => {
  const probe = { 'keg.dev/probe': 'bcdfgh' };
  const template = { spec: { containers: [{ name: 'probe' }], nodeSelector: probe } };
  const created = { kind: 'pod-created', namespace: 'keg-bcdfgh-shop', template: 'p' };
  const { cluster, templates } = await scenarioOf(
    t,
    node('worker-0', RUN),
    node('keg-bcdfgh-probe', { ...RUN, ...probe }),
    { at: 0, kind: 'template', hash: 'p', template },
    { at: 1e6, ...created, uid: 'q1', name: 'probe-0' },
    { at: 1e6, ...created, uid: 'q2', name: 'probe-1' },
  );
  t.deepEqual(
    cluster.nodes.map((pool) => (pool as { name: string }).name),
    ['worker-0'],
  );
  t.deepEqual(Object.keys(templates), ['web']);
});

test('objects of a run have the namespace of the scenario again', async (t) => {
  const object = {
    kind: 'Service',
    metadata: { name: 'web', namespace: 'keg-bcdfgh-shop', uid: 's', labels: RUN },
    spec: { selector: { app: 'web' } },
  };
  const { cluster } = await scenarioOf(t, node('worker-0', RUN), { at: 0, kind: 'object-set', object });
  t.deepEqual((cluster as { objects?: unknown }).objects, [
    { kind: 'Service', metadata: { name: 'web', namespace: 'shop' }, spec: { selector: { app: 'web' } } },
  ]);
});

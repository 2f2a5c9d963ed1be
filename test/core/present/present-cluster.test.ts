/** The cluster at present: at the end of a recording it is what a report says of that end. */
import test from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import { FINE_CPU } from '../../../src/core/measure/resource-index.ts';
import { presentLoad } from '../../../src/core/present/node-seconds.ts';
import { presentCluster } from '../../../src/core/present/present-cluster.ts';
import { isPending } from '../../../src/core/present/present-state.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import { replayEmbedded } from '../../verbs/replay/replay-embedded.ts';

/** With preemption, an autoscaler, usage, deployments that scale, and nodes that fail. */
const FILES = [
  'fixtures/deployment-scaling.yaml',
  'fixtures/gallery/preemption.yaml',
  'fixtures/gallery/autoscaled-pool.yaml',
  'fixtures/gallery/spot-interruptions.yaml',
  'fixtures/gallery/zone-outage.yaml',
];

function presentAt(header: RecordingHeader, observations: readonly Observation[], end: number) {
  const cluster = presentCluster();
  cluster.header(header);
  for (const observation of observations) cluster.observe(observation);
  cluster.advanceTo(end);
  return cluster;
}

for (const file of FILES) {
  test(`at half of ${file} and at its end it equals the report`, async (t) => {
    const { header, observations, figures: whole } = await replayEmbedded({ file, keepObservations: true });
    for (const end of [whole.window.to / 2, whole.window.to]) {
      const until = observations.filter(({ at, kind }) => at <= end && kind !== 'close');
      const figures = measure(header, [...until, { at: end, kind: 'close' }]);
      const { state } = presentAt(header, until, end);
      const { created, bound, succeeded, failed, deleted } = figures.pods;
      t.like(state.counts, { created, bound, succeeded, failed, deleted });
      t.is(state.counts.disrupted, figures.disruptions.pods);
      t.is([...state.pods.values()].filter(isPending).length, figures.queue.end);
      t.is(state.waits.count, figures.waiting.n);
      t.is(Math.round(state.waits.sum * 1e6), Math.round((figures.waiting.mean ?? 0) * figures.waiting.n));
      for (const [resource, { requested, allocatable, utilisation }] of Object.entries(
        figures.cluster.resources,
      )) {
        t.is(state.requested.get(resource) ?? 0, requested.end, resource);
        t.is(state.allocatable.get(resource) ?? 0, allocatable.end, resource);
        const [held = 0, offered = 0] = [
          state.requestedTime.get(resource),
          state.allocatableTime.get(resource),
        ];
        if (utilisation !== null) t.true(Math.abs(held / offered - utilisation) < 1e-12, resource);
      }
      for (const node of figures.nodes.filter(({ removed }) => removed === null)) {
        const present = state.nodesByName.get(node.node)!;
        for (const [resource, { requested, used }] of Object.entries(node.resources)) {
          t.is(present.requested.get(resource) ?? 0, requested.end, `${node.node} ${resource}`);
          const amount = present.used.get(resource) ?? 0;
          if (used) t.is(amount / (resource === 'cpu' ? FINE_CPU : 1), used.end, `${node.node} ${resource}`);
        }
      }
    }
  });
}

const HEADER: RecordingHeader = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Recording',
  source: { kind: 'cluster' },
  start: '2026-03-01T08:00:00.000000000Z',
  tool: { name: 'kubectl-keg', version: '0.0.0' },
  clock: { kind: 'monotonic', resolution: '1us' },
  redaction: 'none',
};
const NODE: Observation = {
  at: 0,
  kind: 'node-added',
  uid: 'n',
  name: 'n',
  allocatable: { cpu: 4, memory: '8Gi' },
};
const POD: readonly Observation[] = [
  {
    at: 0,
    kind: 'template',
    hash: 't',
    template: { spec: { containers: [{ name: 'c', resources: { requests: { cpu: 2, memory: '2Gi' } } }] } },
  },
  { at: 0, kind: 'pod-created', uid: 'p', namespace: 'd', name: 'p', template: 't' },
  { at: 10_000_000, kind: 'pod-bound', uid: 'p', node: 'n' },
];

test('seconds of a node pass on the wall, also where the speed changes', (t) => {
  const cluster = presentAt(HEADER, [NODE, ...POD], 10_000_000);
  const node = cluster.state.nodes.get('n')!;
  cluster.setWallShare(1 / 60);
  cluster.advanceTo(610_000_000);
  cluster.setWallShare(1 / 60);
  t.deepEqual([node.seconds.idle, node.seconds.busy], [15, 5]);
  t.is(presentLoad(cluster.state, node).cpuUsage, 0.5);
});

test('a removed node takes the requests of its pods with it, and they end later without a trace', (t) => {
  const cluster = presentAt(HEADER, [NODE, ...POD], 20_000_000);
  t.is(cluster.state.requested.get('cpu'), 2000);
  cluster.observe({ at: 30_000_000, kind: 'node-removed', uid: 'n' });
  cluster.observe({ at: 40_000_000, kind: 'pod-deleted', uid: 'p' });
  t.deepEqual([cluster.state.requested.get('cpu'), cluster.state.allocatable.get('cpu')], [0, 0]);
  t.is(cluster.state.requestedTime.get('cpu'), 2000 * 20_000_000);
  t.is(cluster.state.counts.deleted, 1);
});

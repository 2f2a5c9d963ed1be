/** Draining a node of the embedded cluster: it is cordoned, and its pods are evicted as their budgets allow. */
import test from 'ava';
import type { TimelineAction } from '../../../src/core/timeline/timeline-event.ts';
import { playOf, type Run, run } from './small-play.ts';
import { alive, events } from './workload-day.ts';

const NODES = 'cluster: {nodes: [{name: n, count: 2, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}\n';
const AT_ONCE = { cycle: 0, bind: 0 };
const ON_FIRST = 'nodeSelector: {kubernetes.io/hostname: n-0}, containers: [{}]';

/** Plays a scenario, and actions at their times in seconds. */
function played(text: string, ...actions: readonly (readonly [number, TimelineAction])[]): Run {
  const play = playOf(NODES + text);
  const timeline = [
    ...play.timeline,
    ...actions.map(([at, action]) => ({ at: at * 1e6, sequence: 0, action })),
  ];
  timeline.sort((left, right) => left.at - right.at);
  return run({ ...play, timeline, scheduler: { ...play.scheduler, ...AT_ONCE } });
}

const budget = (spec: object): TimelineAction => ({
  kind: 'set-object',
  object: {
    kind: 'PodDisruptionBudget',
    metadata: { namespace: 'default', name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  },
});
const DRAIN: TimelineAction = { kind: 'drain-node', name: 'n-0' };

const deployment = (rest = '') =>
  `duration: 60s\nevents: {workloads: [{at: 0s, kind: Deployment, name: web, replicas: 3${rest}, podSpec: {metadata: {labels: {app: web}}, spec: {${ON_FIRST}}}}]}\n`;

const deletions = (day: Run): string[] => events(day, ['pod-deleted']);

test('a drain cordons the node and evicts its pods with their reason', (t) => {
  const day = played(deployment(), [10, DRAIN]);
  t.deepEqual(
    deletions(day).map((each) => Number.parseFloat(each)),
    [10, 10, 10],
  );
  const reasons = day.observations.flatMap((each) => (each.kind === 'pod-disrupted' ? [each.reason] : []));
  t.deepEqual(reasons, Array(3).fill('EvictionByEvictionAPI'));
  const cordon = day.observations.find((each) => each.kind === 'node-changed');
  t.like(cordon, { at: 10e6, unschedulable: true });
});

test('a budget holds pods back until others are ready, and the drain tries again every 5 s', (t) => {
  const text = deployment(', phases: {ready: 2s}').replace(ON_FIRST, 'containers: [{}]');
  const day = played(text, [1, budget({ maxUnavailable: 1 })], [10, DRAIN]);
  const onFirst = day.observations.filter((each) => each.kind === 'pod-bound' && each.node === 'n-0');
  const evictions = day.observations.flatMap((each) => (each.kind === 'pod-disrupted' ? [each.at] : []));
  t.deepEqual(
    evictions,
    onFirst.map((_, index) => (10 + 5 * index) * 1e6),
  );
  t.is(alive(day).length, 3);
});

test('a budget that never allows anything keeps the pod, and the replay still ends', (t) => {
  const pod = `events: {pods: [{name: p, arrivalTime: 0s, podSpec: {metadata: {labels: {app: web}}, spec: {${ON_FIRST}}}}]}\n`;
  const day = played(pod, [1, budget({ minAvailable: 1 })], [10, DRAIN]);
  t.deepEqual(deletions(day), []);
  t.true(day.played.end < 600e6);
  t.deepEqual(
    day.played.refusals.map(({ message }) => message),
    ['node "n-0" is not drained at the end: PodDisruptionBudget "default/web" protects pod "default/p"'],
  );
});

test('a drain that ends says nothing, and one that does not counts the pods that are left', (t) => {
  const done = played(deployment(), [1, budget({ maxUnavailable: 3 })], [10, DRAIN]);
  t.deepEqual(done.played.refusals, []);
  const held = played(deployment(), [1, budget({ maxUnavailable: 0 })], [10, DRAIN]);
  t.like(held.played.refusals, { length: 1, 0: { at: 60e6 } });
  t.regex(held.played.refusals[0]!.message, /protects pod "default\/web-0" \(left: 3 pods\)$/);
});

test('a pod with two budgets cannot be evicted, and that is refused', (t) => {
  const second: TimelineAction = {
    kind: 'set-object',
    object: {
      kind: 'PodDisruptionBudget',
      metadata: { namespace: 'default', name: 'other' },
      spec: { selector: {}, maxUnavailable: 5 },
    },
  };
  const pod = `events: {pods: [{name: p, arrivalTime: 0s, podSpec: {metadata: {labels: {app: web}}, spec: {${ON_FIRST}}}}]}\n`;
  const day = played(pod, [1, budget({ maxUnavailable: 1 })], [1, second], [10, DRAIN]);
  t.deepEqual(deletions(day), []);
  t.regex(day.played.refusals[0]!.message, /more than one PodDisruptionBudget/);
});

test('pods of a DaemonSet stay on a drained node', (t) => {
  const text = `duration: 60s\nevents: {workloads: [{at: 0s, kind: DaemonSet, name: agent, podSpec: {spec: {containers: [{}]}}}]}\n`;
  const day = played(text, [10, DRAIN]);
  t.deepEqual(deletions(day), []);
  t.is(alive(day).length, 2);
});

test('a drain of a node that does not exist is refused', (t) => {
  const day = played(deployment(), [10, { kind: 'drain-node', name: 'none' }]);
  t.regex(day.played.refusals[0]!.message, /node "none" does not exist and cannot be drained/);
});

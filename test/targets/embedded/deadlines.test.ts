/** Pods and Jobs of the embedded cluster end by their deadlines, and finished Jobs go, as with Kubernetes' controllers and kubelet. */
import test from 'ava';
import { observed, storyOf } from './small-play.ts';
import { created, events, NODES, play } from './workload-day.ts';

const pod = (rest: string, run: string): string =>
  `${NODES}events:\n  pods:\n    - {name: p, arrivalTime: 0s, ${run}, podSpec: {spec: {${rest}, containers: [{name: c}]}}}\n`;

test('a pod that runs longer than its deadline fails, counted from its binding', (t) => {
  const day = observed(pod('activeDeadlineSeconds: 60', 'lifetime: 2m, phases: {started: 10s}'), {
    bind: 0,
    cycle: 0,
  });
  t.deepEqual(storyOf('p', day).slice(2), ['10s started', '10s ready', '60s finished Failed']);
  t.like(day.observations.at(-1), { reason: 'DeadlineExceeded' });
});

test('a pod whose containers take time to stop fails when they have stopped', (t) => {
  const day = observed(pod('activeDeadlineSeconds: 60', 'phases: {terminated: 5s}'), { bind: 0, cycle: 0 });
  t.is(storyOf('p', day).at(-1), '65s finished Failed');
});

test('a pod that has not started at its deadline never starts', (t) => {
  const day = observed(pod('activeDeadlineSeconds: 5', 'lifetime: 1m, phases: {started: 10s}'), {
    bind: 0,
    cycle: 0,
  });
  t.deepEqual(storyOf('p', day).slice(2), ['5s finished Failed']);
  t.is(day.played.end, 5e6);
});

test('a pod that ends before its deadline ends as planned', (t) => {
  const day = observed(pod('activeDeadlineSeconds: 60', 'lifetime: 30s, end: succeeded'), {
    bind: 0,
    cycle: 0,
  });
  t.is(storyOf('p', day).at(-1), '30s finished Succeeded');
  t.is(day.played.end, 30e6);
});

test('a Job fails at its deadline: its pods are deleted and none is created after it', (t) => {
  const day = play({
    workloads: [
      '{at: 5s, kind: Job, name: work, template: small, completions: 10, parallelism: 2, lifetime: 20s, activeDeadlineSeconds: 30}',
    ],
  });
  t.deepEqual(created(day), [
    ...['5s created work-0', '5s created work-1'],
    ...['26s created work-2', '26s created work-3'],
  ]);
  t.deepEqual(events(day, ['pod-deleted']), ['35s deleted work-2', '35s deleted work-3']);
});

test('a Job that waits after a failure, or for room, still fails at its deadline', (t) => {
  const day = play({
    workloads: [
      '{at: 0s, kind: Job, name: retried, template: small, lifetime: 1s, end: failed, activeDeadlineSeconds: 15}',
      '{at: 0s, kind: Job, name: waits, template: large, parallelism: 9, completions: 9, activeDeadlineSeconds: 15}',
    ],
  });
  t.deepEqual(
    created(day).filter((each) => each.includes('retried')),
    ['0s created retried-0', '11s created retried-1'],
  );
  t.is(events(day, ['pod-deleted']).filter((each) => each.startsWith('15s deleted waits')).length, 9);
});

test('each finished run of a CronJob is deleted with its pods when its ttl is over', (t) => {
  const day = play({
    rest: 'duration: 10m\n',
    workloads: [
      '{at: 0s, kind: CronJob, name: tick, every: 2m, until: 3m, template: small, lifetime: 10s, ttlSecondsAfterFinished: 100}',
    ],
  });
  t.deepEqual(events(day, ['pod-deleted']), ['111s deleted tick-0-0', '231s deleted tick-1-0']);
  const gone = day.observations.filter((each) => each.kind === 'object-removed');
  t.deepEqual(
    gone.map((each) => each.at / 1e6),
    [111, 231],
  );
});

test('a Job that failed is deleted after its last pod is gone and its ttl is over', (t) => {
  const day = play({
    rest: 'duration: 10m\n',
    workloads: [
      '{at: 0s, kind: Job, name: work, template: small, phases: {terminated: 7s}, activeDeadlineSeconds: 30, ttlSecondsAfterFinished: 0}',
    ],
  });
  t.deepEqual(events(day, ['pod-terminating', 'pod-deleted']), [
    '30s terminating work-0',
    '37s deleted work-0',
  ]);
  t.is(day.observations.findLast((each) => each.kind === 'object-removed')?.at, 38e6);
});

test('a ttl does not prolong a play that has no duration', (t) => {
  const day = play({
    workloads: [
      '{at: 0s, kind: Job, name: work, template: small, lifetime: 10s, activeDeadlineSeconds: 3600, ttlSecondsAfterFinished: 86400}',
    ],
  });
  t.is(day.played.end, 10e6);
});

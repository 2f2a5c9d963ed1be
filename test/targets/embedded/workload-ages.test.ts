/** Pods of workloads that exist at 0s: they have an age, started before, and live for the rest of their lifetime. */
import test from 'ava';
import { alive, created, play } from './workload-day.ts';

function agesOf(workload: string): (number | undefined)[] {
  return play({ workloads: [workload], rest: 'duration: 2h\n' }).observations.flatMap((each) =>
    each.kind === 'pod-created' ? [each.age] : [],
  );
}

test('the first pods of a workload have the ages, further ones do not', (t) => {
  const deployment = '{at: 0s, kind: Deployment, name: web, template: small, replicas: 3, ages: [2h, 1s]}';
  t.deepEqual(agesOf(deployment), [7200e6, 1e6, undefined]);
  const set =
    '{at: 0s, kind: StatefulSet, name: db, template: small, replicas: 2, ages: [2h, 1h], phases: {ready: 10s}}';
  t.deepEqual(agesOf(set), [7200e6, 3600e6]);
});

test('a replica that replaces one with an age is new', (t) => {
  const day = play({
    workloads: ['{at: 0s, kind: Deployment, name: web, template: small, replicas: 3, ages: [1h, 1h, 1h]}'],
    nodes: ['{at: 1h, action: remove, name: n-0}'],
  });
  const late = day.observations.filter((each) => each.kind === 'pod-created' && each.at > 0);
  t.deepEqual(
    late.map((each) => each.kind === 'pod-created' && each.age),
    [undefined],
  );
  t.is(alive(day).length, 3);
});

test('a pod with an age ends after the rest of its lifetime', (t) => {
  const day = play({
    workloads: [
      '{at: 0s, kind: Job, name: work, template: small, completions: 2, parallelism: 1, lifetime: 10m, ages: [9m]}',
    ],
  });
  t.deepEqual(created(day), ['0s created work-0', '61s created work-1']);
});

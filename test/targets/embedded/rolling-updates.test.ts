/** Another template later makes a controller replace its pods, at the pace that its strategy and the readiness of new pods allow. */
import test from 'ava';
import { alive, events, play } from './workload-day.ts';

const OLD = 'podSpec: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: "web:1"}]}}';
const NEW = 'podSpec: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: "web:2"}]}}';

function day(...workloads: readonly string[]) {
  return play({ workloads });
}

/** Number of pods alive in each second of a list. */
function counts(run: ReturnType<typeof day>, seconds: readonly number[]): number[] {
  return seconds.map((second) => alive(run, second).length);
}

test('a Deployment surges by a quarter, rounded up, and waits for ready pods', (t) => {
  const run = day(
    `{at: 0s, kind: Deployment, name: web, ${OLD}, replicas: 4, phases: {ready: 10s}}`,
    `{at: 100s, kind: Deployment, name: web, ${NEW}}`,
  );
  // maxSurge 1, maxUnavailable 1: one new pod more and one old pod less at once, then one new pod for the room.
  t.deepEqual(events(run, ['pod-created', 'pod-deleted', 'pod-ready']).slice(8), [
    '100s created web-4',
    '100s deleted web-3',
    '100s created web-5',
    '110s ready web-4',
    '110s ready web-5',
    '110s deleted web-1',
    '110s deleted web-0',
    '110s created web-6',
    '110s created web-7',
    '120s ready web-6',
    '120s ready web-7',
    '120s deleted web-2',
  ]);
  t.deepEqual(counts(run, [50, 105, 115, 130]), [4, 5, 5, 4]);
});

test('a Deployment never has fewer ready pods or more pods than its strategy allows', (t) => {
  for (const [surge, unavailable] of [
    [1, 0],
    [0, 2],
    ['50%', '50%'],
    [3, 1],
  ] as const) {
    const run = day(
      `{at: 0s, kind: Deployment, name: web, ${OLD}, replicas: 6, strategy: {maxSurge: ${surge}, maxUnavailable: ${unavailable}}, phases: {started: {type: uniform, min: 1s, max: 5s}, ready: {type: uniform, min: 1s, max: 9s}}}`,
      `{at: 100s, kind: Deployment, name: web, ${NEW}}`,
    );
    const ready = new Set<string>();
    const exist = new Set<string>();
    const up = surge === '50%' ? 3 : surge;
    const down = unavailable === '50%' ? 3 : unavailable;
    for (const each of run.observations) {
      if (each.kind === 'pod-created') exist.add(each.uid);
      if (each.kind === 'pod-ready') ready.add(each.uid);
      if (each.kind === 'pod-deleted') {
        ready.delete(each.uid);
        exist.delete(each.uid);
      }
      t.true(exist.size <= 6 + up);
      if (each.at >= 100e6) t.true(ready.size >= 6 - down, `${surge} ${unavailable} at ${each.at}`);
    }
    t.deepEqual(alive(run).length, 6);
    t.true(alive(run).every((name) => Number(name.slice(4)) >= 6));
  }
});

test('with Recreate the old pods are gone before the first new one is created', (t) => {
  const run = day(
    `{at: 0s, kind: Deployment, name: web, ${OLD}, replicas: 2, strategy: {type: Recreate}, phases: {terminated: 5s}}`,
    `{at: 100s, kind: Deployment, name: web, ${NEW}}`,
  );
  t.deepEqual(events(run, ['pod-created', 'pod-deleted']).slice(2), [
    '105s deleted web-0',
    '105s deleted web-1',
    '105s created web-2',
    '105s created web-3',
  ]);
});

test('an earlier template again brings its ReplicaSet back', (t) => {
  const run = day(
    `{at: 0s, kind: Deployment, name: web, ${OLD}, replicas: 2}`,
    `{at: 100s, kind: Deployment, name: web, ${NEW}}`,
    `{at: 200s, kind: Deployment, name: web, ${OLD}}`,
  );
  const sets = run.observations.flatMap((each) =>
    each.kind === 'object-set' && each.object.kind === 'ReplicaSet' ? [each.object.metadata.name] : [],
  );
  t.is(new Set(sets).size, 2);
  t.is(alive(run).length, 2);
});

test('a Deployment that is scaled during its rollout ends with the wanted number of new pods', (t) => {
  const run = day(
    `{at: 0s, kind: Deployment, name: web, ${OLD}, replicas: 8, phases: {ready: 10s}}`,
    `{at: 100s, kind: Deployment, name: web, ${NEW}}`,
    '{at: 105s, kind: Deployment, name: web, replicas: 4}',
    `{at: 300s, kind: Deployment, name: web, ${OLD}, replicas: 10}`,
    '{at: 305s, kind: Deployment, name: web, replicas: 12}',
  );
  t.deepEqual(counts(run, [250, 400]), [4, 12]);
});

test('a StatefulSet replaces one pod at a time, from the highest ordinal down', (t) => {
  const run = day(
    `{at: 0s, kind: StatefulSet, name: db, ${OLD}, replicas: 3, phases: {ready: 10s}}`,
    `{at: 100s, kind: StatefulSet, name: db, ${NEW}}`,
  );
  t.deepEqual(events(run, ['pod-created', 'pod-deleted']).slice(3), [
    ...['100s deleted db-2', '100s created db-2'],
    ...['110s deleted db-1', '110s created db-1'],
    ...['120s deleted db-0', '120s created db-0'],
  ]);
});

test('a DaemonSet replaces maxUnavailable pods at a time', (t) => {
  const run = day(
    `{at: 0s, kind: DaemonSet, name: agent, ${OLD}, strategy: {maxUnavailable: 2}, phases: {ready: 10s}}`,
    `{at: 100s, kind: DaemonSet, name: agent, ${NEW}}`,
  );
  t.deepEqual(
    events(run, ['pod-deleted']).map((line) => line.split(' ')[0]),
    ['100s', '100s', '110s'],
  );
  t.is(alive(run).length, 3);
});

test('a CronJob runs a Job at each of its times, and its pods are one group', (t) => {
  const run = day(
    `{at: 1m, kind: CronJob, name: tick, ${OLD}, every: 5m, until: 17m, completions: 2, parallelism: 2, lifetime: 30s}`,
  );
  t.deepEqual(events(run, ['pod-created']), [
    ...['60s created tick-0-0', '60s created tick-0-1'],
    ...['360s created tick-1-0', '360s created tick-1-1'],
    ...['660s created tick-2-0', '660s created tick-2-1'],
    ...['960s created tick-3-0', '960s created tick-3-1'],
  ]);
  const [first] = run.observations.flatMap((each) => (each.kind === 'pod-created' ? [each] : []));
  t.is(first?.group, 'tick');
  t.deepEqual(
    first?.owners?.map(({ kind, name }) => `${kind} ${name}`),
    ['Job tick-0', 'CronJob tick'],
  );
});

test('a run of a CronJob is late by a draw of its jitter', (t) => {
  const run = day(
    `{at: 0s, kind: CronJob, name: tick, ${OLD}, every: 1m, until: 10m, jitter: {type: uniform, min: 1s, max: 9s}, lifetime: 5s}`,
  );
  const late = run.observations.flatMap((each) =>
    each.kind === 'pod-created' ? [(each.at / 1e6) % 60] : [],
  );
  t.is(late.length, 10);
  t.true(late.every((second) => second >= 1 && second < 9));
  t.is(new Set(late).size, 10);
});

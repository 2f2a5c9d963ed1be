/** Workloads become larger and longer with their scenario. */
import test from 'ava';
import { generatedFrom } from './generated.ts';

const WORKLOADS = `events:
  workloads:
    - {at: 0s, kind: Deployment, name: web, podSpec: {spec: {containers: [{name: c}]}}, replicas: 3}
    - {at: 1h, kind: Deployment, name: web, replicas: 0}
    - {at: 2h, kind: Deployment, name: web, replicas: 5}
    - {at: 0s, kind: Job, name: work, podSpec: {spec: {containers: [{name: c}]}}, completions: 8, lifetime: 5s}
    - {at: 0s, kind: DaemonSet, name: agent, podSpec: {spec: {containers: [{name: c}]}}}
    - {at: 0s, kind: CronJob, name: tick, podSpec: {spec: {containers: [{name: c}]}}, every: 10m, until: 2h, lifetime: 5s}
duration: 4h
`;

test('--amplify multiplies replicas, completions and runs, and says what it leaves', async (t) => {
  const { scenario, problems } = await generatedFrom(t, { amplify: 1.5 }, WORKLOADS);
  t.deepEqual(
    scenario.workloads.map(({ name, steps }) => [name, steps.map(({ pods }) => pods)]),
    [
      ['web', [5, 0, 8]],
      ['work', [2]],
      ['agent', [1]],
      ['tick', [1]],
    ],
  );
  t.is(scenario.workloads.find(({ name }) => name === 'work')?.job?.completions, 12);
  t.is(scenario.workloads.find(({ name }) => name === 'tick')?.schedule?.every, 400e6);
  t.deepEqual(
    problems.map(({ message }) => message),
    ['not multiplied: 1 DaemonSet (a pod on every matching node)'],
  );
});

test('pods of a workload that were there before are multiplied with its replicas', async (t) => {
  const before = WORKLOADS.replace('replicas: 3}', 'replicas: 3, ages: [1h, 2h]}');
  const agesWith = async (amplify: number): Promise<unknown> =>
    (await generatedFrom(t, { amplify }, before)).scenario.workloads.find(({ name }) => name === 'web')?.ages;
  t.deepEqual(await agesWith(2), [3600e6, 3600e6, 7200e6, 7200e6]);
  t.deepEqual(await agesWith(0.5), [3600e6]);
});

test('a longer duration continues the runs of CronJobs', async (t) => {
  const { scenario, problems } = await generatedFrom(t, { duration: 8 * 3600e6 }, WORKLOADS);
  t.is(scenario.workloads.find(({ name }) => name === 'tick')?.schedule?.until, 4 * 3600e6);
  t.regex(problems[0]!.message, /^workloads keep the times of their entries/);
});

const SERIES = `events:
  workloads:
    - {at: 0s, kind: Job, name: work, podSpec: {spec: {containers: [{name: c}]}}, completions: 8, arrivals: {type: exponential, mean: 10m}, until: 2h, lifetime: 5s}
    - {at: 0s, kind: Job, name: list, podSpec: {spec: {containers: [{name: c}]}}, arrivals: [1h, 2h], lifetime: 5s}
duration: 4h
`;

test('Jobs that arrive come more often, and as large as before', async (t) => {
  const { scenario, problems } = await generatedFrom(t, { amplify: 2 }, SERIES);
  const [work, list] = scenario.workloads;
  t.deepEqual(work!.series!.arrivals.arrivals, { family: 'exponential', mean: 300 });
  t.is(work!.job!.completions, 8);
  t.deepEqual(list!.series!.arrivals.count, 4);
  t.deepEqual(problems, []);
});

test('Jobs that arrive go on to the end of a longer scenario', async (t) => {
  const { scenario, problems } = await generatedFrom(t, { duration: 8 * 3600e6 }, SERIES);
  const [work, list] = scenario.workloads;
  t.is(work!.series!.arrivals.until, 4 * 3600e6);
  t.is(list!.series!.arrivals.count, 4);
  t.deepEqual(problems, []);
});

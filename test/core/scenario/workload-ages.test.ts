/** The ages of workloads are read, and refused where no pod of the workload exists at 0s. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';

function load(entry: string): ReturnType<typeof loadScenario> {
  const head = 'duration: 1h\ntemplates: {web: {spec: {containers: [{name: c}]}}}\n';
  return loadScenario(`${head}events:\n  workloads:\n    - ${entry}\n`, 'day.yaml');
}

function refusal(entry: string): string | undefined {
  return load(entry)
    .problems.filter(({ severity }) => severity === 'error')
    .map(formatProblem)[0];
}

test('ages are durations', (t) => {
  const { scenario } = load(
    '{at: 0s, kind: Deployment, name: web, template: web, replicas: 2, ages: [1h, 2s]}',
  );
  t.deepEqual(scenario!.workloads[0]!.ages, [3600e6, 2e6]);
});

test('ages go with pods at 0s, at most as many as the workload has, and not with a CronJob', (t) => {
  const late = '{at: 1s, kind: Deployment, name: web, template: web, ages: [1h]}';
  t.regex(refusal(late)!, /they go with at: 0s/);
  const more = '{at: 0s, kind: Job, name: web, template: web, lifetime: 1s, parallelism: 1, ages: [1h, 1h]}';
  t.regex(refusal(more)!, /2 instead of 1/);
  const cron = '{at: 0s, kind: CronJob, name: web, template: web, lifetime: 1s, every: 1m, ages: [1h]}';
  t.regex(refusal(cron)!, /not with a CronJob/);
  t.is(refusal('{at: 0s, kind: DaemonSet, name: web, template: web, ages: [1h, 1h]}'), undefined);
});

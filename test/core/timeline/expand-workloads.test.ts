/** Workloads on the timeline: their events, and the draws of their pods. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { planWorkloadPod, type WorkloadPod } from '../../../src/core/timeline/expand-workloads.ts';
import type { PlannedWorkload } from '../../../src/core/timeline/timeline-event.ts';
import { asLines, expand } from './written-scenario.ts';

const workloads = (...entries: readonly string[]): string =>
  `events:\n  workloads:\n${entries.map((entry) => `    - ${entry}\n`).join('')}`;

function plans(text: string): PlannedWorkload[] {
  return expand(text).flatMap(({ action }) => (action.kind === 'scale-workload' ? [action.workload] : []));
}

function pod(number: number): WorkloadPod {
  return { name: `web-${number}`, draw: String(number), template: { spec: { containers: [] } } };
}

const DRAWN =
  '{at: 0s, kind: Deployment, name: web, template: small, lifetime: {type: exponential, mean: 1m}, phases: {started: {type: uniform, min: 1s, max: 9s}, ready: {type: uniform, min: 1s, max: 9s}}}';

test('each entry is an event at its time with its number of pods', (t) => {
  const timeline = expand(
    workloads(
      '{at: 5s, kind: Deployment, name: web, template: small, replicas: 3}',
      '{at: 9s, kind: Deployment, name: web, replicas: 7}',
      '{at: 7s, kind: Job, name: work, template: small, completions: 8, parallelism: 2, lifetime: 1s}',
    ),
  );
  t.deepEqual(
    timeline.map(({ at, action }) =>
      action.kind === 'scale-workload' ? [at / 1e6, action.workload.name, action.pods] : [],
    ),
    [
      [5, 'web', 3],
      [7, 'work', 2],
      [9, 'web', 7],
    ],
  );
});

test('the run of a pod of a Job lasts until its kubelet reports the end', (t) => {
  const [plan] = plans(
    workloads(
      '{at: 0s, kind: Job, name: work, template: small, completions: 1, lifetime: 6s, phases: {finished: 2s}}',
    ),
  );
  t.is(planWorkloadPod(plan!, pod(1), 1).lifetime, 8e6);
});

test('all events of one workload share one plan', (t) => {
  const [first, second] = plans(
    workloads(
      '{at: 5s, kind: Deployment, name: web, template: small}',
      '{at: 9s, kind: Deployment, name: web, replicas: 7}',
    ),
  );
  t.is(first, second);
  t.false('steps' in first!);
});

test('events of workloads are the last of their time', (t) => {
  const timeline = expand(
    `cluster: {nodes: [{name: a, template: {allocatable: {cpu: 2}}}]}\n${workloads(
      '{at: 0s, kind: DaemonSet, name: agent, template: small}',
    )}  pods: [{name: p, arrivalTime: 0s, template: small}]\n  scheduler: [{at: 0s, weights: {NodeResourcesFit: 2}}]\n`,
  );
  t.deepEqual(
    timeline.map(({ action }) => action.kind),
    ['add-node', 'change-scheduler', 'create-pod', 'scale-workload'],
  );
});

test('the timeline of workloads does not depend on the seed', (t) => {
  const text = `duration: 1h\n${workloads(DRAWN)}`;
  t.is(asLines(expand(text, 1)), asLines(expand(text, 1)));
  t.is(asLines(expand(text, 1)), asLines(expand(text, 2)));
});

test('events after the duration are left out', (t) => {
  const text = workloads(
    '{at: 5s, kind: Deployment, name: web, template: small}',
    '{at: 9s, kind: Deployment, name: web, replicas: 7}',
  );
  t.is(expand(`duration: 8s\n${text}`).length, 1);
});

test('a workload that replaces pods for ever needs a duration or a scale to 0', (t) => {
  const forEver = workloads('{at: 0s, kind: Deployment, name: web, template: small, lifetime: 1m}');
  const error = t.throws(() => expand(forEver), { instanceOf: UserError });
  t.is(error?.message, 'Deployment "web" creates pods for ever');
  t.is(error?.position?.line, 8);
  t.notThrows(() => expand(`duration: 1h\n${forEver}`));
  t.notThrows(() => expand(`${forEver}    - {at: 1h, kind: Deployment, name: web, replicas: 0}\n`));
  t.notThrows(() => expand(workloads('{at: 0s, kind: Job, name: w, template: small, lifetime: 1m}')));
});

test('the draws of a pod do not depend on other pods, and differ between pods', (t) => {
  const [web] = plans(`duration: 1h\n${workloads(DRAWN)}`);
  const alone = planWorkloadPod(web!, pod(5), 1);
  const among = [3, 4, 5, 6].map((number) => planWorkloadPod(web!, pod(number), 1));
  t.deepEqual(among[2], alone);
  t.is(
    new Set(among.flatMap(({ lifetime, startDelay, readyDelay }) => [lifetime, startDelay, readyDelay])).size,
    12,
  );
  t.notDeepEqual(planWorkloadPod(web!, pod(5), 2), alone);
});

test('a change of one distribution does not change the draws of the others', (t) => {
  const [web] = plans(`duration: 1h\n${workloads(DRAWN)}`);
  const [other] = plans(`duration: 1h\n${workloads(DRAWN.replace('mean: 1m', 'mean: 9m'))}`);
  const before = planWorkloadPod(web!, pod(0), 1);
  const after = planWorkloadPod(other!, pod(0), 1);
  t.not(after.lifetime, before.lifetime);
  t.deepEqual({ ...after, lifetime: 0 }, { ...before, lifetime: 0 });
});

test('workloads of one name and another kind or namespace draw from their own streams', (t) => {
  const lifetimes = ['Deployment', 'StatefulSet'].flatMap((kind) =>
    ['default', 'prod'].map((namespace) => {
      const entry = DRAWN.replace('Deployment', kind).replace(
        'name: web',
        `name: web, namespace: ${namespace}`,
      );
      const [plan] = plans(`duration: 1h\n${workloads(entry)}`);
      return planWorkloadPod(plan!, pod(0), 1).lifetime;
    }),
  );
  t.is(new Set(lifetimes).size, 4);
});

test('a workload does not change the drawn pods of a scenario', (t) => {
  const pods =
    '  pods: [{name: web, count: 9, arrivals: {type: exponential, mean: 5s}, lifetime: {type: exponential, mean: 1m}, template: small}]\n';
  const created = (text: string) =>
    expand(text).flatMap(({ at, action }) => (action.kind === 'create-pod' ? [{ at, pod: action.pod }] : []));
  t.deepEqual(created(`duration: 1h\n${workloads(DRAWN)}${pods}`), created(`duration: 1h\nevents:\n${pods}`));
});

test('a pod of a workload that draws a lifetime beyond 285 years never ends', (t) => {
  const text = workloads(
    '{at: 0s, kind: Job, name: w, template: small, lifetime: {type: pareto, shape: 0.001, min: 1h}}',
  );
  const [plan] = plans(text);
  t.is(planWorkloadPod(plan!, pod(0), 1).lifetime, null);
});

test('the pods of a workload end by weight, each by its own draw', (t) => {
  const job =
    '{at: 0s, kind: Job, name: work, template: small, completions: 9, lifetime: 1m, end: {succeeded: 3, failed: 1}}';
  const [plan] = plans(workloads(job));
  const ends = Array.from({ length: 2000 }, (_, index) => planWorkloadPod(plan!, pod(index), 1).end);
  const failed = ends.filter((end) => end === 'failed').length;
  t.true(Math.abs(failed - 500) < 4 * Math.sqrt(2000 * 0.25 * 0.75), `${failed} of 2000`);
});

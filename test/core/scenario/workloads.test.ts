/** Entries of events.workloads are read, and every fault is reported with its position. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import type { Workload } from '../../../src/core/scenario/scenario.ts';

/** Four lines before the first entry, which is line 5. */
const HEAD = `cluster: {nodes: [{name: n, count: 2, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}
templates: {web: {metadata: {namespace: other}, spec: {containers: [{name: c, resources: {requests: {cpu: 1}}}]}}, api: {spec: {containers: [{name: c}]}}}
events:
  workloads:
`;

function file(entries: readonly string[], rest = ''): string {
  return `${HEAD}${entries.map((entry) => `    - ${entry}\n`).join('')}${rest}`;
}

function report(...entries: readonly string[]): string[] {
  return loadScenario(file(entries), 'day.yaml').problems.map(formatProblem);
}

function workloads(...entries: readonly string[]): readonly Workload[] {
  const { scenario, problems } = loadScenario(file(entries), 'day.yaml');
  if (!scenario) throw new Error(problems.map(formatProblem).join('\n'));
  return scenario.workloads;
}

test('an entry with a template creates a workload, later entries of its name scale it', (t) => {
  const [web, ...others] = workloads(
    '{at: 1h, kind: Deployment, name: web, template: web, replicas: 3, lifetime: 1h, phases: {started: 2s, ready: 5s}, end: failed}',
    '{at: 2h, kind: Deployment, name: web, replicas: 0}',
    '{at: 3h, kind: Deployment, name: web, replicas: 9, template: web}',
  );
  t.is(others.length, 0);
  t.like(web, {
    kind: 'Deployment',
    name: 'web',
    namespace: 'default',
    lifetime: { family: 'constant', value: 3600 },
    started: { family: 'constant', value: 2 },
    ready: { family: 'constant', value: 5 },
    end: 'failed',
    job: undefined,
  });
  t.deepEqual(
    web!.steps.map(({ at, pods }) => [at / 3600e6, pods]),
    [
      [1, 3],
      [2, 0],
      [3, 9],
    ],
  );
});

test('defaults are those of Kubernetes: 1 replica, 1 completion, 1 pod at a time', (t) => {
  const [web, job] = workloads(
    '{at: 0s, kind: Deployment, name: web, template: web}',
    '{at: 0s, kind: Job, name: work, template: web, lifetime: 1m}',
  );
  t.is(web!.steps[0]!.pods, 1);
  t.is(web!.lifetime, null);
  t.is(web!.end, 'deleted');
  t.deepEqual(job!.job, { completions: 1, backoffLimit: 6 });
  t.is(job!.steps[0]!.pods, 1);
  t.is(job!.end, 'succeeded');
});

test('a workload is identified by kind, name and its own namespace', (t) => {
  const all = workloads(
    '{at: 0s, kind: Deployment, name: a, template: web}',
    '{at: 0s, kind: Deployment, name: a, namespace: prod, template: api}',
    '{at: 0s, kind: StatefulSet, name: b, template: web}',
    '{at: 1s, kind: Deployment, name: a, namespace: prod, replicas: 2}',
  );
  t.deepEqual(
    all.map(({ kind, namespace, name, steps }) => `${kind} ${namespace}/${name} ${steps.length}`),
    ['Deployment default/a 1', 'Deployment prod/a 2', 'StatefulSet default/b 1'],
  );
});

test("a Job's parallelism can be changed later", (t) => {
  const [job] = workloads(
    '{at: 0s, kind: Job, name: work, template: web, completions: 9, parallelism: 3, lifetime: 1m}',
    '{at: 1m, kind: Job, name: work, parallelism: 0}',
  );
  t.deepEqual(
    job!.steps.map(({ pods }) => pods),
    [3, 0],
  );
});

const wrong: readonly (readonly [title: string, entries: readonly string[], message: string])[] = [
  [
    'an unknown kind',
    ['{at: 0s, kind: PodGroup, name: a, template: web}'],
    '5:22: error: events.workloads[0].kind: "PodGroup" is not a kind (Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob): write for example Deployment',
  ],
  [
    'no time',
    ['{kind: Job, name: a, template: web}'],
    '5:7: error: events.workloads[0].at: missing: write a duration, for example 5s, 1m30s or 250ms',
  ],
  [
    'a template that is not there',
    ['{at: 0s, kind: Deployment, name: a, template: wbe}'],
    '5:53: error: events.workloads[0].template: no template is called "wbe" (did you mean "web"?)',
  ],
  [
    'no template at all',
    ['{at: 0s, kind: Deployment, name: a, replicas: 2}'],
    '5:7: error: events.workloads[0]: no podSpec and no template: add one of them',
  ],
  [
    'scaling before creation',
    [
      '{at: 1s, kind: Deployment, name: a, replicas: 2}',
      '{at: 2s, kind: Deployment, name: a, template: web}',
    ],
    '5:7: error: events.workloads[0]: Deployment "a" is scaled before it is created (at 2s)',
  ],
  [
    'another template of a ReplicaSet, which does not replace its pods',
    [
      '{at: 1s, kind: ReplicaSet, name: a, template: web}',
      '{at: 2s, kind: ReplicaSet, name: a, template: api, replicas: 2}',
    ],
    '6:53: error: events.workloads[1].template: is another one than before: a ReplicaSet does not replace its pods; write a Deployment',
  ],
  [
    'a CronJob without the time between its runs',
    ['{at: 1s, kind: CronJob, name: a, template: web, lifetime: 5s}'],
    '5:7: error: events.workloads[0]: a CronJob needs the time from one run to the next, above 0s: add every, such as every: 5m',
  ],
  [
    'a later entry of a CronJob',
    [
      '{at: 1s, kind: CronJob, name: a, template: web, lifetime: 5s, every: 5m, until: 1h}',
      '{at: 2s, kind: CronJob, name: a, parallelism: 2}',
    ],
    '6:7: error: events.workloads[1]: a CronJob cannot be changed (it is created at day.yaml:5:7): end it with until, and create another one',
  ],
  [
    'a rollout that could never begin',
    ['{at: 1s, kind: Deployment, name: a, template: web, strategy: {maxSurge: 0, maxUnavailable: 0%}}'],
    '5:98: error: events.workloads[0].strategy.maxUnavailable: is 0 while maxSurge is 0: one must be above 0',
  ],
  [
    'a strategy of a kind for which it is not modelled',
    ['{at: 1s, kind: StatefulSet, name: a, template: web, strategy: {maxUnavailable: 2}}'],
    '5:86: error: events.workloads[0].strategy.maxUnavailable: is modelled for a Deployment, not for a StatefulSet',
  ],
  [
    'a later entry that changes nothing',
    ['{at: 1s, kind: Deployment, name: a, template: web}', '{at: 2s, kind: Deployment, name: a}'],
    '6:7: error: events.workloads[1]: nothing to change: add replicas or template (the Deployment is created at day.yaml:5:7)',
  ],
  [
    'a later entry with a key that only the first can have',
    [
      '{at: 1s, kind: StatefulSet, name: a, template: web}',
      '{at: 2s, kind: StatefulSet, name: a, replicas: 1, lifetime: 5s}',
    ],
    '6:67: error: events.workloads[1].lifetime: belongs in the entry that creates the StatefulSet (day.yaml:5:7)',
  ],
  [
    'replicas of a Job',
    ['{at: 0s, kind: Job, name: a, template: web, lifetime: 1s, replicas: 2}'],
    '5:75: error: events.workloads[0].replicas: a Job has no replicas: it has completions and parallelism',
  ],
  [
    'replicas of a DaemonSet',
    ['{at: 0s, kind: DaemonSet, name: a, template: web, replicas: 2}'],
    '5:67: error: events.workloads[0].replicas: a DaemonSet has no replicas: it has a pod on every matching node',
  ],
  [
    'completions of a Deployment',
    ['{at: 0s, kind: Deployment, name: a, template: web, completions: 2}'],
    '5:71: error: events.workloads[0].completions: goes with a Job or CronJob, not with a Deployment',
  ],
  [
    'a Job whose pods are deleted',
    ['{at: 0s, kind: Job, name: a, template: web, lifetime: 1s, end: deleted}'],
    '5:70: error: events.workloads[0].end: the pods of a Job end by themselves: write succeeded or failed',
  ],
  [
    'negative replicas',
    ['{at: 0s, kind: Deployment, name: a, template: web, replicas: -1}'],
    '5:68: error: events.workloads[0].replicas: a count is 0 or more',
  ],
];

for (const [title, entries, message] of wrong) {
  test(`error: ${title}`, (t) => {
    t.deepEqual(report(...entries), [`day.yaml:${message}`]);
  });
}

const odd: readonly (readonly [title: string, entries: readonly string[], message: string])[] = [
  [
    'an ignored key',
    ['{at: 0s, kind: Deployment, name: a, template: web, replica: 2}'],
    '5:58: warning: events.workloads[0]: the key "replica" is ignored (did you mean "replicas"?)',
  ],
  [
    'a Job that is never done',
    ['{at: 0s, kind: Job, name: a, template: web}'],
    '5:7: warning: Job "a" is never done: its pods have no lifetime',
  ],
  [
    'pods that are replaced for ever',
    ['{at: 0s, kind: Deployment, name: a, template: web, lifetime: 1h}'],
    '5:7: warning: Deployment "a" creates pods for ever: replay needs a duration, here or as --duration',
  ],
  [
    'a workload that never has a pod',
    ['{at: 0s, kind: Deployment, name: a, template: web, replicas: 0}'],
    '5:7: warning: Deployment "a" never has a pod: it is never scaled above 0',
  ],
  [
    'two workloads whose pods have the same names',
    [
      '{at: 0s, kind: Deployment, name: a, template: web}',
      '{at: 0s, kind: StatefulSet, name: a, template: web}',
    ],
    '6:7: warning: StatefulSet "default/a" names its pods as the entry at day.yaml:5:7 does: a-0, a-1, …',
  ],
  [
    'a pod larger than any node',
    [
      '{at: 0s, kind: Deployment, name: a, podSpec: {spec: {containers: [{resources: {requests: {cpu: 5}}}]}}}',
    ],
    '5:7: warning: no node offers as much cpu as pod "a" requests (5000m): it can never be bound',
  ],
  [
    'a name that Kubernetes refuses',
    ['{at: 0s, kind: Deployment, name: My_Web, template: web}'],
    '5:7: warning: "My_Web" is no name that Kubernetes takes for a Deployment (lower case letters, digits, - and .)',
  ],
  [
    'entries of one workload out of order',
    [
      '{at: 0s, kind: Deployment, name: a, template: web}',
      '{at: 9s, kind: Deployment, name: a, replicas: 2}',
      '{at: 5s, kind: Deployment, name: a, replicas: 3}',
    ],
    '7:7: warning: this entry of Deployment "a" (5s) is written after a later one (9s); it is played in order of time',
  ],
];

for (const [title, entries, message] of odd) {
  test(`warning: ${title}`, (t) => {
    t.deepEqual(report(...entries), [`day.yaml:${message}`]);
  });
}

test('a step and a workload after the end of the scenario are warnings', (t) => {
  const text = file(
    [
      '{at: 1s, kind: Deployment, name: a, template: web}',
      '{at: 9s, kind: Deployment, name: a, replicas: 2}',
      '{at: 9s, kind: Deployment, name: b, template: web}',
    ],
    'duration: 5s\n',
  );
  t.deepEqual(
    loadScenario(text, 'day.yaml').problems.map((problem) => [problem.position?.line, problem.message]),
    [
      [6, "never happens: 9s is after the scenario's duration of 5s"],
      [7, "never happens: 9s is after the scenario's duration of 5s"],
    ],
  );
});

test('a scenario with workloads only can be played, and can delete their pods by name', (t) => {
  t.deepEqual(report('{at: 0s, kind: Deployment, name: a, template: web}'), []);
  const text = file(
    ['{at: 0s, kind: Deployment, name: a, template: web}'],
    '  pods:\n    - {name: a-0, eventType: delete, arrivalTime: 5s}\n',
  );
  t.deepEqual(loadScenario(text, 'day.yaml').problems, []);
});

test('workloads of different kinds need no order of time', (t) => {
  t.deepEqual(
    report(
      '{at: 9s, kind: Deployment, name: a, template: web}',
      '{at: 0s, kind: StatefulSet, name: b, template: web}',
    ),
    [],
  );
});

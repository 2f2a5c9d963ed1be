/** Jobs that arrive are read, and refused where their keys exclude each other. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { type LoadedScenario, loadScenario } from '../../../src/core/scenario/load-scenario.ts';

const HEAD = `duration: 1h
cluster: {nodes: [{name: n, template: {allocatable: {cpu: 8, memory: 8Gi, pods: 110}}}]}
templates: {web: {spec: {containers: [{name: c}]}}}
events:
  workloads:
`;

function load(...entries: readonly string[]): LoadedScenario {
  const lines = entries.map((keys) => `    - {${keys}}\n`);
  return loadScenario(HEAD + lines.join(''), 'day.yaml');
}

const JOB = 'at: 0s, kind: Job, name: a, template: web, lifetime: 5s';
const GAPS = 'arrivals: {type: exponential, mean: 1m}, until: 1h';

function problems(severity: 'error' | 'warning', ...entries: readonly string[]): string[] {
  return load(...entries)
    .problems.filter((problem) => problem.severity === severity)
    .map(formatProblem);
}

test('a size has what it names, and the rest from its entry', (t) => {
  const sizes = 'backoffLimit: 2, completions: 7, sizes: [{parallelism: 3}, {weight: 2, completions: 1}]';
  const { scenario } = load(`${JOB}, ${GAPS}, ${sizes}`);
  t.deepEqual(scenario!.workloads[0]!.series!.sizes, [
    { weight: 1, parallelism: 3, goal: { completions: 7, backoffLimit: 2 } },
    { weight: 2, parallelism: 1, goal: { completions: 1, backoffLimit: 2 } },
  ]);
  t.deepEqual(problems('warning', `${JOB}, ${GAPS}, ${sizes}`), []);
});

const REFUSED: Readonly<Record<string, readonly [RegExp, ...string[]]>> = {
  'gaps without an end': [/add count or until/, `${JOB}, arrivals: {type: exponential, mean: 1m}`],
  'sizes without arrivals': [
    /sizes: goes with a CronJob, or with the arrivals/,
    `${JOB}, sizes: [{parallelism: 2}]`,
  ],
  'until without arrivals': [/until: goes with a CronJob, or with the arrivals/, `${JOB}, until: 5m`],
  'arrivals of a Deployment': [
    /arrivals: goes with a Job, not with a Deployment/,
    'at: 0s, kind: Deployment, name: a, template: web, arrivals: [5s]',
  ],
  'a list that begins later': [/at: does not go with a list/, `${JOB.replace('0s', '5s')}, arrivals: [9s]`],
  'a list with an end': [/until: does not go with a list/, `${JOB}, arrivals: [9s], until: 1h`],
  'pods that exist at 0s': [/ages: do not go with arrivals/, `${JOB}, ${GAPS}, ages: [5s]`],
  'a later change': [
    /Jobs with arrivals cannot be changed/,
    `${JOB}, ${GAPS}`,
    'at: 5m, kind: Job, name: a, parallelism: 2',
  ],
};

for (const [title, [message, ...entries]] of Object.entries(REFUSED)) {
  test(`error: ${title}`, (t) => {
    t.regex(problems('error', ...entries).join('\n'), message);
  });
}

test('Jobs that arrive are no workload that another entry of pods shares names with', (t) => {
  const text = `${HEAD}    - {${JOB}, ${GAPS}}\n  pods: [{name: a, template: web, arrivals: [5s]}]\n`;
  t.deepEqual(loadScenario(text, 'day.yaml').problems, []);
});

test('warning: no Job of any size has a pod', (t) => {
  const sizes = 'sizes: [{parallelism: 0}, {parallelism: 0, completions: 3}]';
  t.regex(problems('warning', `${JOB}, ${GAPS}, ${sizes}`).join(), /never has a pod/);
});

test('warning: a Job of a list has no lifetime of its own', (t) => {
  t.regex(problems('warning', `${JOB}, arrivals: [{at: 5s, lifetime: 9s}]`).join(), /"lifetime" is ignored/);
});

/** Priorities that no PriorityClass gives: an API server refuses them, so `validate` warns, and a replay plays them without a word. */
import test from 'ava';
import { lintPriorities } from '../../../../src/core/scenario/lint/lint-priorities.ts';
import { loadScenario } from '../../../../src/core/scenario/load-scenario.ts';

const spec = (fields: string): string => `podSpec: {spec: {${fields}, containers: [{name: m}]}}`;

function warned(events: string, objects = ''): string[] {
  const nodes = `cluster: {objects: [${objects}], nodes: [{name: n, template: {allocatable: {cpu: 4}}}]}`;
  const { scenario, problems } = loadScenario(`${nodes}\nevents: ${events}\n`, 'a.yaml');
  if (problems.length > 0) throw new Error(problems[0]!.message);
  return lintPriorities(scenario!).map(({ code, message }) => `${code}: ${message.split(':')[0]}`);
}

const WARNING = 'priority-without-class: priority 1000 without a priorityClassName';
const CLASS = '{kind: PriorityClass, metadata: {name: usual}, value: 1000, globalDefault: true}';

test('a priority without a class is warned of, in pods and in workloads', (t) => {
  const pod = `{name: a, arrivalTime: 0s, ${spec('priority: 1000')}}`;
  const job = `{at: 0s, kind: Job, name: j, lifetime: 1s, ${spec('priority: 1000')}}`;
  t.deepEqual(warned(`{pods: [${pod}], workloads: [${job}]}`), [WARNING, WARNING]);
});

test('the priority 0, that of a class and that of the default class are accepted', (t) => {
  const pod = (fields: string): string => `{pods: [{name: a, arrivalTime: 0s, ${spec(fields)}}]}`;
  t.deepEqual(warned(pod('priority: 0')), []);
  t.deepEqual(warned(pod('priorityClassName: usual'), CLASS), []);
  t.deepEqual(warned(pod('priority: 1000'), CLASS), []);
  t.is(warned(pod('priority: 999'), CLASS).length, 1);
});

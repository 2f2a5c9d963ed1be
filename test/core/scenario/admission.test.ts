/** What an API server adds to pods and refuses: priority classes and runtime classes. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { scenarioOf } from './made-entries.ts';

const CLASSES = `cluster:
  objects:
    - {kind: PriorityClass, metadata: {name: high}, value: 100}
    - {kind: PriorityClass, metadata: {name: polite}, value: 50, preemptionPolicy: Never}
    - {kind: RuntimeClass, metadata: {name: kata}, handler: kata, overhead: {podFixed: {cpu: 250m}}, scheduling: {nodeSelector: {vm: "yes"}, tolerations: [{key: vm, operator: Exists}]}}
`;

const text = (spec: string, before = CLASSES, rest = '') =>
  `${before}templates: {web: {spec: {containers: [{name: m}], ${spec}}}}\nevents:\n  workloads: [{at: 1s, kind: Deployment, name: w, template: web}]\n${rest}`;

const admitted = (spec: string, before = CLASSES) =>
  scenarioOf(text(spec, before)).workloads[0]!.template.spec;

const errors = (spec: string, before = CLASSES) =>
  loadScenario(text(spec, before), 'a.yaml')
    .problems.filter(({ code }) => code !== 'no-nodes')
    .map(formatProblem);

test('a pod has the priority and the policy of its class', (t) => {
  t.like(admitted('priorityClassName: high'), { priority: 100 });
  t.is(admitted('priorityClassName: high').preemptionPolicy, undefined);
  t.like(admitted('priorityClassName: polite'), { priority: 50, preemptionPolicy: 'Never' });
});

test('the two classes of the system are built in', (t) => {
  t.like(admitted('priorityClassName: system-cluster-critical', ''), { priority: 2_000_000_000 });
  t.like(admitted('priorityClassName: system-node-critical', ''), { priority: 2_000_001_000 });
});

test('a pod without a class has the default class', (t) => {
  const classes =
    'cluster: {objects: [{kind: PriorityClass, metadata: {name: a}, value: 9}, {kind: PriorityClass, metadata: {name: b}, value: 7, globalDefault: true}]}\n';
  t.like(admitted('nodeName: n', classes), { priority: 7, priorityClassName: 'b' });
  t.like(admitted('priority: 3', classes), { priority: 3, priorityClassName: undefined });
});

test('an unknown class is an error at its place, with the name that was probably meant', (t) => {
  t.deepEqual(errors('priorityClassName: hihg'), [
    'a.yaml:6:70: error: templates.web.spec.priorityClassName: no PriorityClass is called "hihg" (did you mean "high"?)',
  ]);
  t.deepEqual(errors('runtimeClassName: gvisor', ''), [
    'a.yaml:1:69: error: templates.web.spec.runtimeClassName: no RuntimeClass is called "gvisor" (add it under cluster.objects)',
  ]);
});

test('an unknown class of a pod with a priority is a warning, because the priority is known', (t) => {
  t.deepEqual(errors('priorityClassName: batch, priority: 5', ''), [
    'a.yaml:1:70: warning: templates.web.spec.priorityClassName: no PriorityClass is called "batch": the priority 5 counts (add it under cluster.objects)',
  ]);
});

test('a priority or policy that contradicts the class is an error', (t) => {
  const [first, second] = errors('priorityClassName: high, priority: 5, preemptionPolicy: Never');
  t.regex(first!, /spec.priority: is 5, but PriorityClass "high" has the value 100: leave priority out$/);
  t.regex(second!, /spec.preemptionPolicy: is Never, but PriorityClass "high" has PreemptLowerPriority/);
});

test('a class counts from the time at which it is set until it is removed', (t) => {
  const load = (at: string) =>
    loadScenario(
      `events:\n  objects:\n    - {at: 2s, action: set, object: {kind: PriorityClass, metadata: {name: c}, value: 1}}\n    - {at: 4s, action: remove, kind: PriorityClass, name: c}\n  pods: [{name: p, arrivalTime: ${at}, podSpec: {spec: {priorityClassName: c, containers: [{name: m}]}}}]\n`,
      'a.yaml',
    ).scenario;
  t.is(load('1s'), undefined);
  t.truthy(load('2s'));
  t.is(load('4s'), undefined);
});

for (const [written, message] of [
  ['{kind: PriorityClass, metadata: {name: x}, value: 1000000001}', 'is too high'],
  ['{kind: PriorityClass, metadata: {name: system-x}, value: 1}', 'names with system- belong to Kubernetes'],
  [
    '{kind: PriorityClass, metadata: {name: system-node-critical}, value: 1}',
    'has the value 2000001000 in every cluster',
  ],
] as const) {
  test(`a class that an API server refuses: ${message}`, (t) => {
    t.true(
      errors('nodeName: n', `cluster: {objects: [${written}]}\n`).some((line) => line.includes(message)),
    );
  });
}

test('a runtime class adds its overhead, node selector and tolerations', (t) => {
  const spec = admitted(
    'runtimeClassName: kata, nodeSelector: {disk: ssd}, tolerations: [{key: vm, operator: Equal, value: a, effect: NoSchedule}, {key: gpu}]',
  );
  t.deepEqual(spec.overhead, { cpu: '250m' });
  t.deepEqual(spec.nodeSelector, { disk: 'ssd', vm: 'yes' });
  t.deepEqual(spec.tolerations as unknown, [{ key: 'gpu' }, { key: 'vm', operator: 'Exists' }]);
});

test('a pod that contradicts its runtime class is an error', (t) => {
  t.regex(
    errors('runtimeClassName: kata, overhead: {cpu: 1}')[0]!,
    /spec.overhead: differs from the overhead/,
  );
  t.deepEqual(errors('runtimeClassName: kata, overhead: {cpu: "0.25"}'), []);
  t.regex(
    errors('runtimeClassName: kata, nodeSelector: {vm: "no"}')[0]!,
    /spec.nodeSelector: vm is "no", but RuntimeClass "kata" selects "yes"/,
  );
});

test('an overhead without the class that defines it is an error', (t) => {
  t.regex(errors('overhead: {cpu: 1}').join(), /spec\.overhead: needs runtimeClassName/);
  t.deepEqual(errors('overhead: {}'), []);
});

test('entries that share a template share the admitted one', (t) => {
  const { pods } = scenarioOf(
    `${CLASSES}templates: {web: {spec: {priorityClassName: high, containers: [{name: m}]}}}\nevents: {pods: [{name: a, arrivalTime: 1s, template: web}, {name: b, arrivalTime: 2s, template: web}]}\n`,
  );
  const [a, b] = pods.flatMap((entry) => (entry.kind === 'explicit' ? [entry.template] : []));
  t.is(a, b);
});

test('an empty schedulerName means the default scheduler', (t) => {
  t.is(admitted('schedulerName: ""').schedulerName, undefined);
});

test('a gated pod has no node, and no gate twice', (t) => {
  t.regex(
    errors('nodeName: n, schedulingGates: [{name: a}]').join(),
    /spec\.nodeName: a pod with schedulingGates has no node yet/,
  );
  t.regex(
    errors('schedulingGates: [{name: a}, {name: a}]').join(),
    /spec\.schedulingGates: gate "a" is there twice/,
  );
  t.deepEqual(errors('schedulingGates: [{name: a}, {name: b}]'), []);
});

test('spread constraints that an API server refuses are errors', (t) => {
  const constraint = (rest: string, action = 'ScheduleAnyway') =>
    `{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ${action}${rest}}`;
  const found = (...all: readonly string[]) =>
    errors(`topologySpreadConstraints: [${all.join(', ')}]`).join();
  t.regex(found(constraint(', minDomains: 2')), /minDomains goes with whenUnsatisfiable: DoNotSchedule/);
  t.regex(found(constraint(''), constraint('')), /two constraints for zone with ScheduleAnyway/);
  t.is(found(constraint(''), constraint(', minDomains: 2', 'DoNotSchedule')), '');
});

/** Scenario files are loaded with their defaults, and every fault is reported with its position. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { type LoadedScenario, loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import type { DrawnPods, ExplicitPod, Scenario } from '../../../src/core/scenario/scenario.ts';
import { sharedText, testWithShared } from '../../shared.ts';

const POD = '{spec: {containers: [{name: main, resources: {requests: {cpu: 1, memory: 1Gi}}}]}}';
const NODES = 'cluster: {nodes: [{name: n, count: 2, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}';

function load(text: string): LoadedScenario {
  return loadScenario(text, 'day.yaml');
}

function report(text: string): string[] {
  return load(text).problems.map(formatProblem);
}

function scenarioOf(text: string): Scenario {
  const { scenario, problems } = load(text);
  if (!scenario) throw new Error(problems.map(formatProblem).join('\n'));
  return scenario;
}

function podsOf(text: string): Scenario['pods'] {
  return scenarioOf(`${NODES}\nevents:\n  pods:\n${text}`).pods;
}

test('a wrong value is an error at its position, with a valid example', (t) => {
  t.deepEqual(report(`${NODES}\nevents:\n  pods:\n    - {name: p, arrivalTime: 5, podSpec: ${POD}}`), [
    'day.yaml:4:30: error: events.pods[0].arrivalTime: 5 is not a duration: write for example 5s, 1m30s or 250ms',
  ]);
});

test('an ignored key is a warning with the most similar key', (t) => {
  t.deepEqual(
    report(
      `${NODES}\nevents:\n  pods:\n    - name: p\n      arivalTime: 5s\n      arrivalTime: 1s\n      podSpec: ${POD}`,
    ),
    ['day.yaml:5:7: warning: events.pods[0]: the key "arivalTime" is ignored (did you mean "arrivalTime"?)'],
  );
});

test('a key in the wrong place is a warning with the right place', (t) => {
  t.deepEqual(
    report(
      `templates: {}\n${NODES}\nnodes: []\nevents: {pods: [{name: p, arrivalTime: 1s, podSpec: ${POD}}]}`,
    ),
    ['day.yaml:3:1: warning: the key "nodes" is ignored (it belongs in cluster)'],
  );
});

test('all errors of a file are reported, in the order of the file', (t) => {
  const lines = report(
    `cluster: {nodes: [{name: n, template: {allocatable: {cpu: four}}}]}\nevents:\n  pods:\n    - {name: a, arrivalTime: -5s, podSpec: ${POD}}\n    - {name: b, arrivals: {type: weibul}, podSpec: ${POD}}`,
  );
  t.is(lines.length, 3);
  t.regex(
    lines[0]!,
    /^day.yaml:1:59: error: cluster.nodes\[0\].template.allocatable.cpu: "four" is not a quantity/,
  );
  t.regex(lines[1]!, /^day.yaml:4:30: error: events.pods\[0\].arrivalTime: "-5s" is negative/);
  t.regex(
    lines[2]!,
    /^day.yaml:5:\d+: error: events.pods\[1\].arrivals.type: "type" must be one of exponential, weibull/,
  );
});

test('bad syntax, duplicate keys, second documents and empty files are errors', (t) => {
  t.deepEqual(report(''), ['day.yaml:1:1: error: the file is empty']);
  t.deepEqual(report('a: 1\na: 2'), ['day.yaml:2:1: error: Map keys must be unique']);
  t.deepEqual(report('{}\n---\n{}'), [
    'day.yaml:2:1: error: a second YAML document: keep one scenario a file',
  ]);
  t.regex(report('a: [b\nc: d')[0]!, /^day.yaml:2:1: error: /);
});

test('an alias that contains itself is refused', (t) => {
  t.deepEqual(report('&a [*a]'), ['day.yaml:1:5: error: *a contains itself']);
});

test('aliases that expand to more than 2 million values are refused', (t) => {
  const bomb = [
    'a0: &a0 [1, 2]',
    ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`),
  ];
  t.regex(report(bomb.join('\n'))[0]!, /aliases expand to more than 2 million values/);
});

test('very deep nesting is refused', (t) => {
  for (const deep of ['['.repeat(50_000), '- '.repeat(20_000), '{a: '.repeat(20_000)]) {
    t.regex(report(deep)[0]!, /^day.yaml:1:\d+: error: nested deeper than 100 levels$/);
  }
});

test('an unknown template is an error with the most similar name', (t) => {
  t.deepEqual(
    report(`${NODES}\ntemplates: {web: ${POD}}\nevents: {pods: [{name: p, arrivalTime: 1s, template: wbe}]}`),
    ['day.yaml:3:54: error: events.pods[0].template: no template is called "wbe" (did you mean "web"?)'],
  );
});

test('evictTime is a lifetime; without it, or with 0s, a pod runs for ever', (t) => {
  const pods = podsOf(
    `    - {name: a, arrivalTime: 5s, evictTime: 10s, podSpec: ${POD}}\n    - {name: b, arrivalTime: 5s, evictTime: 0s, podSpec: ${POD}}\n    - {name: c, arrivalTime: 5s, podSpec: ${POD}}`,
  ) as ExplicitPod[];
  t.deepEqual(
    pods.map((pod) => pod.lifetime),
    [10e6, null, null],
  );
});

test('all twelve families are read, with durations and with bare seconds', (t) => {
  const families = [
    '{type: exponential, rate: 0.5}',
    '{type: exponential, mean: 2s}',
    '{type: weibull, shape: 0.69, scale: 284.5}',
    '{type: gamma, shape: 2, scale: 1m}',
    '{type: lognormal, mu: 6.56, sigma: 1.88}',
    '{type: lognormal, median: 1s, sigma: 1}',
    '{type: normal, mean: 10s, sd: 2s}',
    '{type: uniform, min: 1s, max: 2s}',
    '{type: loguniform, min: 1s, max: 1h}',
    '{type: pareto, shape: 1.5, min: 1s}',
    '{type: lomax, shape: 1.5, scale: 1m}',
    '{type: hyperexponential, phases: [{probability: 0.7, mean: 20s}, {probability: 0.3, rate: 0.001}]}',
    '{type: constant, value: 3s}',
    '{type: empirical, quantiles: [{probability: 0, value: 1s}, {probability: 1, value: 9s}]}',
    '{type: choice, options: [{value: 1s, weight: 2}, {value: 5s}]}',
  ];
  const pods = podsOf(
    families
      .map(
        (family, i) =>
          `    - {name: g${i}, count: 1, arrivals: ${family}, lifetime: ${family}, podSpec: ${POD}}`,
      )
      .join('\n'),
  ) as DrawnPods[];
  t.deepEqual(pods[0]!.arrivals, { family: 'exponential', mean: 2 });
  t.deepEqual(pods[1]!.lifetime, { family: 'exponential', mean: 2 });
  t.deepEqual(pods[3]!.arrivals, { family: 'gamma', shape: 2, scale: 60 });
  t.deepEqual(pods[5]!.arrivals, { family: 'lognormal', mu: 0, sigma: 1 });
  t.deepEqual([...new Set(pods.map(({ lifetime }) => lifetime!.family))].sort(), [
    'choice',
    'constant',
    'empirical',
    'exponential',
    'gamma',
    'hyperexponential',
    'lognormal',
    'loguniform',
    'lomax',
    'normal',
    'pareto',
    'uniform',
    'weibull',
  ]);
});

test('drawn requests are read in the unit of their resource', (t) => {
  const [pod] = podsOf(
    `    - {name: a, count: 1, arrivals: {type: constant, value: 1s}, podSpec: ${POD}, requests: {cpu: {type: uniform, min: 100m, max: 2}, memory: 1Gi}}`,
  ) as DrawnPods[];
  t.deepEqual(pod!.requests, {
    kind: 'each',
    resources: [
      { resource: 'cpu', amount: { family: 'uniform', min: 100, max: 2000 } },
      { resource: 'memory', amount: { family: 'constant', value: 2 ** 30 } },
    ],
  });
});

test('contradicting parameters are errors at the parameter', (t) => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['{type: uniform, min: 3s, max: 1s}', /arrivals.max: "1s" is smaller than min/],
    ['{type: exponential}', /arrivals: give either rate \(per second\) or mean/],
    ['{type: exponential, rate: 1, mean: 1s}', /arrivals: give either rate/],
    ['{type: lognormal, sigma: 1}', /arrivals: give either median or mu/],
    [
      '{type: hyperexponential, phases: [{probability: 0.5, mean: 1s}]}',
      /phases: the probabilities sum to 0.5, not to 1/,
    ],
    [
      '{type: empirical, quantiles: [{probability: 0.5, value: 1s}, {probability: 0.4, value: 2s}]}',
      /0.4 does not rise/,
    ],
  ];
  for (const [arrivals, message] of cases) {
    const lines = report(
      `${NODES}\nevents: {pods: [{name: a, count: 1, arrivals: ${arrivals}, podSpec: ${POD}}]}`,
    );
    t.regex(lines[0] ?? '', message);
    t.regex(lines[0] ?? '', /^day.yaml:2:\d+: error: /);
  }
});

test('lint warns of large pods, idle tolerations, unordered times and repeated names', (t) => {
  const lines = report(`${NODES}
events:
  pods:
    - {name: big, arrivalTime: 9s, podSpec: {spec: {containers: [{resources: {requests: {cpu: 5}}}]}}}
    - {name: odd, arrivalTime: 3s, podSpec: {spec: {tolerations: [{key: gpu, operator: Exists}], containers: [{name: c}]}}}
    - {name: odd, arrivalTime: 9s, podSpec: ${POD}}
    - {name: p4, arrivalTime: 9s, podSpec: {spec: {nodeName: n-1, containers: [{name: c}]}}}
  nodes:
    - {at: 1s, action: remove, name: n-1}
    - {at: 2s, action: cordon, name: m}`);
  const expected = [
    /^day.yaml:4:7: warning: no node offers as much cpu as pod "big" requests \(5000m\): it can never be bound$/,
    /^day.yaml:5:7: warning: the toleration of "gpu" matches no taint/,
    /^day.yaml:5:7: warning: this pod \(3s\) is written after a later one \(9s\)/,
    /^day.yaml:6:7: warning: a second pod called "default\/odd" \(the first is at day.yaml:5:7\)$/,
    /^day.yaml:7:7: warning: needs node "n-1", which is gone since 1s, before the pod arrives \(9s\)$/,
    /^day.yaml:10:7: warning: cordon: no node or node entry is called "m"$/,
  ];
  for (const pattern of expected)
    t.true(
      lines.some((line) => pattern.test(line)),
      `${pattern}\n${lines.join('\n')}`,
    );
  t.is(lines.length, expected.length, lines.join('\n'));
});

test("the form of the original tool's README, which it never read, is read", (t) => {
  const { scenario, form } = load(`events:
  pods:
    - {name: load, distribution: {type: weibull, shape: 2, scale: 15}, count: 100, podSpec: ${POD}}`);
  t.is(form?.id, 'keg-go-distribution');
  t.like(scenario?.pods[0], {
    kind: 'drawn',
    count: 100,
    arrivals: { family: 'weibull', shape: 2, scale: 15 },
  });
});

const seeds: readonly (readonly [string, string, number])[] = [
  ['head-scenario.yaml', 'keg-go', 1],
  ['head-scenario-resources-misindented-486431e.yaml', 'keg-go', 1],
  ['legacy-2025-03/examples-scenario.yaml', 'keg-go-list', 2],
  ['legacy-2025-03/scenario_1.yaml', 'keg-go-list', 9],
  ['legacy-2025-04/scenario-100-default.yaml', 'keg-go-after', 100],
  ['legacy-2025-04/scenario-demo.yaml', 'keg-go-after', 10],
  ['legacy-2025-04/scenario-dynamic-weights.yaml', 'keg-go-after', 6],
  ['legacy-2025-04/scenario-nrf_priority.yaml', 'keg-go-after', 6],
  ['legacy-2025-04/scenario-static-weights.yaml', 'keg-go-after', 6],
];

for (const [file, form, pods] of seeds) {
  testWithShared(`the original tool's ${file} loads and is recognised as ${form}`, (t) => {
    const loaded = loadScenario(sharedText(`data/seeds/keg/${file}`), file);
    t.deepEqual(loaded.problems.filter((problem) => problem.severity === 'error').map(formatProblem), []);
    t.is(loaded.form?.id, form);
    t.is(loaded.scenario?.pods.length, pods);
  });
}

testWithShared("the original tool's misplaced resources are a warning with their line", (t) => {
  const file = 'head-scenario-resources-misindented-486431e.yaml';
  const lines = loadScenario(sharedText(`data/seeds/keg/${file}`), file).problems.map(formatProblem);
  t.true(
    lines.some((line) => /:20:15: warning: .*spec\.resources: these are pod-level resources/.test(line)),
    lines.join('\n'),
  );
});

test('scheduler latency can be given without a configuration', (t) => {
  const { scheduler } = scenarioOf(
    `cluster: {scheduler: {latency: {cycle: 2ms}}, nodes: []}\nevents: {pods: []}`,
  );
  t.deepEqual(scheduler, { configuration: undefined, cycle: 2000, bind: 10_000 });
});

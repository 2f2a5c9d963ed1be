/** Edges of scenario files: wrong phases, places of faults, values of old forms and names at their limits. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { translateScenario } from '../../../src/core/scenario/forms/index.ts';
import { isAboutNodes } from '../../../src/core/scenario/lint/node-problems.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';

const POD = '{spec: {containers: [{name: m}]}}';
const NODES = 'cluster: {nodes: [{name: n, template: {allocatable: {cpu: 4}}}]}';

const report = (text: string) => loadScenario(text, 'a.yaml').problems.map(formatProblem);
const inEvents = (events: string) => report(`${NODES}\ntemplates: {web: ${POD}}\nevents:\n  ${events}\n`);
/** Place and path of each problem. */
const placesOf = (events: string) =>
  inEvents(events).map((line) => /^a.yaml:(\d+:\d+): \w+: ([^ ]*): /.exec(line)?.slice(1).join(' '));
const codes = (text: string) => loadScenario(text, 'a.yaml').problems.map(({ code }) => code);

const WRONG = '{type: uniform, min: 2s, max: 1s}';

test('a wrong distribution is reported at its parameter, in each part of a pod', (t) => {
  const pod = 'name: p, template: web, arrivalTime: 0s';
  const drawn = 'name: p, template: web, count: 1, arrivals: {type: constant, value: 1s}';
  for (const [entry, path] of [
    [`${pod}, phases: {started: ${WRONG}}`, 'phases.started.max'],
    [`${pod}, phases: {ready: ${WRONG}}`, 'phases.ready.max'],
    [`${drawn}, lifetime: ${WRONG}`, 'lifetime.max'],
    [`${drawn}, burst: {size: 2, gap: ${WRONG}}`, 'burst.gap.max'],
    [`${drawn}, burst: {size: {type: uniform, min: 2, max: 1}}`, 'burst.size.max'],
    [`${drawn}, requests: {cpu: {type: uniform, min: 2, max: 1}}`, 'requests.cpu.max'],
    [`${drawn}, ends: [{end: failed, lifetime: ${WRONG}}]`, 'ends[0].lifetime.max'],
    [`name: p, template: web, count: 1, distribution: ${WRONG}`, 'distribution.max'],
  ] as const)
    t.deepEqual(placesOf(`pods: [{${entry}}]`), [
      `4:${`  pods: [{${entry}`.lastIndexOf('max: ') + 6} events.pods[0].${path}`,
    ]);
});

test('a wrong distribution is reported at its parameter, in each part of a workload', (t) => {
  for (const part of ['lifetime: X', 'phases: {started: X}', 'phases: {ready: X}']) {
    const entry = `at: 0s, kind: Job, name: w, template: web, ${part.replace('X', WRONG)}`;
    const path = part
      .replace(/[{} X]/g, '')
      .replace(/:$/, '')
      .replace(':', '.');
    t.deepEqual(placesOf(`workloads: [{${entry}}]`), [
      `4:${`  workloads: [{${entry}`.lastIndexOf('max: ') + 6} events.workloads[0].${path}.max`,
    ]);
  }
});

test('a wrong configuration and a wrong version have the place at which they are written', (t) => {
  t.regex(
    report('cluster:\n  scheduler:\n    configuration: {profiles: 5}\n')[0]!,
    /^a.yaml:3:31: error: cluster.scheduler.configuration.profiles: /,
  );
  t.regex(
    report('cluster:\n  kubernetesVersion: 0.9\n')[0]!,
    /^a.yaml:2:22: error: cluster.kubernetesVersion: /,
  );
});

test('a scheduler event may change the weights only, or the configuration only', (t) => {
  t.deepEqual(
    inEvents('scheduler: [{at: 1s, weights: {NodeResourcesFit: 2}}]').filter((line) =>
      line.includes('error'),
    ),
    [],
  );
  t.deepEqual(
    inEvents('scheduler: [{at: 1s, configuration: {}}]').filter((line) => line.includes('error')),
    [],
  );
});

test('a weight of a preferred affinity is between 1 and 100', (t) => {
  const messages = (weight: number) =>
    inEvents(
      `pods: [{arrivalTime: 0s, podSpec: {spec: {containers: [{}], affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: ${weight}, preference: {}}]}}}}}]`,
    ).map((line) => line.split(': ').at(-1));
  t.deepEqual(
    [0, 1, 100, 101].map((weight) => messages(weight)),
    [['a weight is between 1 and 100'], [], [], ['a weight is between 1 and 100']],
  );
});

test('tolerations and requirements have the operators and effects of Kubernetes', (t) => {
  const spec = (rest: string) =>
    inEvents(`pods: [{arrivalTime: 0s, podSpec: {spec: {containers: [{}], ${rest}}}}]`).filter((line) =>
      line.includes('error'),
    );
  t.regex(spec('tolerations: [{operator: Is}]')[0]!, /"Is" is not an operator \(Equal, Exists, Lt, Gt\)/);
  t.regex(spec('tolerations: [{effect: Never}]')[0]!, /"Never" is not an effect/);
  const term = (operator: string) =>
    spec(
      `affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: ${operator}, values: [1]}]}]}}}`,
    );
  t.deepEqual(term('In'), []);
  t.regex(term('Is')[0]!, /"Is" is not an operator \(In, NotIn, Exists, DoesNotExist, Gt, Lt\)/);
});

test('an unknown key next to an error is a warning, and the error is reported once', (t) => {
  t.deepEqual(inEvents('pods: [{arivalTime: 1s, arrivalTime: 5, template: web}]'), [
    'a.yaml:4:11: warning: events.pods[0]: the key "arivalTime" is ignored (did you mean "arrivalTime"?)',
    'a.yaml:4:40: error: events.pods[0].arrivalTime: 5 is not a duration: write for example 5s, 1m30s or 250ms',
  ]);
});

test('a node entry without name or template is one error, and gives no node', (t) => {
  for (const entry of ['template: {allocatable: {cpu: 1}}', 'name: n', 'metadata: {name: ""}, status: {}'])
    t.deepEqual(codes(`cluster: {nodes: [{${entry}}]}\n`), ['missing-value'], entry);
});

test('a spec alone makes a node entry a manifest', (t) => {
  t.deepEqual(report('cluster: {nodes: [{name: n, spec: {unschedulable: true}}]}\n'), [
    'a.yaml:1:19: error: cluster.nodes[0].status: no allocatable and no capacity: write what the node offers, for example {cpu: 4, memory: 16Gi}',
  ]);
});

test('warnings do not stop a scenario from being loaded', (t) => {
  const { scenario, problems } = loadScenario('x: 1\nkind: Scenario\n', 'a.yaml');
  t.truthy(scenario);
  t.true(problems.length > 0);
});

test('problems of one line are in the order of their columns', (t) => {
  t.deepEqual(
    report('events: {y: 1, pods: []}\nx: 1\n').map((line) => line.split(': ')[0]),
    ['a.yaml:1:1', 'a.yaml:1:10', 'a.yaml:2:1'],
  );
});

test('names have parts of lower case letters, digits and hyphens', (t) => {
  const isRefused = (name: string) =>
    inEvents(`pods: [{name: "${name}", arrivalTime: 0s, template: web}]`).some((line) =>
      line.includes('is no name'),
    );
  for (const name of ['a', '1', 'ab', 'a-b', 'a--b', 'abc.def', 'a.b-c.d', 'a.bcd'])
    t.false(isRefused(name), name);
  for (const name of ['-a', 'a-', 'a.', '.a', 'a..b', 'a.-b', 'a.b-', 'A', 'a_b', 'a b'])
    t.true(isRefused(name), name);
});

test('only warnings that depend on the nodes of the file are about nodes', (t) => {
  const about = (code: 'no-nodes' | 'pod-too-large' | 'duplicate-pod') =>
    isAboutNodes({ code, severity: 'warning', message: '' });
  t.deepEqual([about('no-nodes'), about('pod-too-large'), about('duplicate-pod')], [true, true, false]);
});

test('an old file without pods gets no pods', (t) => {
  t.deepEqual(translateScenario({ events: { schedulerConfigs: null } }).data, { events: {} });
  t.deepEqual(translateScenario({ events: { schedulerConfigs: [], pods: 5 } }).data, {
    events: { pods: 5, scheduler: [] },
  });
});

test('paths of an old file that its translation does not change stay', (t) => {
  const { sourcePath } = translateScenario({ events: { schedulerConfigs: null, pods: [{ after: '1s' }] } });
  t.deepEqual(sourcePath(['events', 'scheduler', 0]), ['events', 'scheduler', 0]);
  t.deepEqual(sourcePath(['events', 'pods']), ['events', 'pods']);
  t.deepEqual(sourcePath(['events', 'nodes', 0, 'at']), ['events', 'nodes', 0, 'at']);
});

test('a list of events keeps its own metadata, and names nothing without a name', (t) => {
  t.deepEqual(translateScenario({ name: 'a', metadata: { name: 'b' }, events: [] }).data, {
    metadata: { name: 'b' },
    events: { pods: [] },
  });
  t.deepEqual(translateScenario({ nodes: 5, seed: 1, events: [7] }).data, {
    seed: 1,
    metadata: {},
    cluster: { nodes: 5 },
    events: { pods: [7] },
  });
});

test('a pod of a list of events without a name, an image or resources has none', (t) => {
  t.deepEqual(
    translateScenario({ events: [{ name: 'q', podSpec: { labels: { a: 'b' } } }, { podSpec: { x: 1 } }] })
      .data,
    {
      metadata: {},
      events: {
        pods: [
          {
            name: 'q',
            podSpec: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'main' }] } },
          },
          { podSpec: { x: 1, metadata: {}, spec: { containers: [{ name: 'main' }] } } },
        ],
      },
    },
  );
});

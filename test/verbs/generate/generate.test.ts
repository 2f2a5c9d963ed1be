/** Scenarios made longer, busier or smaller, and those of the original tool's generator. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { sampleOf } from '../../../src/core/distributions/estimating/sample.ts';
import { cdf, type Distribution, scaled } from '../../../src/core/distributions/families/distribution.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { fitFamily } from '../../../src/core/fitting/fit-family.ts';
import {
  generateScenario,
  readGeneratorConfig,
} from '../../../src/core/importers/keg-go-generator/keg-go-generator.ts';
import { parseFactor } from '../../../src/core/scenario/factor-text.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import type { DrawnPods, Scenario } from '../../../src/core/scenario/scenario.ts';
import { expandScenario } from '../../../src/core/timeline/expand-scenario.ts';
import { type GenerateRequest, generate } from '../../../src/verbs/generate/generate-scenario.ts';
import { parseDays } from '../../../src/verbs/generate/length-flags.ts';
import { keg } from '../../cli/run-keg.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { generatedFrom, SAME } from './generated.ts';

const DAY = `apiVersion: keg.dev/v1alpha1
kind: Scenario
seed: 3
duration: 2h
cluster:
  nodes:
    - {name: pool, count: 10, template: {allocatable: {cpu: 8}}}
    - {name: single, template: {allocatable: {cpu: 8}}}
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 1}}}]}}
events:
  pods:
    - {name: before, template: small, arrivals: {type: constant, value: 0s}, count: 20, lifetime: 1m}
    - {name: web, template: small, arrivals: {type: exponential, mean: 30s}, until: 2h, lifetime: 1m}
    - {name: job, template: small, arrivals: {type: lognormal, mu: 3, sigma: 1}, count: 100, lifetime: 1m}
    - {name: one, template: small, arrivalTime: 5s}
`;
const generated = (t: ExecutionContext, changes: Partial<GenerateRequest>, text = DAY) =>
  generatedFrom(t, changes, text);

function drawn(scenario: Scenario, name: string): DrawnPods {
  return scenario.pods.find((entry): entry is DrawnPods => entry.kind === 'drawn' && entry.name === name)!;
}

test('without changes the timeline is the same', async (t) => {
  const { scenario, problems } = await generated(t, {});
  t.deepEqual(expandScenario(scenario, 1), expandScenario(loadScenario(DAY, 'day.yaml').scenario!, 1));
  t.deepEqual(problems, []);
});

test('--amplify 2x halves the gaps, doubles the counts and keeps the end', async (t) => {
  const { scenario, problems } = await generated(t, { amplify: 2 });
  t.deepEqual(drawn(scenario, 'web').arrivals, { family: 'exponential', mean: 15 });
  t.is(drawn(scenario, 'web').until, 7200e6);
  t.is(drawn(scenario, 'job').count, 200);
  t.is(drawn(scenario, 'before').count, 40);
  t.deepEqual(drawn(scenario, 'before').arrivals, { family: 'constant', value: 0 });
  t.is(problems.length, 1);
  t.is(problems[0]?.code, 'kept-as-written');
  t.regex(problems[0]!.message, /^single pods stay as they are \(1 entry\)/);
});

test('a longer duration continues arrivals and keeps the pods of the start', async (t) => {
  const { scenario } = await generated(t, { duration: 24 * 3600e6, seed: 9 });
  t.is(scenario.duration, 24 * 3600e6);
  t.is(scenario.seed, 9);
  t.is(drawn(scenario, 'web').until, 24 * 3600e6);
  t.is(drawn(scenario, 'job').count, 1200);
  t.is(drawn(scenario, 'before').count, 20);
});

const LISTED = DAY.replace(
  'arrivals: {type: exponential, mean: 30s}, until: 2h',
  'arrivals: [1m, {at: 1h, count: 3}, 90m]',
);

test('--amplify gives each time of a list its share of pods', async (t) => {
  const { scenario: busier } = await generated(t, { amplify: 2 }, LISTED);
  t.deepEqual(drawn(busier, 'web').arrivals, [
    { at: 60e6, count: 2 },
    { at: 3600e6, count: 6 },
    { at: 5400e6, count: 2 },
  ]);
  const { scenario: calmer } = await generated(t, { amplify: 0.4 }, LISTED);
  t.deepEqual(drawn(calmer, 'web').arrivals, [{ at: 3600e6, count: 2 }]);
});

test('a longer duration repeats a list of arrivals, and a shorter one cuts it', async (t) => {
  const { scenario: longer } = await generated(t, { duration: 3.5 * 3600e6 }, LISTED);
  t.deepEqual(
    (drawn(longer, 'web').arrivals as readonly { at: number }[]).map(({ at }) => at / 60e6),
    [1, 60, 90, 121, 180],
  );
  const { scenario: shorter } = await generated(t, { duration: 3600e6 }, LISTED);
  t.deepEqual(drawn(shorter, 'web').arrivals, [{ at: 60e6, count: 1 }]);
});

test('nodes are scaled pool by pool, and a pool keeps one node', async (t) => {
  const { scenario, problems } = await generated(t, { nodesScale: 0.8 });
  t.deepEqual(
    scenario.nodes.map(({ name, count }) => [name, count]),
    [
      ['pool', 8],
      ['single', undefined],
    ],
  );
  t.regex(problems[0]!.message, /nodes without a count stay as they are \(1 node\)/);
  t.regex(problems[1]!.message, /^nodes of each pool: \S+ \d+ → \d+/);
  t.is((await generated(t, { nodesScale: 0.001 })).scenario.nodes[0]!.count, 1);
});

const DISTRIBUTIONS: readonly Distribution[] = [
  { family: 'exponential', mean: 3 },
  { family: 'weibull', shape: 0.7, scale: 3 },
  { family: 'gamma', shape: 0.7, scale: 3 },
  { family: 'lomax', shape: 2, scale: 3 },
  { family: 'lognormal', mu: 1, sigma: 0.5 },
  { family: 'normal', mean: 3, sd: 1 },
  { family: 'uniform', min: 1, max: 5 },
  { family: 'loguniform', min: 1, max: 50 },
  { family: 'pareto', shape: 2, min: 1 },
  { family: 'constant', value: 2 },
  {
    family: 'choice',
    options: [
      { value: 1, weight: 1 },
      { value: 3, weight: 2 },
    ],
  },
  {
    family: 'hyperexponential',
    phases: [
      { probability: 0.5, mean: 1 },
      { probability: 0.5, mean: 9 },
    ],
  },
  {
    family: 'empirical',
    quantiles: [
      { probability: 0, value: 1 },
      { probability: 1, value: 4 },
    ],
  },
];

for (const distribution of DISTRIBUTIONS) {
  test(`${distribution.family}: a scaled distribution has half the quantiles`, (t) => {
    for (const x of [0.5, 1.5, 2.5, 6]) {
      t.true(Math.abs(cdf(scaled(distribution, 0.5), x / 2) - cdf(distribution, x)) < 1e-12);
    }
  });
}

test('the original generator swaps its names for durations and memory, not for CPU', (t) => {
  const config = readGeneratorConfig({ scenarioName: 'old', seed: 5, generation: { numPodEvents: 4000 } });
  const made = generateScenario(config) as {
    events: {
      pods: {
        arrivalTime: string;
        evictTime: string;
        podSpec: { spec: { containers: { resources: { requests: Record<string, string> } }[] } };
      }[];
    };
  };
  const weibullOf = (values: readonly number[]): Record<string, number> =>
    Object.fromEntries(
      fitFamily('weibull', sampleOf(values.map((duration) => ({ duration, isEnded: true }))))!.parameters.map(
        ({ name, value }) => [name, value],
      ),
    );
  const requests = made.events.pods.map(({ podSpec }) => podSpec.spec.containers[0]!.resources.requests);
  const cpu = weibullOf(requests.map((each) => Number.parseInt(each.cpu!, 10)));
  const memory = weibullOf(requests.map((each) => Number.parseInt(each.memory!, 10)));
  const durations = weibullOf(made.events.pods.map(({ evictTime }) => Number.parseInt(evictTime, 10) + 0.5));
  const near = (value: number | undefined, expected: number): void => {
    t.true(Math.abs(value! / expected - 1) < 0.06, `${value}, not ${expected}`);
  };
  near(cpu.shape, 3);
  near(cpu.scale, 1000);
  near(memory.shape, 2);
  near(memory.scale, 512);
  near(durations.shape, 1.5);
  near(durations.scale, 20);
  const last = Number.parseInt(made.events.pods.at(-1)!.arrivalTime, 10);
  t.true(last > 4000 * 1.9 && last < 4000 * 2.5, 'gaps of 2.5 s, rounded down to whole seconds');
});

test('a generator configuration becomes a valid scenario, also with missing keys', async (t) => {
  const { scenario, problems } = await generated(
    t,
    { seed: 4 },
    'scenarioName: small\nseed: 2\ngeneration:\n  numPodEvents: 12\n  durationScale: -3\n',
  );
  t.is(scenario.name, 'small');
  t.is(scenario.seed, 4);
  t.is(scenario.pods.length, 12);
  t.deepEqual(problems, []);
});

test('factors and lengths are read, and invalid ones are refused', (t) => {
  t.is(parseFactor('--amplify', '2x'), 2);
  t.is(parseFactor('--amplify', '0.8'), 0.8);
  t.is(parseDays('--duration', '1d'), 86_400e6);
  t.is(parseDays('--duration', '2d12h'), 60 * 3600e6);
  t.is(parseDays('--duration', '90m'), 5400e6);
  t.is(parseDays('--duration', undefined), undefined);
  for (const text of ['0', '-1', 'two', '', 'x'])
    t.throws(() => parseFactor('--amplify', text), { instanceOf: UserError });
  for (const text of ['0s', 'd', '', '1w', '-1h'])
    t.throws(() => parseDays('--duration', text), { instanceOf: UserError });
});

test('the command prints the scenario, or the name of its file', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'day.yaml');
  writeFileSync(file, DAY);
  const printed = await keg(['generate', file, '--amplify', '2x']);
  t.is(printed.code, 0, printed.stderr);
  t.truthy(loadScenario(printed.stdout, 'printed.yaml').scenario);
  const out = join(folder, 'synth.yaml');
  t.regex(
    (await keg(['generate', file, '--duration', '1d', '-o', out])).stdout,
    /^wrote .*synth\.yaml \(4 pod entries\)$/m,
  );
  const again = await keg(['generate', file, '-o', out]);
  t.is(again.code, 2);
  t.regex(again.stderr, /already exists/);
  t.is((await keg(['generate', file, '--amplify', 'lots'])).code, 2);
});

const WITH_RECORDING = DAY.replace('kind: Scenario', 'kind: Scenario\nmetadata: {recorded: pods.keg.jsonl}');

test('the recording that a scenario names is never the output', async (t) => {
  const folder = temporaryFolder(t);
  const [file, output] = [join(folder, 'day.yaml'), join(folder, 'pods.yaml')];
  writeFileSync(file, WITH_RECORDING.replace('pods.keg.jsonl', 'pods.yaml'));
  writeFileSync(output, 'mine');
  await t.throwsAsync(() => generate({ ...SAME, file, output, force: true }), {
    instanceOf: UserError,
    message: /is an input of this command/,
  });
  t.is(readFileSync(output, 'utf8'), 'mine');
});

test('a scenario in another folder names the same recording', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'day.yaml');
  mkdirSync(join(folder, 'new'));
  writeFileSync(file, WITH_RECORDING);
  const made = await generate({ ...SAME, file, output: join(folder, 'new', 'day.yaml') });
  t.is(loadScenario(made.text, 'made.yaml').scenario!.recorded, '../pods.keg.jsonl');
  t.deepEqual(made.problems, []);
});

test('recorded pods stay as they are, and a warning says so', async (t) => {
  const { problems } = await generated(t, { amplify: 2 }, WITH_RECORDING);
  t.true(
    problems.some(({ message }) => message === 'the pods of the recording pods.keg.jsonl stay as they are'),
  );
});

test('a scenario with nothing to play is refused', async (t) => {
  const idle = DAY.slice(0, DAY.indexOf('events:'));
  await t.throwsAsync(() => generated(t, {}, idle), { instanceOf: UserError, message: /nothing to play/ });
});

test('a generated scenario has arrivals and nodes on one line each, as a fitted one', async (t) => {
  const path = join(temporaryFolder(t), 'day.yaml');
  writeFileSync(path, DAY);
  const { text } = await generate({ ...SAME, file: path, output: undefined, force: false });
  t.regex(text, /^ +arrivals: \{ .*\}$/m);
  t.regex(text, /^ +- \{ name: pool, count: 10, template: .*\}$/m);
});

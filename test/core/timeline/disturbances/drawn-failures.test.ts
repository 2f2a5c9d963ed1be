/** Laws of drawn failures: their times follow the given distributions, and depend on nothing but the seed and what fails. */
import test from 'ava';
import {
  cdf,
  type Distribution,
  mean,
  writtenDistribution,
} from '../../../../src/core/distributions/families/distribution.ts';
import type { FAMILIES } from '../../../../src/core/distributions/families/index.ts';
import { outagesUntil } from '../../../../src/core/timeline/disturbances/outages.ts';
import type { TimelineEvent } from '../../../../src/core/timeline/timeline-event.ts';
import { withChangedLoad } from '../../../../src/verbs/replay/load-flags.ts';
import { expand, nodeStory, written } from '../written-scenario.ts';

const HOUR = 3600;

/** One of each family, as a scenario has it. */
const WRITTEN: Readonly<Record<keyof typeof FAMILIES, string>> = {
  exponential: '{type: exponential, mean: 10h}',
  weibull: '{type: weibull, scale: 10h, shape: 0.7}',
  lognormal: '{type: lognormal, median: 5h, sigma: 0.8}',
  gamma: '{type: gamma, shape: 2.5, scale: 2h}',
  lomax: '{type: lomax, scale: 10h, shape: 3}',
  normal: '{type: normal, mean: 10h, sd: 1h}',
  pareto: '{type: pareto, min: 1h, shape: 2.5}',
  uniform: '{type: uniform, min: 1h, max: 9h}',
  loguniform: '{type: loguniform, min: 10m, max: 20h}',
  hyperexponential:
    '{type: hyperexponential, phases: [{probability: 0.3, mean: 20m}, {probability: 0.7, mean: 9h}]}',
  constant: '{type: constant, value: 3h}',
  empirical:
    '{type: empirical, quantiles: [{probability: 0.1, value: 1h}, {probability: 0.6, value: 3h}, {probability: 1, value: 9h}]}',
  choice: '{type: choice, options: [{value: 1h, weight: 1}, {value: 5h, weight: 3}]}',
};

function failures(between: string, repair: string, more = '') {
  const [entry] = written(`events: {failures: [{betweenFailures: ${between}, repair: ${repair}${more}}]}\n`)
    .failures!;
  return entry!;
}

/** The largest distance of the sample from the distribution, on both sides of each value, times √n. */
function kolmogorov(distribution: Distribution, sample: readonly number[]): number {
  const sorted = sample.toSorted((one, other) => one - other);
  const { length } = sorted;
  const distances = sorted.map((value, index) => {
    const below = cdf(distribution, value * (1 - 1e-9) - 1e-6);
    const upTo = cdf(distribution, value * (1 + 1e-9) + 1e-6);
    const first = sorted.findIndex((other) => other >= value - 1e-6) / length;
    const last = (sorted.findLastIndex((other) => other <= value + 1e-6) + 1) / length;
    return index % 10 === 0 ? Math.max(Math.abs(first - below), Math.abs(last - upTo)) : 0;
  });
  return Math.max(...distances) * Math.sqrt(length);
}

/** In 1 of 10,000 samples of a right distribution the statistic is larger. */
const CRITICAL = 2.23;

for (const [family, text] of Object.entries(WRITTEN))
  test(`times between failures and repair times follow a distribution of the family ${family}`, (t) => {
    const entry = failures(text, text);
    const outages = outagesUntil(entry, 7, ['a'], 0, 1200 * mean(entry.repair!) * 2e6);
    const between = outages.map(({ at }, index) => (at - (outages[index - 1]?.until ?? 0)) / 1e6);
    const repair = outages.map(({ at, until }) => (until - at) / 1e6);
    t.true(outages.length > 500, `${outages.length} outages`);
    t.true(
      kolmogorov(entry.betweenFailures, between) < CRITICAL,
      `between: ${kolmogorov(entry.betweenFailures, between)}`,
    );
    t.true(kolmogorov(entry.repair!, repair) < CRITICAL, `repair: ${kolmogorov(entry.repair!, repair)}`);
    t.notDeepEqual(writtenDistribution(entry.repair!), writtenDistribution(failures('1h', '77h').repair!));
  });

test('a wrong distribution is found out by the test above', (t) => {
  const { betweenFailures } = failures('{type: exponential, mean: 10h}', '1h');
  const outages = outagesUntil(
    failures('{type: exponential, mean: 13h}', '0s'),
    7,
    ['a'],
    0,
    20_000 * HOUR * 1e6,
  );
  const between = outages.map(({ at }, index) => (at - (outages[index - 1]?.at ?? 0)) / 1e6);
  t.true(kolmogorov(betweenFailures, between) > CRITICAL);
});

/** Time that the nodes are there ÷ all time. */
function availability(timeline: readonly TimelineEvent[], nodes: number, end: number): number {
  const gone = new Map<string, number>();
  let down = 0;
  for (const { at, action } of timeline) {
    if (action.kind === 'remove-node') gone.set(action.name, at);
    if (action.kind !== 'add-node') continue;
    const since = gone.get(action.node.metadata.name);
    if (since !== undefined) down += at - since;
    gone.delete(action.node.metadata.name);
  }
  for (const since of gone.values()) down += end - since;
  return 1 - down / (nodes * end);
}

for (const [between, repair, notice] of [
  ['{type: exponential, mean: 20h}', '{type: exponential, mean: 2h}', '0s'],
  ['{type: weibull, scale: 30h, shape: 1.5}', '{type: lognormal, median: 1h, sigma: 0.7}', '2m'],
  ['{type: gamma, shape: 2, scale: 3h}', '{type: uniform, min: 1h, max: 5h}', '1h'],
] as const)
  test(`nodes that fail every ${between} are available for MTBF ÷ (MTBF + MTTR)`, (t) => {
    const days = 400;
    const nodes = 20;
    const text = `duration: ${days * 24}h
cluster: {nodes: [{name: n, count: ${nodes}, template: {allocatable: {cpu: 1}}}]}
events: {failures: [{betweenFailures: ${between}, repair: ${repair}, notice: ${notice}}]}
`;
    const entry = failures(between, repair);
    const [up, down] = [mean(entry.betweenFailures), mean(entry.repair!)];
    const share = availability(expand(text, 3), nodes, days * 86_400e6);
    // Of a renewal process, with both coefficients of variation at most 1.
    const error = Math.sqrt((2 * (up * down) ** 2) / ((up + down) ** 3 * nodes * days * 86_400));
    t.true(Math.abs(share - up / (up + down)) < 4 * error, `${share}, ${up / (up + down)} ± ${error}`);
  });

const DAY = (pods: string, count = 4) => `duration: 240h
cluster: {nodes: [{name: n, count: ${count}, template: {labels: {rack: r1}, allocatable: {cpu: 4}}}]}
events:
  pods: [${pods}]
  failures:
    - {betweenFailures: {type: exponential, mean: 30h}, repair: 1h, notice: 2m}
    - {per: rack, betweenFailures: {type: exponential, mean: 90h}, repair: 2h}
`;
const FEW = '{name: p, arrivals: {type: exponential, mean: 1h}, lifetime: 1h, until: 200h, template: small}';
const MANY = '{name: p, arrivals: {type: exponential, mean: 1m}, lifetime: 3h, until: 200h, template: large}';

test('the same seed gives the same failures, and another seed others', (t) => {
  t.deepEqual(expand(DAY(FEW), 5), expand(DAY(FEW), 5));
  t.notDeepEqual(nodeStory(expand(DAY(FEW), 5)), nodeStory(expand(DAY(FEW), 6)));
});

test('another load does not change the failures', (t) => {
  t.deepEqual(nodeStory(expand(DAY(FEW))), nodeStory(expand(DAY(MANY))));
  const scenario = written(DAY(FEW));
  const play = { timeline: expand(DAY(FEW)), seed: 1, duration: scenario.duration } as never;
  const loaded = { scenario, play, inputs: [], problems: [] };
  const doubled = withChangedLoad(loaded, { file: 'day.yaml', amplify: '2' });
  t.deepEqual(nodeStory(doubled.play.timeline), nodeStory(expand(DAY(FEW))));
});

test('more nodes do not change the failures of the others', (t) => {
  const ofFirst = (count: number) =>
    nodeStory(expand(DAY(FEW, count))).filter((line) => /n-[0-3]$/.test(line));
  t.deepEqual(ofFirst(9), ofFirst(4));
});

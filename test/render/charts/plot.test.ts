/** The page of charts shows every fit and every number, and fetches nothing. */
import test from 'ava';
import { quantile } from '../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import { fitGroup } from '../../../src/core/fitting/pods/fit-group.ts';
import { startLoads } from '../../../src/core/fitting/pods/load-dependence.ts';
import type { PodHistory } from '../../../src/core/fitting/pods/pod-history.ts';
import { groupPods } from '../../../src/core/fitting/pods/workload-group.ts';
import type { Truth } from '../../../src/core/measure/truth.ts';
import {
  arrivalsChart,
  burstChart,
  quantileChart,
  survivalChart,
} from '../../../src/render/charts/fit-charts.ts';
import { renderFitPage } from '../../../src/render/charts/page.ts';
import {
  linearScale,
  logScale,
  spanText,
  tickText,
  timeScale,
  timeScaleOf,
} from '../../../src/render/charts/scale.ts';
import { truthCharts } from '../../../src/render/charts/truth-charts.ts';
import type { RecordingFit } from '../../../src/render/fit/recording-fit.ts';

const WINDOW = 1000;

function pods(count: number, group: string): PodHistory[] {
  const random = randomStream(1, group);
  return Array.from({ length: count }, (_, index): PodHistory => {
    const created = WINDOW * random();
    const started = created + 1;
    const ended = started + quantile({ family: 'exponential', mean: 200 }, random());
    return {
      uid: `${group}-${index}`,
      namespace: 'default',
      name: `${group}-${index}`,
      group,
      templateHash: 'small',
      template: { spec: { containers: [{ name: 'main' }] } },
      created,
      wasThere: false,
      seen: created,
      bound: started,
      node: undefined,
      started,
      ready: undefined,
      ended: ended < WINDOW ? ended : undefined,
      cause: ended < WINDOW ? 'succeeded' : undefined,
    };
  });
}

function fitOf(all: readonly PodHistory[]): RecordingFit {
  return {
    header: {
      apiVersion: 'keg.dev/v1alpha1',
      kind: 'Recording',
      name: 'a <b> & "c"',
      source: { kind: 'cluster' },
      start: '2026-01-01T00:00:00.000000000Z',
      tool: { name: 'kubectl-keg', version: '0' },
      clock: { kind: 'monotonic', resolution: '1us' },
      redaction: 'none',
    },
    window: WINDOW,
    pods: all.length,
    groups: groupPods(all).map((group) =>
      fitGroup(group, { window: WINDOW, resolution: 1e-6 }, startLoads(all), 1),
    ),
    load: undefined,
    ends: { all: [], byGroup: new Map() },
    scenario: {},
    problems: [],
  };
}

test('the page shows each group with its charts, and every number of the table', (t) => {
  const page = renderFitPage(fitOf([...pods(120, 'web'), ...pods(1, 'alone')]));
  t.true(page.includes('<h2>web <small>(default)</small></h2>'));
  t.true(page.includes('<h2>alone '));
  t.true((page.match(/<svg /g) ?? []).length >= 5);
  t.regex(page, /lifetime: 120, (fits|close)/);
  t.notRegex(page, /NaN|Infinity|undefined/);
});

test('the page is self-contained, and escapes names', (t) => {
  const page = renderFitPage(fitOf(pods(30, 'web')));
  t.notRegex(page, /<script|https?:|url\(/);
  t.true(page.includes('a &lt;b&gt; &amp; &quot;c&quot;'));
});

test('ticks are round numbers inside the range', (t) => {
  t.deepEqual(
    linearScale(0, 1).ticks.map((tick) => tick.toFixed(1)),
    ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'],
  );
  t.deepEqual(logScale(0.02, 500).ticks.map(tickText), ['0.1', '1', '10', '100']);
  t.is(timeScaleOf([1, 1000]).at(1000), 1);
  t.is(timeScaleOf([]).at(0), 0);
  t.is(tickText(1_000_000), '1e6');
});

test('a chart of lifetimes has what the scenario draws, and the numbers at risk', (t) => {
  const fit = fitOf(pods(120, 'web'));
  const { fits } = fit.groups[0]!;
  const lifetime = fits.find(({ quantity }) => quantity === 'lifetime')!;
  const curve = {
    family: 'empirical',
    quantiles: [
      { probability: 0, value: 1 },
      { probability: 1, value: 900 },
    ],
  } as const;
  const drawn = { ...lifetime, choice: { ...lifetime.choice, distribution: curve } };
  const chart = survivalChart(drawn);
  t.regex(chart.title, /draws the Kaplan-Meier curve/);
  t.is(chart.y.at(1), 1);
  t.true(chart.y.at(0.5) > 0.5);
  const [, first] = chart.below!.numbers[0]!;
  t.true(first > 100 && first <= lifetime.sample.size);
  t.regex(quantileChart(drawn)!.title, /Kaplan-Meier/);
});

test('axes of time are in the unit that a person reads', (t) => {
  const days = timeScale(linearScale, 0, 13e6);
  t.deepEqual(days.ticks.map(days.text!), ['0 d', '50 d', '100 d', '150 d']);
  const spread = timeScaleOf([0.02, 100_000]);
  t.deepEqual(spread.ticks.map(spread.text!), ['100 ms', '10 s', '10 min', '6 h']);
  const seconds = timeScale(linearScale, 0, 2);
  t.deepEqual(seconds.ticks.map(seconds.text!), ['0 s', '0.5 s', '1 s', '1.5 s', '2 s']);
  t.is(spanText(90), '1.5 min');
});

test('a brief stretch of a high rate is drawn as the arrivals that it brings', (t) => {
  const fit = fitOf(pods(120, 'web'));
  const steps = [
    { at: 0, factor: 501 },
    { at: 1, factor: 0.5 },
  ];
  const chart = arrivalsChart({ ...fit.groups[0]!, rateProfile: { every: undefined, steps } }, 1000)!;
  const [, fitted] = chart.layers as unknown as [unknown, { points: [number, number][] }];
  const heights = fitted.points.map(([, height]) => Number(height.toFixed(2)));
  // 120 arrivals, 2 a bar on average; in the first of 16.67 s: 2 × (1 × 501 + 15.67 × 0.5) ÷ 16.67.
  t.deepEqual([heights[0], heights[1], heights.at(-1)], [61.06, 1, 1]);
  t.is(chart.y.at(heights[0]!), 1);
});

test('each quantity has the ranking of its families, and bursts have the sizes', (t) => {
  const fit = fitOf(pods(120, 'web'));
  t.regex(renderFitPage(fit), /lifetime: families by AICc/);
  const options = [
    { value: 4, weight: 3 },
    { value: 12, weight: 1 },
  ];
  const chart = burstChart({ ...fit.groups[0]!, burstSize: { family: 'choice', options } })!;
  t.deepEqual(chart.layers, [
    {
      kind: 'bars',
      className: 'bar',
      bars: [
        [4, 5, 3],
        [12, 13, 1],
      ],
    },
  ]);
});

test('how true the scenario is, is drawn with the band of the seeds', (t) => {
  const series = (alive: number) => ({ alive: [alive, alive], requested: { cpu: [1000 * alive, 0] } });
  const truth = {
    seeds: [1, 2, 3],
    series: { recorded: series(5), replayed: series(5), fitted: [series(4), series(6), series(9)] },
  } as unknown as Truth;
  const [alive, cpu] = truthCharts(truth, 100);
  const [band, seen] = alive!.layers as unknown as [
    { upper: unknown[]; lower: unknown[] },
    { points: unknown[] },
  ];
  t.deepEqual(
    [band.upper[0], band.lower[0], seen.points[0]],
    [
      [0, 9],
      [0, 4],
      [0, 5],
    ],
  );
  t.deepEqual([cpu!.yTitle, cpu!.y.at(9)], ['cores', 1]);
});

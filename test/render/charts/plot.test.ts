/** The page of charts shows every fit and every number, and fetches nothing. */
import test from 'ava';
import { durationScale } from '../../../src/render/charts/chart.ts';
import {
  arrivalsChart,
  burstChart,
  quantileChart,
  survivalChart,
} from '../../../src/render/charts/fit-charts.ts';
import { renderFitPage } from '../../../src/render/charts/page.ts';
import { truthCharts } from '../../../src/render/charts/truth-charts.ts';
import { fitOf, fittedPods, smallTruth } from './sample-fit.ts';

test('the page shows each group with its charts, and every number of the table', (t) => {
  const page = renderFitPage(fitOf([...fittedPods(120, 'web'), ...fittedPods(1, 'alone')]));
  t.true(page.includes('<h2>web <small>(default)</small></h2>'));
  t.true(page.includes('<h2>alone '));
  t.true((page.match(/<figure /g) ?? []).length >= 5);
  t.regex(page, /lifetime: 120, (fits|close)/);
  t.notRegex(page.slice(0, page.indexOf('<script>')), /NaN|Infinity|undefined|<svg/);
});

test('the page is self-contained, and escapes names', (t) => {
  const page = renderFitPage(fitOf(fittedPods(30, 'web')));
  t.notRegex(page, /<script src|<link rel="stylesheet|url\(|fetch\(/);
  t.true(page.includes('a &lt;b&gt; &amp; &quot;c&quot;'));
});

test('a chart of lifetimes has what the scenario draws, and the numbers at risk', (t) => {
  const fit = fitOf(fittedPods(120, 'web'));
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
  if (chart.kind !== 'survival') return t.fail();
  t.regex(chart.title, /draws the Kaplan-Meier curve/);
  t.regex(chart.describe, /half last longer than/);
  t.is(chart.recorded[0], 1);
  t.true(chart.atRisk[0]! > 100 && chart.atRisk[0]! <= lifetime.sample.size);
  t.true(chart.times.every((time, place) => time >= (chart.times[place - 1] ?? 0)));
  const middle = chart.recorded.findIndex((share) => share! < 0.5);
  t.true(chart.low[middle]! < chart.recorded[middle]! && chart.recorded[middle]! < chart.high[middle]!);
  t.regex(quantileChart(drawn)!.title, /Kaplan-Meier/);
});

test('durations that differ by a factor of 50 have a logarithmic axis', (t) => {
  t.deepEqual(durationScale([0, 1, 1000]), { isLog: true, from: 0.9, to: 1000 });
  t.deepEqual(durationScale([1, 20]), { isLog: false, from: 0, to: 20 });
  t.deepEqual(durationScale([]), { isLog: false, from: 0, to: 1 });
});

test('a brief stretch of a high rate is drawn as the arrivals that it brings', (t) => {
  const fit = fitOf(fittedPods(120, 'web'));
  const steps = [
    { at: 0, factor: 501 },
    { at: 1, factor: 0.5 },
  ];
  const chart = arrivalsChart({ ...fit.groups[0]!, rateProfile: { every: undefined, steps } }, 1000)!;
  if (chart.kind !== 'times') return t.fail();
  const heights = chart.lines[1]!.values.map((height) => Number(height.toFixed(2)));
  // 120 arrivals, 2 a bar on average; in the first of 16.67 s: 2 × (1 × 501 + 15.67 × 0.5) ÷ 16.67.
  t.deepEqual([heights[0], heights[1], heights.at(-1)], [61.06, 1, 1]);
});

test('each quantity has the ranking of its families, and bursts have the sizes', (t) => {
  const fit = fitOf(fittedPods(120, 'web'));
  t.regex(renderFitPage(fit), /lifetime: families by AICc/);
  const options = [
    { value: 4, weight: 3 },
    { value: 12, weight: 1 },
  ];
  const chart = burstChart({ ...fit.groups[0]!, burstSize: { family: 'choice', options } })!;
  if (chart.kind !== 'bars') return t.fail();
  t.deepEqual(chart.bars, [
    ['4', 3],
    ['12', 1],
  ]);
});

test('how true the scenario is, is drawn with the band of the seeds', (t) => {
  const [alive, cpu] = truthCharts(smallTruth());
  if (alive?.kind !== 'times') return t.fail();
  const [seen, drawn] = alive.lines;
  t.deepEqual([drawn!.high![0], drawn!.values[0], drawn!.low![0], seen!.values[0]], [9, 6, 4, 5]);
  t.is(cpu!.title, 'cpu requested (cores)');
});

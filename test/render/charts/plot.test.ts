/** The page of charts shows every fit and every number, and fetches nothing. */
import test from 'ava';
import { durationScale } from '../../../src/render/charts/chart.ts';
import { drawnLaw, lawOf } from '../../../src/render/charts/drawn-law.ts';
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
  const chart = survivalChart(drawn, lawOf(curve));
  if (chart.kind !== 'survival') return t.fail();
  t.regex(chart.title, /draws the Kaplan-Meier curve/);
  t.regex(chart.describe, /half last longer than/);
  t.is(chart.recorded[0], 1);
  t.true(chart.atRisk[0]! > 100 && chart.atRisk[0]! <= lifetime.sample.size);
  t.true(chart.times.every((time, place) => time >= (chart.times[place - 1] ?? 0)));
  const middle = chart.recorded.findIndex((share) => share! < 0.5);
  t.true(chart.low[middle]! < chart.recorded[middle]! && chart.recorded[middle]! < chart.high[middle]!);
  t.regex(quantileChart(drawn, lawOf(curve))!.title, /Kaplan-Meier/);
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
  const chart = arrivalsChart({ ...fit.groups[0]!, rateProfile: { every: undefined, steps } }, 1000, false)!;
  if (chart.kind !== 'times') return t.fail();
  const heights = chart.lines[1]!.values.map((height) => Number(height.toFixed(2)));
  // 120 arrivals, 2 a bar on average; in the first of 16.67 s: 2 × (1 × 501 + 15.67 × 0.5) ÷ 16.67.
  t.deepEqual([heights[0], heights[1], heights.at(-1)], [61.06, 1, 1]);
});

test('large bursts and pods one by one are drawn where they come, beside the pace of the others', (t) => {
  const group = fitOf(fittedPods(120, 'web')).groups[0]!;
  const runs = { ...group.runs!, kept: { pods: [], lifetime: undefined, ends: [] } };
  const kept = {
    ...runs.kept,
    pods: [{ pod: { ...group.group.pods[0]!, created: 999 }, known: { lifetime: 5 } }],
  };
  const steps = [
    { at: 0, factor: 60 },
    { at: 1000 / 60, factor: 0 },
  ];
  const bursts = {
    ...{ arrived: 59, count: 1, gaps: undefined, recorded: undefined, runs },
    rateProfile: { every: undefined, steps },
  };
  const rateProfile = { every: undefined, steps: [{ at: 0, factor: 1 }] };
  const fit = { ...group, runs: { ...runs, kept }, bursts, rateProfile };
  const chart = arrivalsChart(fit, 1000, false)!;
  if (chart.kind !== 'times') return t.fail();
  // 60 of the 120 pods are left for the pace: one a bar.
  t.deepEqual(
    [chart.lines[1]!.values[0], chart.lines[1]!.values[1], chart.lines[1]!.values.at(-1)],
    [60, 1, 2],
  );
});

test('arrivals of a workload have no drawn rate', (t) => {
  const chart = arrivalsChart(fitOf(fittedPods(120, 'web')).groups[0]!, 1000, true)!;
  if (chart.kind !== 'times') return t.fail();
  t.deepEqual(
    chart.lines.map(({ side }) => side),
    ['recorded'],
  );
});

test('a lifetime of several strata is drawn as their mix, and waiting for a node is not drawn', (t) => {
  const group = fitOf(fittedPods(120, 'web')).groups[0]!;
  const lifetime = group.fits.find(({ quantity }) => quantity === 'lifetime')!;
  const stratum = group.runs!.strata[0]!;
  const of = (value: number, pods: number) => ({
    ...{ ...stratum, pods },
    lifetime: { distribution: { family: 'constant', value } as const, drawn: lifetime.choice.drawn },
  });
  const mixed = { ...group, runs: { ...group.runs!, strata: [of(10, 30), of(100, 90)] } };
  const law = drawnLaw(lifetime, mixed, false);
  if (typeof law === 'string') return t.fail();
  t.deepEqual([law.name, law.survival(50), law.survival(200)], ['a mix of 2', 0.75, 0]);
  t.true(Math.abs(law.outlastedBy(0.5)! - 100) < 1e-6);
  t.regex(survivalChart(lifetime, law).title, /^lifetime: 120, .*; draws a mix of 2$/);
  const waiting = { ...lifetime, quantity: 'bound' as const };
  t.regex(
    survivalChart(waiting, drawnLaw(waiting, group, false)).title,
    /^bound: 120, .*; not drawn: the scheduler decides$/,
  );
  t.is(quantileChart(waiting, drawnLaw(waiting, group, false)), undefined);
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

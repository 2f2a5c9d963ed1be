/** Makes the page of `--plot`: how true the scenario is, and all fits of a recording as charts, in one HTML file that loads nothing else. */
import type { GroupFit, QuantityFit } from '../../core/fitting/pods/fit-group.ts';
import { entriesByGroup } from '../../core/fitting/writing/written-words.ts';
import type { Truth } from '../../core/measure/truth.ts';
import { renderFitTable } from '../fit/fit-table.ts';
import type { RecordingFit } from '../fit/recording-fit.ts';
import { htmlTable } from '../html/html-table.ts';
import { escapeText } from '../html/html-text.ts';
import { htmlPage } from '../html/page-frame.ts';
import type { Chart } from './chart.ts';
import { type DrawnLaw, drawnLaw } from './drawn-law.ts';
import { arrivalsChart, burstChart, quantileChart, survivalChart } from './fit-charts.ts';
import { truthCharts } from './truth-charts.ts';

/** A page of more charts draws each when it comes into view. */
const MOST_AT_ONCE = 40;

const NOTES = [
  '<p class="note">Durations: the Kaplan-Meier curve with its 95 % band, and below the axis the number at risk. Quantiles: the diagonal runs through the band where recorded and drawn agree.</p>',
  '<noscript><p>The charts need JavaScript. The tables below do not.</p></noscript>',
];

/** The page as HTML. It fetches nothing. */
export function renderFitPage(fit: RecordingFit): string {
  const title = `Fits of ${fit.header.name ?? 'a recording'}`;
  const charts: Chart[] = [];
  const figures = (some: readonly Chart[]): string =>
    some
      .map((chart) => {
        charts.push(chart);
        return `<figure class="chart"><h3>${escapeText(chart.title)}</h3><div id="chart-${charts.length - 1}"></div></figure>`;
      })
      .join('\n');
  const workloads = workloadNames(fit.scenario);
  const body = [
    `<main><h1>${escapeText(title)}</h1>`,
    ...(fit.groups.length === 0 ? [] : NOTES),
    ...(fit.truth
      ? [section('How true the scenario is', figures(truthCharts(fit.truth)), truthWords(fit.truth))]
      : []),
    ...fit.groups.map((group) => groupSection(group, fit.window, workloads.has(group.group.name), figures)),
    `<section><h2>All figures</h2><pre class="wide" tabindex="0" role="region" aria-label="All figures">${escapeText(renderFitTable(fit, { width: 100, isWide: true }))}</pre></section></main>`,
  ].join('\n');
  const data = { end: fit.window * 1e6, start: null, drawsLate: charts.length > MOST_AT_ONCE, charts };
  const scripts = ['text.js', 'theme.js', 'line-chart.js', 'fit.js'] as const;
  return htmlPage({ title, body, data, scripts });
}

function section(title: string, charts: string, words = ''): string {
  return `<section><h2>${title}</h2>${words}<div class="charts">${charts}</div></section>`;
}

function truthWords({ seeds, isMissed, total }: Truth): string {
  const ratios = total.flatMap(({ name, ratio, isGated }) =>
    isGated && ratio !== null ? [`${name} ${ratio.toFixed(2)}`] : [],
  );
  return `<p>Replayed with seeds ${seeds[0]} to ${seeds.at(-1)}, the scenario is ${isMissed ? 'NOT true' : 'true'} to the recording. Fitted ÷ recorded: ${escapeText(ratios.join(', '))}. Drawn is the median of the seeds; the band is their range.</p>`;
}

function groupSection(
  group: GroupFit,
  window: number,
  isWorkload: boolean,
  figures: (charts: readonly Chart[]) => string,
): string {
  const fits = group.fits
    .filter(({ choice }) => choice.ranking.length > 0)
    .map((fit) => ({ fit, law: drawnLaw(fit, group, isWorkload) }));
  const charts = [
    arrivalsChart(group, window, isWorkload),
    burstChart(group),
    ...fits.flatMap(({ fit, law }) => [survivalChart(fit, law), quantileChart(fit, law)]),
  ];
  const shown = charts.filter((chart): chart is Chart => chart !== undefined);
  const { name, namespace } = group.group;
  const tables = fits.map(({ fit, law }) => rankingTable(fit, law, `${namespace}/${name}`));
  return section(
    `${escapeText(name)} <small>(${escapeText(namespace)})</small>`,
    [figures(shown), ...tables].join('\n'),
  );
}

/** Every family that was fitted, the likeliest first. AICc is shown as the difference to the lowest. */
function rankingTable({ quantity, choice }: QuantityFit, law: DrawnLaw | string, group: string): string {
  const lowest = choice.ranking[0]!.aicc;
  const drawn = typeof law === 'string' ? undefined : law.name;
  const rows = choice.ranking.map(({ candidate, distribution, aicc, weight, effect }) => [
    candidate,
    `+${(aicc - lowest).toFixed(1)}`,
    weight.toFixed(3),
    effect.distance.toFixed(3),
    drawn === distribution.family && distribution === choice.distribution ? 'drawn' : '',
  ]);
  const isNone = rows.every((row) => row.at(-1) === '');
  return htmlTable(
    `${group}: ${quantity}: families by AICc${isNone ? ` (drawn: ${drawn ?? 'none'})` : ''}`,
    ['family', 'ΔAICc', 'weight', 'KS', 'use'],
    rows,
  );
}

/** The groups whose pods a controller creates in the scenario. */
function workloadNames(scenario: RecordingFit['scenario']): ReadonlySet<string> {
  if (!scenario.events) return new Set();
  const groups = [...entriesByGroup(scenario)];
  return new Set(groups.filter(([, entries]) => entries.some(({ kind }) => kind)).map(([name]) => name));
}

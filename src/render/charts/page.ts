/** Makes the page of `--plot`: how true the scenario is, and all fits of a recording as charts, in one HTML file that loads nothing else. */
import type { GroupFit, QuantityFit } from '../../core/fitting/pods/fit-group.ts';
import { renderFitTable } from '../fit/fit-table.ts';
import type { RecordingFit } from '../fit/recording-fit.ts';
import { htmlTable } from '../html/html-table.ts';
import { escapeText } from '../html/html-text.ts';
import { htmlPage } from '../html/page-frame.ts';
import type { Chart } from './chart.ts';
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
  const body = [
    `<main><h1>${escapeText(title)}</h1>`,
    ...(fit.groups.length === 0 ? [] : NOTES),
    ...(fit.truth ? [section('How true the scenario is', figures(truthCharts(fit.truth)))] : []),
    ...fit.groups.map((group) => groupSection(group, fit.window, figures)),
    `<section><h2>All figures</h2><pre class="wide" tabindex="0" role="region" aria-label="All figures">${escapeText(renderFitTable(fit, { width: 100, isWide: true }))}</pre></section></main>`,
  ].join('\n');
  const data = { end: fit.window * 1e6, start: null, drawsLate: charts.length > MOST_AT_ONCE, charts };
  const scripts = ['text.js', 'theme.js', 'line-chart.js', 'fit.js'] as const;
  return htmlPage({ title, body, data, scripts });
}

function section(title: string, charts: string): string {
  return `<section><h2>${title}</h2><div class="charts">${charts}</div></section>`;
}

function groupSection(
  group: GroupFit,
  window: number,
  figures: (charts: readonly Chart[]) => string,
): string {
  const fits = group.fits.filter(({ choice }) => choice.ranking.length > 0);
  const charts = [
    arrivalsChart(group, window),
    burstChart(group),
    ...fits.flatMap((fit) => [survivalChart(fit), quantileChart(fit)]),
  ];
  const shown = charts.filter((chart): chart is Chart => chart !== undefined);
  const { name, namespace } = group.group;
  const tables = fits.map((fit) => rankingTable(fit, `${namespace}/${name}`));
  return section(
    `${escapeText(name)} <small>(${escapeText(namespace)})</small>`,
    [figures(shown), ...tables].join('\n'),
  );
}

/** Every family that was fitted, the likeliest first. AICc is shown as the difference to the lowest. */
function rankingTable({ quantity, choice }: QuantityFit, group: string): string {
  const lowest = choice.ranking[0]!.aicc;
  const rows = choice.ranking.map(({ candidate, distribution, aicc, weight, effect }) => [
    candidate,
    `+${(aicc - lowest).toFixed(1)}`,
    weight.toFixed(3),
    effect.distance.toFixed(3),
    distribution === choice.distribution ? 'drawn' : '',
  ]);
  return htmlTable(
    `${group}: ${quantity}: families by AICc`,
    ['family', 'AICc', 'weight', 'KS', 'use'],
    rows,
  );
}

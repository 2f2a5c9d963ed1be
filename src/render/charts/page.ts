/** Makes the page of `--plot`: how true the scenario is, and all fits of a recording as charts, in one HTML file that loads nothing else. */
import type { GroupFit, QuantityFit } from '../../core/fitting/pods/fit-group.ts';
import { renderFitTable } from '../fit/fit-table.ts';
import type { RecordingFit } from '../fit/recording-fit.ts';
import { escapeText } from '../html/html-text.ts';
import { type Chart, renderChart } from './chart.ts';
import { arrivalsChart, burstChart, quantileChart, survivalChart } from './fit-charts.ts';
import { truthCharts } from './truth-charts.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #656d76; --grid: #d8dee4; --paper: #ffffff; --seen: #0550ae; --fitted: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #8d96a0; --grid: #30363d; --paper: #0d1117; --seen: #79c0ff; --fitted: #ff7b72; } }
* { box-sizing: border-box }
body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1320px; padding: 0 1rem; color: var(--ink); background: var(--paper); overflow-wrap: anywhere }
@media (max-width: 480px) { body { margin: 1rem auto; padding: 0 .6rem } }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; border-top: 1px solid var(--grid); padding-top: 1rem }
.key span { display: inline-block; margin-right: 1.2rem } .key i { display: inline-block; width: 1.4em; height: 3px; vertical-align: middle; margin-right: .4em }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(380px, 100%), 1fr)); gap: .8rem; align-items: start }
svg { width: 100%; height: auto } svg text { font-size: 10.5px; fill: var(--dim) } svg .title { font-size: 12px; font-weight: 600; fill: var(--ink) }
.grid { stroke: var(--grid); stroke-width: 1 } polyline { fill: none; stroke-width: 1.6 }
.seen { stroke: var(--seen) } .fitted { stroke: var(--fitted) } .band { fill: var(--seen); opacity: .16 } .drawn { fill: var(--fitted); opacity: .16 }
.diagonal { stroke: var(--dim); stroke-dasharray: 4 3 } .quantile { fill: var(--seen); opacity: .75 } .range { stroke: var(--seen); opacity: .35 } .bar { fill: var(--seen); opacity: .55 }
pre, .ranking { overflow-x: auto } pre { font-size: 12px; line-height: 1.4 }
table { border-collapse: collapse; font-size: 12px } th, td { text-align: right; padding: .1rem .5rem; border-bottom: 1px solid var(--grid) } th:first-child, td:first-child { text-align: left; padding-left: 0 } caption { text-align: left; font-weight: 600 } .chosen { font-weight: 600 }
`;

/** The page as HTML. It has no script and fetches nothing. */
export function renderFitPage(fit: RecordingFit): string {
  const name = escapeText(fit.header.name ?? 'a recording');
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>Fits of ${name}</title><style>${STYLE}</style></head><body><main>`,
    `<h1>Fits of ${name}</h1>`,
    `<p class="key"><span><i style="background: var(--seen)"></i>recorded (durations: Kaplan-Meier, 95 % band)</span><span><i style="background: var(--fitted)"></i>what the scenario draws</span></p>`,
    ...(fit.truth ? [chartsOf('How true the scenario is', truthCharts(fit.truth, fit.window))] : []),
    ...fit.groups.map((group) => groupSection(group, fit.window)),
    `<h2>All figures</h2><pre tabindex="0">${escapeText(renderFitTable(fit, { width: 100, isWide: true }))}</pre>`,
    '</main></body></html>\n',
  ].join('\n');
}

function chartsOf(title: string, charts: readonly Chart[]): string {
  return `<section><h2>${title}</h2><div class="charts">${charts.map(renderChart).join('\n')}</div></section>`;
}

function groupSection(group: GroupFit, window: number): string {
  const fits = group.fits.filter(({ choice }) => choice.ranking.length > 0);
  const charts = [
    arrivalsChart(group, window),
    burstChart(group),
    ...fits.flatMap((fit) => [survivalChart(fit), quantileChart(fit)]),
  ];
  const shown = charts.filter((chart): chart is Chart => chart !== undefined).map(renderChart);
  const { name, namespace } = group.group;
  const title = `${escapeText(name)} <small>(${escapeText(namespace)})</small>`;
  return `<section><h2>${title}</h2><div class="charts">${[...shown, ...fits.map((fit) => rankingTable(fit, `${namespace}/${name}`))].join('\n')}</div></section>`;
}

/** Every family that was fitted, the likeliest first. AICc is shown as the difference to the lowest. */
function rankingTable({ quantity, choice }: QuantityFit, group: string): string {
  const lowest = choice.ranking[0]!.aicc;
  const rows = choice.ranking.map(({ candidate, distribution, aicc, weight, effect }) => {
    const isDrawn = distribution === choice.distribution;
    const cells = [`+${(aicc - lowest).toFixed(1)}`, weight.toFixed(3), effect.distance.toFixed(3)];
    return `<tr${isDrawn ? ' class="chosen"' : ''}><td>${candidate}</td>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<div class="ranking" tabindex="0" role="region" aria-label="${escapeText(`${group}: ${quantity}`)}"><table><caption>${escapeText(quantity)}: families by AICc</caption><tr><th>family</th><th>AICc</th><th>weight</th><th>KS</th></tr>${rows.join('')}</table></div>`;
}

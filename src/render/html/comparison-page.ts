/** Makes the page of a comparison: the variants over each other, over time, and the table with its verdicts. */
import type { Comparison } from '../../core/comparing/comparison.ts';
import {
  type BandOverTime,
  commonBuckets,
  countBand,
  type ReplayCurves,
  useBand,
} from '../../core/comparing/replay-curves.ts';
import { inDisplayOrder } from '../../core/measure/resource-index.ts';
import { comparisonParts } from '../compare/comparison-table.ts';
import { formatSpan } from '../terminal/human-units.ts';
import { htmlTable } from './html-table.ts';
import { escapeText } from './html-text.ts';
import { htmlPage } from './page-frame.ts';

const MOST_RESOURCES = 6;

/** @param curves - of each variant, one for each replay. */
export function renderComparisonPage(
  comparison: Comparison,
  curves: readonly (readonly ReplayCurves[])[],
): string {
  const { headline, columns, rows, verdicts, legend } = comparisonParts(comparison, true);
  const buckets = commonBuckets(curves.flat());
  const names = comparison.variants.map(({ name }) => name);
  const chart = (
    title: string,
    isShare: boolean,
    bandOf: (replays: readonly ReplayCurves[]) => BandOverTime,
  ) => ({
    title,
    isShare,
    variants: curves.map((replays, place) => ({ name: names[place]!, ...roundedBand(bandOf(replays)) })),
  });
  const charts = [
    ...usedResources(curves.flat()).map((resource) =>
      chart(resource, true, (replays) => useBand(replays, resource, buckets)),
    ),
    chart('pending pods', false, (replays) => countBand(replays, 'pending', buckets)),
    chart('idle nodes', false, (replays) => countBand(replays, 'idleNodes', buckets)),
  ];
  const figures = charts.map(
    ({ title }, place) =>
      `<figure class="chart"><h3>${escapeText(title)}</h3><div id="chart-${place}"></div></figure>`,
  );
  const body = [
    `<main><h1>${escapeText(headline)}</h1>`,
    `<ul>${verdicts.map((verdict) => `<li>${escapeText(verdict)}</li>`).join('')}</ul>`,
    '<noscript><p>The charts need JavaScript. The table below does not.</p></noscript>',
    `<section aria-labelledby="h-time"><h2 id="h-time">Over time</h2><div class="charts">${figures.join('')}</div>`,
    `<p class="note">Requests ÷ allocatable, pending pods, and nodes without a pod: the median over the seeds of the exact mean over ${formatSpan(buckets.bucket)}. The shade spans the lowest and the highest seed.</p></section>`,
    `<section>${htmlTable(
      'All figures',
      columns.map(({ head }) => head),
      rows,
    )}<p class="note">${escapeText(legend)}</p></section></main>`,
  ].join('\n');
  const data = { end: buckets.bucket * buckets.count, start: null, count: buckets.count, charts };
  const scripts = ['text.js', 'theme.js', 'line-chart.js', 'comparison.js'] as const;
  return htmlPage({ title: headline, body, data, scripts });
}

/** Those that some replay requests. */
function usedResources(replays: readonly ReplayCurves[]): string[] {
  const used = replays.flatMap(({ resources }) =>
    Object.entries(resources).flatMap(([name, { requested, allocatable }]) =>
      requested.some((amount) => amount > 0) && allocatable.some((amount) => amount > 0) ? [name] : [],
    ),
  );
  return inDisplayOrder(new Set(used)).slice(0, MOST_RESOURCES);
}

function roundedBand({ median, low, high }: BandOverTime) {
  const rounded = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null ? null : Math.round(value * 10_000) / 10_000));
  return { values: rounded(median), low: rounded(low), high: rounded(high) };
}

/** Shows the smallest counts, the counts around them, and what binds. */

import type { ScarceResource } from '../../core/comparing/pool-facts.ts';
import { counted } from '../../core/errors/counted.ts';
import { markdownTable, markdownText } from '../markdown/markdown-table.ts';
import { formatPercent, formatSpan, NOTHING } from '../terminal/human-units.ts';
import { type TableColumn, tableLines } from '../terminal/plain-table.ts';
import { wrapWords } from '../terminal/text-layout.ts';
import type { SizedTrial, SizeFigures } from './size-data.ts';

export function sizeLines(size: SizeFigures, width: number): string[] {
  const { head, tables, sentences } = sizeParts(size);
  return [
    ...wrapWords(head, width),
    '',
    ...tables.flatMap(({ columns, rows }) => [...tableLines(columns, rows), '']),
    ...sentences.flatMap((sentence) => wrapWords(sentence, width)),
  ];
}

export function sizeMarkdown(size: SizeFigures): string[] {
  const { head, tables, sentences } = sizeParts(size);
  return [
    `## ${markdownText(head)}`,
    '',
    ...tables.flatMap(({ columns, rows }) => [
      ...markdownTable(
        columns,
        rows.map((row) => row.map(markdownText)),
      ),
      '',
    ]),
    ...sentences.map((sentence) => `- ${markdownText(sentence)}`),
  ];
}

interface SizeParts {
  readonly head: string;
  readonly tables: readonly SizeTable[];
  readonly sentences: readonly string[];
}

interface SizeTable {
  readonly columns: readonly (TableColumn & { readonly head: string })[];
  readonly rows: readonly (readonly string[])[];
}

function sizeParts(size: SizeFigures): SizeParts {
  const { scenario, seeds, limits, share } = size;
  const head = `${scenario}: the fewest nodes of each pool with which ${limits.join(' and ')} ${seedsText(seeds, share)}`;
  if (size.smallest === null) {
    const most = Object.entries(size.best.counts).map(([pool, count]) => `${pool}=${count}`);
    const sentence = `No number of nodes keeps them: not even ${most.join(', ')} (${heldText(size.best)}).`;
    return { head, tables: [], sentences: [sentence] };
  }
  const pools: SizeTable = {
    columns: [{ head: 'POOL' }, { head: 'NOW', align: 'right' }, { head: 'FEWEST', align: 'right' }],
    rows: Object.entries(size.smallest).map(([pool, count]) => [
      pool,
      String(size.now[pool] ?? NOTHING),
      String(count),
    ]),
  };
  const around = Object.entries(size.around);
  return {
    head,
    tables: [pools, ...around.map(([pool, trials]) => aroundTable(pool, trials, size))],
    sentences: [
      ...around.map(([pool, trials]) => bindingText(pool, trials, size)),
      ...(pools.rows.length < 2 ? [] : [SPLIT]),
      ...(isOrderly(size) ? [] : [DISORDER]),
    ],
  };
}

function seedsText(seeds: readonly number[], share: number): string {
  if (seeds.length === 1) return `with seed ${seeds[0]}`;
  const most = share === 1 ? 'every one' : `at least ${formatPercent(share)}`;
  return `in ${most} of ${counted(seeds.length, 'seed')}, ${seeds[0]} to ${seeds.at(-1)}`;
}

const DISORDER =
  'Here more nodes do not always keep the limits: a count above the fewest breaks them, so another small count may keep them too.';

/** No count above the fewest breaks a limit. */
function isOrderly({ around, smallest, share }: SizeFigures): boolean {
  return Object.entries(around).every(([pool, trials]) =>
    trials.every(
      ({ counts, held, seeds }) => (counts[pool] ?? 0) <= (smallest?.[pool] ?? 0) || held >= share * seeds,
    ),
  );
}

const SPLIT =
  'Each pool is at its fewest while the others stay at theirs. Another split between the pools may need fewer nodes in all.';

function aroundTable(
  pool: string,
  trials: readonly SizedTrial[],
  { limits, smallest }: SizeFigures,
): SizeTable {
  const rows = trials.map((trial) => [
    `${trial.counts[pool] === smallest?.[pool] ? '→ ' : ''}${trial.counts[pool]}`,
    heldText(trial),
    ...limits.map((_, index) => valuesText(trial, index)),
  ]);
  const columns = [
    { head: pool.toUpperCase(), align: 'right' },
    { head: 'KEPT IN', align: 'right' },
    ...limits.map((limit) => ({ head: limit })),
  ] as const;
  return { columns, rows };
}

function heldText({ held, seeds }: SizedTrial): string {
  return `${held} of ${seeds}`;
}

/** The median over the seeds, and the range. */
function valuesText({ limits }: SizedTrial, index: number): string {
  const { median, low, high } = limits[index]!;
  if (median === null) return 'no value';
  return low === high ? median : `${median} [${low}, ${high}]`;
}

/** What breaks with one node fewer, and what is scarce then. */
function bindingText(pool: string, trials: readonly SizedTrial[], { smallest }: SizeFigures): string {
  const count = smallest?.[pool] ?? 0;
  const fewer = trials.find(({ counts }) => counts[pool] === count - 1);
  if (!fewer) return `${pool}: no node of it is needed.`;
  const broken = fewer.limits.flatMap(({ limit, broken: seeds }) =>
    seeds > 0 ? `${limit} in ${seeds} of ${counted(fewer.seeds, 'seed')}` : [],
  );
  const scarce = fewer.scarcest[pool] ?? undefined;
  const what = scarce ? ` ${scarceText(scarce, pool)}` : '';
  return `With ${counted(count - 1, 'node')} of ${pool}, one fewer, keg finds broken: ${broken.join(', ')}.${what}`;
}

function scarceText(
  { resource, utilisation, peak, peakAt, timeAbove90 }: ScarceResource,
  pool: string,
): string {
  const name = resource.replace(/^.*\//, '');
  const above = timeAbove90 > 0 ? `, above 90% for ${formatSpan(timeAbove90)}` : '';
  return `Scarcest on ${pool} is ${name}: ${formatPercent(utilisation)} on average${above}, at most ${formatPercent(peak)} from ${formatSpan(peakAt)} on (first seed).`;
}

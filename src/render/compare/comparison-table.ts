/** Lays out a comparison: each figure with every variant, and how it differs from the first one. */
import {
  besideOf,
  type ComparedFigure,
  type Comparison,
  type VariantFigure,
} from '../../core/comparing/comparison.ts';
import { counted } from '../../core/errors/counted.ts';
import { markdownTable, markdownText } from '../markdown/markdown-table.ts';
import { type TableColumn, tableLines } from '../terminal/plain-table.ts';
import { truncateName, wrapWords } from '../terminal/text-layout.ts';
import { differenceText, intervalText, valueText } from './comparison-words.ts';
import { figureWords } from './figure-words.ts';
import { verdictLines } from './verdict-lines.ts';

export interface ComparisonLayout {
  readonly width: number;
  /** All figures, not only those that decide. */
  readonly isWide: boolean;
}

const COLUMNS: readonly (TableColumn & { readonly head: string })[] = [
  { head: 'FIGURE' },
  { head: 'MEDIAN', align: 'right', leastWidth: 7 },
  { head: '95% OF THE MEDIAN' },
  { head: 'DIFFERENCE', align: 'right' },
  { head: '95% OF IT' },
  { head: 'LOWER', align: 'right' },
  { head: 'HIGHER', align: 'right' },
];
const LONGEST_NAME = 30;

export function comparisonLines(comparison: Comparison, { width, isWide }: ComparisonLayout): string[] {
  const rows = shownFigures(comparison, isWide).flatMap((figure) => [
    [truncateName(figureWords(figure.figure), LONGEST_NAME)],
    ...figure.variants.map((variant) => {
      const [name = '', ...cells] = variantRow(variant, figure.unit);
      return [`  ${truncateName(name, LONGEST_NAME - 2)}`, ...cells];
    }),
  ]);
  const table = fitted(rows, width);
  return [
    ...wrapWords(headline(comparison), width),
    '',
    ...table,
    '',
    ...verdictLines(comparison).flatMap((line) => wrapWords(line, width)),
    ...wrapWords(legend(comparison, table[0]?.includes('LOWER') ?? false), width),
  ];
}

/** The parts of a comparison, with whole names. A row of one cell is the name of a figure. */
export function comparisonParts(comparison: Comparison, isWide: boolean) {
  return {
    headline: headline(comparison),
    columns: COLUMNS,
    rows: shownFigures(comparison, isWide).flatMap((figure) => [
      [figureWords(figure.figure)],
      ...figure.variants.map((variant) => variantRow(variant, figure.unit)),
    ]),
    verdicts: verdictLines(comparison),
    legend: legend(comparison, true),
  };
}

/** The same as Markdown. */
export function comparisonMarkdown(comparison: Comparison): string[] {
  const parts = comparisonParts(comparison, false);
  const rows = parts.rows.map((row) =>
    row.length === 1 ? [`**${markdownText(row[0]!)}**`] : row.map(markdownText),
  );
  return [
    `## ${markdownText(parts.headline)}`,
    '',
    ...markdownTable(parts.columns, rows),
    '',
    ...parts.verdicts.map((line) => `- ${markdownText(line)}`),
    '',
    markdownText(parts.legend),
  ];
}

/** The figures of the table: all, or those that decide. */
function shownFigures({ figures }: Comparison, isWide: boolean): ComparedFigure[] {
  return figures.filter((figure) => isWide || decides(figure));
}

/** In a narrow terminal the table first does without the intervals of the medians, then without the numbers of pairs. */
function fitted(rows: readonly (readonly string[])[], width: number): string[] {
  const kept = [
    [0, 1, 2, 3, 4, 5, 6],
    [0, 1, 3, 4, 5, 6],
    [0, 1, 3, 4],
  ];
  const tables = kept.map((places) =>
    tableLines(
      places.map((place) => COLUMNS[place]!),
      rows.map((row) => places.map((place) => row[place] ?? '')),
    ),
  );
  return tables.find((lines) => lines.every((line) => [...line].length <= width)) ?? tables.at(-1)!;
}

/** The name of the variant, and the other cells of its row. */
function variantRow({ variant, median, interval, difference }: VariantFigure, unit: ComparedFigure['unit']) {
  const value = (some: number): string => valueText(some, unit);
  const change = (some: number): string => differenceText(some, unit);
  const row = [variant, valueText(median, unit), intervalText(interval, value)];
  if (!difference) return row;
  return [
    ...row,
    change(difference.median),
    intervalText(difference.interval, change),
    String(difference.lower),
    String(difference.higher),
  ];
}

/** The short table leaves out figures that others contain, and places for pods, which are rarely short. */
const WIDE_ONLY = /^(?:waiting\.(?:p50|max)|queue\.\w+|nodeTime|cluster\.resources\["pods"\].*)$/;

/** Figures that are 0 or missing everywhere say nothing. */
function decides({ figure, variants }: ComparedFigure): boolean {
  if (figure === 'pods.created') return variants.some(({ difference }) => (difference?.median ?? 0) !== 0);
  if (WIDE_ONLY.test(figure)) return false;
  return variants.some(({ values }) => values.some((value) => value !== null && value !== 0));
}

function headline(comparison: Comparison): string {
  const { variants } = comparison;
  const others = Map.groupBy(variants.slice(1), (variant) => besideOf(variant, comparison));
  const sides = Array.from(
    others,
    ([base, list]) => `${list.map(({ name }) => name).join(', ')} beside ${base}`,
  );
  return `${sides.join('; ')}: ${runsText(variants.map(({ seeds }) => seeds))}`;
}

function runsText(seeds: readonly (readonly number[])[]): string {
  const most = seeds.toSorted((one, other) => other.length - one.length)[0]!;
  if (most.length === 0) return 'recordings as they are';
  return most.length === 1
    ? `seed ${most[0]}`
    : `${counted(most.length, 'seed')}, ${most[0]} to ${most.at(-1)}`;
}

function legend(comparison: Comparison, hasPairs: boolean): string {
  const { variants } = comparison;
  const isOwn = variants.some((variant) => besideOf(variant, comparison) !== comparison.base);
  const base = isOwn ? `${comparison.base}, and of a variant to its own file` : comparison.base;
  const most = Math.max(...variants.map(({ seeds }) => seeds.length));
  const counts = hasPairs ? '; LOWER and HIGHER count pairs' : '';
  const pairs = `DIFFERENCE is to ${base}, the median over pairs of the same seed${counts}.`;
  if (most === 0) {
    return `DIFFERENCE is to ${base}. No interval: a recording is one run, and has no seeds.`;
  }
  if (most === 1 && variants.every(({ seeds }) => seeds.length < 2)) {
    return `DIFFERENCE is to ${base}. No interval: there is one run of each, or its runs are equal for all seeds.`;
  }
  if (most < 5) return `${pairs} No interval: that takes five seeds or more (--seeds).`;
  const single = variants.filter(({ seeds }) => seeds.length < 2).map(({ name }) => name);
  const alone = single.length === 0 ? '' : ` ${single.join(', ')}: no interval, there is one run.`;
  return `${pairs} Intervals are by bootstrap over the seeds.${alone} -o wide has all figures, -o json also the values of each seed.`;
}

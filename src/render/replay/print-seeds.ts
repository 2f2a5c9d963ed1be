/** Prints how far the figures of replays with several seeds lie apart. */
import { counted } from '../../core/errors/counted.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { Figures } from '../../core/measure/figures.ts';
import { type SpreadFigure, spreadOf } from '../../core/measure/spread.ts';
import { valueText } from '../compare/comparison-words.ts';
import { figureWords } from '../compare/figure-words.ts';
import { dataFormats, formatNames, renderData } from '../formats/index.ts';
import { markdownFormat } from '../formats/markdown.ts';
import { isTableForPeople, type OutputFormat } from '../formats/output-format.ts';
import { markdownTable, markdownText } from '../markdown/markdown-table.ts';
import type { Breakdown } from '../report/breakdowns.ts';
import { formatSpan } from '../terminal/human-units.ts';
import { type TableColumn, tableLines } from '../terminal/plain-table.ts';
import { printRemarks } from '../terminal/print-problems.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import { truncateName, wrapWords } from '../terminal/text-layout.ts';

interface SeedFigures {
  readonly seed: number;
  readonly figures: Figures;
}

/** What `-o json` prints of several seeds. */
interface Spread {
  readonly apiVersion: string;
  readonly kind: 'Spread';
  readonly scenario: string | null;
  readonly seeds: readonly number[];
  readonly figures: readonly SpreadFigure[];
}

/** @throws {UserError} (usage) for a format that shows one replay. */
export async function printSeeds(
  replays: readonly SeedFigures[],
  { format, by, asked }: { readonly format: OutputFormat; readonly by: Breakdown; readonly asked: number },
  seconds: number,
): Promise<void> {
  const [first] = replays;
  if (first === undefined) return printRemarks(['stopped before the first seed was played to its end']);
  printRemarks([
    ...(replays.length < asked ? [`stopped after ${replays.length} of ${counted(asked, 'seed')}`] : []),
    `${counted(replays.length, 'replay')} took ${formatSpan(seconds * 1e6)} here`,
  ]);
  const grouping = by === 'pool' || by === 'node' ? undefined : by;
  const figures = spreadOf(
    replays.map((replay) => replay.figures),
    grouping,
  );
  const { apiVersion, recording } = first.figures;
  const seeds = replays.map(({ seed }) => seed);
  const spread: Spread = { apiVersion, kind: 'Spread', scenario: recording.name, seeds, figures };
  process.stdout.write(
    await renderData(dataFormat(format), spread, () =>
      (format === markdownFormat ? spreadMarkdown : spreadTable)(recording.name ?? '', seeds, figures),
    ),
  );
}

function dataFormat(format: OutputFormat): string {
  const names = formatNames([...dataFormats(), markdownFormat]);
  if (names.includes(format.name)) return format.name;
  if (isTableForPeople(format)) return 'table';
  throw new UserError(`--seeds has no -o ${format.name}`, { next: `use -o ${names.join(', ')}` });
}

const COLUMNS: readonly (TableColumn & { readonly head: string })[] = [
  { head: 'FIGURE' },
  { head: 'MEDIAN', align: 'right', leastWidth: 8 },
  { head: 'LOWEST', align: 'right', leastWidth: 8 },
  { head: 'HIGHEST', align: 'right', leastWidth: 8 },
];
const LONGEST_NAME = 48;

function spreadTable(name: string, seeds: readonly number[], figures: readonly SpreadFigure[]): string {
  const { width } = layoutOf();
  const rows = spreadRows(figures).map(([figure = '', ...values]) => [
    truncateName(figure, LONGEST_NAME),
    ...values,
  ]);
  const lines = [spreadTitle(name, seeds), '', ...tableLines(COLUMNS, rows), ...wrapWords(LEGEND, width)];
  return `${lines.join('\n')}\n`;
}

function spreadMarkdown(name: string, seeds: readonly number[], figures: readonly SpreadFigure[]): string {
  const rows = spreadRows(figures).map((row) => row.map(markdownText));
  const table = markdownTable(COLUMNS, rows);
  const lines = [`## ${markdownText(spreadTitle(name, seeds))}`, '', ...table, '', markdownText(LEGEND)];
  return `${lines.join('\n')}\n`;
}

const LEGEND =
  'Each figure is taken over the seeds by itself: the seed with the longest waiting need not be the one with the most pods. -o json has the values of each seed.';

function spreadTitle(name: string, seeds: readonly number[]): string {
  return `${name}: ${counted(seeds.length, 'replay')}, seeds ${seeds[0]} to ${seeds.at(-1)}`;
}

function spreadRows(figures: readonly SpreadFigure[]): string[][] {
  return figures.map(({ figure, unit, median, low, high }) => [
    figureWords(figure),
    ...[median, low, high].map((value) => valueText(value, unit)),
  ]);
}

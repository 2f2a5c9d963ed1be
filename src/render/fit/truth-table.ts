/** Renders how true a fitted scenario is: recorded, replayed and fitted figures, all pods first, then a line for each group. */
import { counted } from '../../core/errors/counted.ts';
import type {
  GroupTruth,
  PredictedFigure,
  Prediction,
  Truth,
  TruthFigure,
} from '../../core/measure/truth.ts';
import { formatAmount, formatNumber, formatPercent, formatSpan, NOTHING } from '../terminal/human-units.ts';
import { type TableColumn, tableLines } from '../terminal/plain-table.ts';
import { truncateName, truncateText, wrapWords } from '../terminal/text-layout.ts';

const TOTAL_COLUMNS: readonly TableColumn[] = [
  { head: 'all pods' },
  { head: 'recorded', align: 'right' },
  { head: 'replayed', align: 'right' },
  { head: 'fitted', align: 'right' },
  { head: 'ratio', align: 'right' },
  { head: '' },
  { head: 'range of seeds' },
];

/** Groups with a line of their own, unless all are asked for. Those that miss come first. */
const SHOWN_GROUPS = 12;
const LONGEST_NAME = 26;
const INDENT = '    ';

/** Figures that the model of the scheduler decides as well. */
const SCHEDULED: ReadonlySet<string> = new Set(['bound', 'never bound', 'waiting']);
const SCHEDULED_NOTE =
  'never bound and waiting are not judged, and bound may be as it was recorded or as it is replayed: they depend on the scheduler';

export interface TruthLayout {
  readonly width: number;
  /** All groups, in full. */
  readonly isWide: boolean;
}

export function truthLines(truth: Truth, { width, isWide }: TruthLayout): string[] {
  return [...totalTruthLines(truth, width), '', ...groupLines(truth, { width, isWide })];
}

/** How true the scenario is as a whole, without its groups. */
export function totalTruthLines(truth: Truth, width: number): string[] {
  const { gate, seeds, total, isOnOneNode } = truth;
  const place = isOnOneNode ? ' on one node that holds all pods (the recording has none)' : '';
  const isInRange = total.some((figure) => figure.isOutside && !figure.isBeyondChance);
  const isPassedOver = total.some(
    ({ ratio, isOutside, name }) =>
      !isOutside && SCHEDULED.has(name) && ratio !== null && (ratio < gate.low || ratio > gate.high),
  );
  return [
    ...wrapWords(
      `the scenario replayed with seeds ${seeds[0]} to ${seeds.at(-1)}${place}: ${truth.isMissed ? 'NOT true' : 'true'} to the recording (fitted ÷ recorded within ${gate.low} to ${gate.high})`,
      width,
    ),
    ...tableLines(
      TOTAL_COLUMNS,
      total.map((figure) => totalCells(figure)),
    ).map((line) => truncateText(line, width)),
    ...(isInRange
      ? wrapWords(
          'in range: the recorded figure is inside the range of the seeds, so chance may explain the difference; a longer recording would settle it',
          width,
        )
      : []),
    ...(isPassedOver ? wrapWords(SCHEDULED_NOTE, width) : []),
    ...wrapWords(recordedLine(truth), width),
    ...(truth.prediction ? predictionLines(truth.prediction) : []).flatMap((line) => wrapWords(line, width)),
  ];
}

function totalCells(figure: TruthFigure): string[] {
  const { name, unit, recorded, replayed, fitted, ratio, isOutside, isBeyondChance } = figure;
  const shown = (value: number | null): string => amountText(value, unit);
  return [
    unit === 'millicores' || unit === 'bytes' || unit === 'count' ? `${shortResource(name)} requested` : name,
    shown(recorded),
    shown(replayed),
    shown(fitted?.median ?? null),
    ratioText(ratio),
    !isOutside ? '' : isBeyondChance ? 'missed' : 'missed, in range',
    fitted ? rangeText(shown(fitted.low), shown(fitted.high)) : NOTHING,
  ];
}

/** Names a unit with a space before it once: `48.0 to 48.5 GiB`. */
function rangeText(low: string, high: string): string {
  const unit = / \S+$/.exec(high)?.[0];
  return `${unit && low.endsWith(unit) ? low.slice(0, -unit.length) : low} to ${high}`;
}

/** Without the domain of its maker. */
function shortResource(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function amountText(value: number | null, unit: TruthFigure['unit']): string {
  if (value === null) return NOTHING;
  if (unit === 'microseconds') return formatSpan(value);
  return unit === 'pods' ? formatNumber(value) : formatAmount(value, unit);
}

function ratioText(ratio: number | null): string {
  return ratio === null ? NOTHING : ratio.toFixed(2);
}

function recordedLine({ recordedTimes }: Truth): string {
  const { pods, share, podsOfLarge, shareOfLarge } = recordedTimes;
  if (pods === 0) return 'no arrival is written as a recorded time';
  const large = `${formatPercent(shareOfLarge)} (${podsOfLarge}) without groups of fewer than 20 arrivals`;
  return `arrivals written as recorded times: ${formatPercent(share)} (${pods}); ${large}`;
}

function predictionLines({ figures, leftOut }: Prediction): string[] {
  const shown = figures.map(
    ({ name, ratio, isOutside, isPredictable }) =>
      `${name} ${ratioText(ratio)}${isOutside && isPredictable ? ' (missed)' : ''}`,
  );
  const without = leftOut > 0 ? `; without ${counted(leftOut, 'group')} of few arrivals` : '';
  return [
    `second half predicted from the first, predicted ÷ recorded: ${shown.join(', ')}${without}`,
    ...figures.flatMap(processWords),
  ];
}

/** Why the first half does not determine a figure of the second. */
function processWords({ name, process, largestByChance, isPredictable }: PredictedFigure): string[] {
  if (isPredictable) return [];
  if (!process) return [`${name}: too few arrivals to judge whether they are stationary`];
  const { isStationary, dispersion } = process;
  const index = `index of dispersion ${formatNumber(dispersion.short)} over short times, ${formatNumber(dispersion.long)} over half the window`;
  if (!isStationary) return [`${name}: NOT stationary, so not determined by the first half (${index})`];
  const range = `${(1 / largestByChance!).toFixed(2)} to ${largestByChance!.toFixed(2)}`;
  return [`${name}: not stationary enough to predict: by chance alone ${range} (${index})`];
}

const GROUP_FIGURES = ['created', 'alive', 'alive p95', 'cpu', 'memory'] as const;

function groupLines({ groups }: Truth, { width, isWide }: TruthLayout): string[] {
  const extended = isWide ? extendedOf(groups) : [];
  const names = [...GROUP_FIGURES, ...extended];
  const order = [...groups].sort((a, b) => worst(b) - worst(a) || sizeOf(b) - sizeOf(a));
  const shown = isWide ? groups : order.slice(0, SHOWN_GROUPS);
  const columns: TableColumn[] = [
    { head: 'fitted ÷ recorded' },
    ...names.map((name): TableColumn => ({ head: name, align: 'right' })),
    { head: 'written as' },
  ];
  const rows = shown.map((group) => [
    isWide ? group.name : truncateName(group.name, LONGEST_NAME),
    ...names.map((name) => groupCell(group, name)),
    howWritten(group),
  ]);
  const left = groups.length - shown.length;
  return [
    ...withWords(columns, rows, isWide ? undefined : width),
    ...(left > 0 ? [`and ${counted(left, 'more group')}, none further off (-o wide shows all)`] : []),
    ...(groups.some(({ figures }) => figures.some(isMiss))
      ? ['! outside the gate, and the recorded figure is outside the range of the seeds']
      : []),
  ];
}

/** Where a line would be too wide, the words of each row, its last cell, stand below it. */
function withWords(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): string[] {
  const lines = tableLines(columns, rows);
  if (width === undefined || lines.every((line) => [...line].length <= width)) return lines;
  const [head, ...shorter] = tableLines(
    columns.slice(0, -1),
    rows.map((row) => row.slice(0, -1)),
  );
  return [
    truncateText(`${head!}  ${columns.at(-1)!.head}`, width),
    ...shorter.flatMap((line, index) => [
      truncateText(line, width),
      ...wrapWords(rows[index]!.at(-1)!, width - INDENT.length).map((words) => `${INDENT}${words}`),
    ]),
  ];
}

function isMiss({ isBeyondChance }: TruthFigure): boolean {
  return isBeyondChance;
}

function worst({ figures }: GroupTruth): number {
  return figures.filter(isMiss).length;
}

function sizeOf({ figures }: GroupTruth): number {
  return figures.find(({ name }) => name === 'alive')?.recorded ?? 0;
}

function extendedOf(groups: readonly GroupTruth[]): string[] {
  const known: ReadonlySet<string> = new Set([...GROUP_FIGURES, 'bound', 'never bound', 'waiting']);
  return [...new Set(groups.flatMap(({ figures }) => figures.map(({ name }) => name)))].filter(
    (name) => !known.has(name),
  );
}

function groupCell({ figures }: GroupTruth, name: string): string {
  const figure = figures.find((each) => each.name === name);
  return figure ? `${ratioText(figure.ratio)}${isMiss(figure) ? '!' : ''}` : NOTHING;
}

function howWritten({ written, why }: GroupTruth): string {
  return why === undefined ? written : `${written} (first choice: ${why})`;
}

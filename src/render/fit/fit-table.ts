/** Renders fits as tables for a terminal: how true the scenario is, then a table for each group with one row for each fitted quantity. */

import { counted } from '../../core/errors/counted.ts';
import type { GroupFit } from '../../core/fitting/pods/fit-group.ts';
import { shownDuration } from '../../core/time/duration.ts';
import { formatNumber, formatSpan } from '../terminal/human-units.ts';
import { type TableColumn, tableLines } from '../terminal/plain-table.ts';
import { truncateText, wrapWords } from '../terminal/text-layout.ts';
import { endsLines } from './ends-table.ts';
import { type FitRow, rowsOf } from './fit-data.ts';
import type { RecordingFit } from './recording-fit.ts';
import { totalTruthLines, truthLines } from './truth-table.ts';

export interface FitTableLayout {
  /** Lines are at most this wide, unless it is the wide form. */
  readonly width: number;
  /** All groups, standard errors and ratios of quantiles. */
  readonly isWide: boolean;
}

/** The widest table, also on a wider terminal. */
export const WIDEST = 100;
const NARROW: FitTableLayout = { width: WIDEST, isWide: false };
/** Groups with a table of their own, unless it is the wide form. */
const SHOWN_GROUPS = 20;

/** The report as text, ending with a line break. Times are in seconds. */
export function renderFitTable(fit: RecordingFit, layout: FitTableLayout = NARROW): string {
  if (fit.groups.length === 0) return `${headLines(fit).join('\n')}\n`;
  const { isWide } = layout;
  const width = Math.min(layout.width, WIDEST);
  const shown = isWide ? fit.groups : largest(fit.groups);
  const left = fit.groups.length - shown.length;
  const blocks = [
    headLines(fit),
    ...(fit.truth ? [truthLines(fit.truth, { width, isWide })] : []),
    endsLines(fit.ends.all),
    ...shown.map((group) => [
      ...groupLines(group, width, isWide),
      ...(isWide ? endsLines(fit.ends.byGroup.get(group.group.name) ?? []) : []),
    ]),
    [
      ...(left > 0 ? [`and ${counted(left, 'smaller group')} (-o wide shows all)`] : []),
      ...wrapWords(isWide ? WIDE_LEGEND : LEGEND, width),
    ],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** On one screen: how true the scenario would be, and a line for each of the largest groups. */
export function renderFitSummary(
  fit: RecordingFit,
  layout: Pick<FitTableLayout, 'width'> & { readonly hasGroups: boolean },
): string {
  const width = Math.min(layout.width, WIDEST);
  const truth = fit.truth ? ['', ...totalTruthLines(fit.truth, width)] : [];
  if (!layout.hasGroups || fit.groups.length === 0) return `${[...headLines(fit), ...truth].join('\n')}\n`;
  const shown = largest(fit.groups).slice(0, SUMMARY_GROUPS);
  const left = fit.groups.length - shown.length;
  const lines = [
    ...headLines(fit),
    ...truth,
    '',
    ...tableLines(
      SUMMARY_COLUMNS,
      shown.map((group) => summaryCells(group)),
    ).map((line) => truncateText(line, width)),
    ...(left > 0 ? [`and ${counted(left, 'smaller group')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const SUMMARY_GROUPS = 14;
const SUMMARY_COLUMNS: readonly TableColumn[] = [
  { head: 'group' },
  { head: 'arrived', align: 'right' },
  { head: 'before', align: 'right' },
  { head: 'arrivals' },
  { head: 'lifetime' },
];

function summaryCells(group: GroupFit): string[] {
  const words = (quantity: string): string => {
    const row = rowsOf(group).find((each) => each.quantity === quantity);
    return row === undefined ? '-' : `${row.family ?? 'none'} (${row.verdict})`;
  };
  return [
    group.group.name,
    String(group.arrived),
    String(group.present),
    words('arrivals'),
    words('lifetime'),
  ];
}

/** The order of the groups is kept. */
function largest(groups: readonly GroupFit[]): readonly GroupFit[] {
  if (groups.length <= SHOWN_GROUPS) return groups;
  const kept = new Set(
    [...groups].sort((a, b) => b.group.pods.length - a.group.pods.length).slice(0, SHOWN_GROUPS),
  );
  return groups.filter((group) => kept.has(group));
}

function headLines(fit: RecordingFit): string[] {
  if (fit.groups.length === 0)
    return [`${counted(fit.nodes, 'node')} and no pods, window ${span(fit.window)}`];
  return [
    `${counted(fit.pods, 'pod')} in ${counted(fit.groups.length, 'group')}, window ${span(fit.window)}; times in seconds`,
    ...loadLines(fit),
  ];
}

const LEGEND =
  'cut: not seen to end; KS: largest distance to the Kaplan-Meier curve; -o wide adds standard errors and quantiles';
const WIDE_LEGEND =
  'cut: not seen to end; late: under way before the window; KS: largest distance to the Kaplan-Meier curve; p50 p90 p99: fitted ÷ seen';

interface FitColumn extends TableColumn {
  readonly isWide?: boolean;
  readonly cell: (row: FitRow, isWide: boolean) => string;
}

const ratio = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(2));

const COLUMNS: readonly FitColumn[] = [
  { head: '', cell: ({ quantity }) => quantity },
  { head: 'n', align: 'right', cell: ({ n }) => String(n) },
  { head: 'cut', align: 'right', cell: ({ censored }) => String(censored) },
  { head: 'late', align: 'right', isWide: true, cell: ({ truncated }) => String(truncated) },
  { head: 'family', cell: ({ family }) => family ?? '-' },
  { head: 'parameters', cell: parametersText },
  {
    head: 'KS',
    align: 'right',
    cell: ({ distance }) => (distance === undefined ? '-' : distance.toFixed(3)),
  },
  { head: 'p50', align: 'right', isWide: true, cell: ({ ratios }) => ratio(ratios?.p50) },
  { head: 'p90', align: 'right', isWide: true, cell: ({ ratios }) => ratio(ratios?.p90) },
  { head: 'p99', align: 'right', isWide: true, cell: ({ ratios }) => ratio(ratios?.p99) },
  { head: 'p', align: 'right', cell: pText },
  { head: 'verdict', cell: ({ verdict }) => verdict },
];
const PARAMETERS = 'parameters';

function groupLines(group: GroupFit, width: number, isWide: boolean): string[] {
  const columns = COLUMNS.filter((column) => isWide || column.isWide !== true);
  const rows = rowsOf(group);
  const title = isWide ? [titleOf(group)] : wrapWords(titleOf(group), width);
  const lines = linesOf(columns, rows, isWide);
  if (isWide || lines.every((line) => [...line].length <= width)) return [...title, ...lines];
  const without = columns.filter(({ head }) => head !== PARAMETERS);
  const [heads, ...shorter] = linesOf(without, rows, isWide);
  return [
    ...title,
    truncateText(heads!, width),
    ...shorter.flatMap((line, index) => {
      const { parameters } = rows[index]!;
      const below = parameters.length > 0 ? [`    ${parametersText(rows[index]!, isWide)}`] : [];
      return [line, ...below].map((each) => truncateText(each, width));
    }),
  ];
}

function linesOf(columns: readonly FitColumn[], rows: readonly FitRow[], isWide: boolean): string[] {
  return tableLines(
    columns,
    rows.map((row) => columns.map(({ cell }) => cell(row, isWide))),
  );
}

function titleOf({
  group,
  arrived,
  present,
  rate,
  ends,
  causes,
  dispersion,
  burstSize,
  rateProfile,
}: GroupFit): string {
  const finished = [...ends].map(([cause, count]) => `${formatNumber(count)} ${cause}`);
  const scattered = dispersion.at(-1);
  return [
    `${group.name} (${group.namespace}): ${arrived === 0 ? 'none arrived' : `${formatNumber(arrived)} arrived, ${rateText(rate)}`}`,
    ...(present > 0 ? [`${formatNumber(present)} there before`] : []),
    ...(finished.length > 0 ? [finished.join(', ')] : []),
    ...(causes?.areDifferent ? ['ages at the end differ by cause'] : []),
    ...(group.requests.length > 1
      ? [counted(group.requests.length, 'size of requests', 'sizes of requests')]
      : []),
    ...(burstSize ? ['in bursts'] : []),
    ...(rateProfile.steps.length > 1 ? [profileInWords(rateProfile)] : []),
    ...(scattered
      ? [
          `counts per ${span(scattered.width)} scatter ${scattered.index.toPrecision(3)}x as much as Poisson’s${scattered.isPoisson ? ' (chance)' : ''}`,
        ]
      : []),
  ].join('; ');
}

/** In the unit of time in which the number is at least 1. @param rate - pods a second. */
function rateText(rate: number): string {
  const [seconds, unit] = RATE_UNITS.find(([each]) => rate * each >= 1) ?? RATE_UNITS.at(-1)!;
  return `${formatNumber(rate * seconds)} ${unit}`;
}

const RATE_UNITS = [
  [1, 'a second'],
  [60, 'a minute'],
  [3600, 'an hour'],
  [86_400, 'a day'],
] as const;

function profileInWords({ every, steps }: GroupFit['rateProfile']): string {
  return every === undefined
    ? `${counted(steps.length, 'stretch')} of different pace`
    : `a cycle of ${span(every)} in ${counted(steps.length, 'stretch')} of different pace`;
}

function parametersText({ parameters }: FitRow, isWide: boolean): string {
  return parameters.map((each) => parameterText(each, isWide)).join(', ') || '-';
}

function parameterText(
  { name, value, standardError }: FitRow['parameters'][number],
  isWide: boolean,
): string {
  const error = Number.isNaN(standardError) || !isWide ? '' : ` ± ${plain(standardError, 2)}`;
  return `${name} ${plain(value, 4)}${error}`;
}

/** A number with that many digits, without an exponent where that is readable. */
function plain(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  return Math.abs(rounded) >= 1e7 || (rounded !== 0 && Math.abs(rounded) < 1e-5)
    ? rounded.toExponential()
    : String(rounded);
}

const SMALLEST_P = 0.001;

/** The smallest p-value that the repeats can show is printed as a bound; so is one without repeats. */
function pText({ pValue, repeats }: FitRow): string {
  if (pValue === undefined || repeats === undefined) return '-';
  const least = repeats === 0 ? SMALLEST_P : 1 / (repeats + 1);
  return pValue <= least ? `<${least.toFixed(3)}` : pValue.toFixed(2);
}

function loadLines({ load }: RecordingFit): string[] {
  if (!load?.isThere) return [];
  const each = load.perStart.toPrecision(3);
  return [
    `bound → started takes ${load.alone.toPrecision(3)}s alone and ${each}s ± ${load.standardError.toPrecision(2)} more for each other start under way (${counted(load.n, 'pod')})`,
  ];
}

/** A duration to the millisecond, because a window ends when its last line is written; to the hour from two days on. */
function span(seconds: number): string {
  const microseconds = Math.round(seconds * 1e3) * 1e3;
  return microseconds < TWO_DAYS ? shownDuration(microseconds) : formatSpan(microseconds);
}

const TWO_DAYS = 2 * 86_400e6;

/** Renders fits as tables for a terminal: one table for each group, one row for each fitted quantity. */

import type { GroupFit } from '../../core/fitting/pods/fit-group.ts';
import { formatDuration } from '../../core/time/duration.ts';
import { type TableColumn, tableLines } from '../terminal/plain-table.ts';
import { type FitRow, rowsOf } from './fit-data.ts';
import type { RecordingFit } from './recording-fit.ts';

/** The report as text, ending with a line break. Times are in seconds. */
export function renderFitTable(fit: RecordingFit): string {
  const blocks = [
    [
      `${fit.pods} pods in ${fit.groups.length} ${fit.groups.length === 1 ? 'group' : 'groups'}, window ${span(fit.window)}; times in seconds`,
      ...loadLines(fit),
    ],
    ...fit.groups.map(groupLines),
    [LEGEND],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const LEGEND =
  'cut: not seen to end; late: under way before the window; KS: largest distance to the Kaplan-Meier curve; p50 p90 p99: fitted ÷ seen';

const COLUMNS: readonly TableColumn[] = [
  { head: '' },
  { head: 'n', align: 'right' },
  { head: 'cut', align: 'right' },
  { head: 'late', align: 'right' },
  { head: 'family' },
  { head: 'parameters ± standard error' },
  { head: 'KS', align: 'right' },
  { head: 'p50', align: 'right' },
  { head: 'p90', align: 'right' },
  { head: 'p99', align: 'right' },
  { head: 'p', align: 'right' },
  { head: 'verdict' },
];

function groupLines(group: GroupFit): string[] {
  return [titleOf(group), ...tableLines(COLUMNS, rowsOf(group).map(cellsOf))];
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
  const finished = [...ends].map(([cause, count]) => `${count} ${cause}`);
  const scattered = dispersion.at(-1);
  return [
    `${group.name} (${group.namespace}): ${arrived === 0 ? 'none arrived' : `${arrived} arrived, ${(rate * 60).toPrecision(3)} a minute`}`,
    ...(present > 0 ? [`${present} there before`] : []),
    ...(finished.length > 0 ? [finished.join(', ')] : []),
    ...(causes?.areDifferent ? ['ages at the end differ by cause'] : []),
    ...(group.requests.length > 1 ? [`${group.requests.length} sizes of requests`] : []),
    ...(burstSize ? ['in bursts'] : []),
    ...(rateProfile.steps.length > 1 ? [profileInWords(rateProfile)] : []),
    ...(scattered
      ? [
          `counts per ${span(scattered.width)} scatter ${scattered.index.toPrecision(3)}x as much as Poisson’s${scattered.isPoisson ? ' (chance)' : ''}`,
        ]
      : []),
  ].join('; ');
}

function profileInWords({ every, steps }: GroupFit['rateProfile']): string {
  return every === undefined
    ? `${steps.length} stretches of different pace`
    : `a cycle of ${span(every)} in ${steps.length} stretches of different pace`;
}

function cellsOf(row: FitRow): string[] {
  const ratio = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(2));
  return [
    row.quantity,
    String(row.n),
    String(row.censored),
    String(row.truncated),
    row.family ?? '-',
    row.parameters.map(parameterText).join(', ') || '-',
    row.distance === undefined ? '-' : row.distance.toFixed(3),
    ratio(row.ratios?.p50),
    ratio(row.ratios?.p90),
    ratio(row.ratios?.p99),
    pText(row),
    row.verdict,
  ];
}

function parameterText({ name, value, standardError }: FitRow['parameters'][number]): string {
  const error = Number.isNaN(standardError) ? '' : ` ± ${plain(standardError, 2)}`;
  return `${name} ${plain(value, 4)}${error}`;
}

/** A number with that many digits, without an exponent where that is readable. */
function plain(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  return Math.abs(rounded) >= 1e7 || (rounded !== 0 && Math.abs(rounded) < 1e-5)
    ? rounded.toExponential()
    : String(rounded);
}

/** The smallest p-value that the repeats can show is printed as a bound. */
function pText({ pValue, repeats }: FitRow): string {
  if (pValue === undefined || repeats === undefined) return '-';
  const least = 1 / (repeats + 1);
  return pValue <= least ? `<${least.toFixed(3)}` : pValue.toFixed(2);
}

function loadLines({ load }: RecordingFit): string[] {
  if (!load?.isThere) return [];
  const each = load.perStart.toPrecision(3);
  return [
    `bound → started takes ${load.alone.toPrecision(3)}s alone and ${each}s ± ${load.standardError.toPrecision(2)} more for each other start under way (${load.n} pods)`,
  ];
}

/** A duration to the millisecond, because a window ends when its last line is written; `24h` and not `24h0m0s`. */
function span(seconds: number): string {
  return formatDuration(Math.round(seconds * 1e3) * 1e3)
    .replace(/(?<=[hm])0s$/, '')
    .replace(/(?<=h)0m$/, '');
}

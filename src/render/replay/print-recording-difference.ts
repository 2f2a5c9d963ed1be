/** Prints how the replay of a recording differs from the recording. */
import type { DurationSummary } from '../../core/measure/duration-summary.ts';
import { shownDuration } from '../../core/time/duration.ts';
import { markdownFormat } from '../formats/markdown.ts';
import { isTableForPeople, type OutputFormat } from '../formats/output-format.ts';
import { markdownText } from '../markdown/markdown-table.ts';
import { factTable, sectionHeading } from '../report/report-markdown.ts';
import type { SummaryFact } from '../report/summary-section.ts';
import { formatNumber, NOTHING } from '../terminal/human-units.ts';
import { printRemarks } from '../terminal/print-problems.ts';

/** How a replay differs from the recording that it played. */
export interface ReplayDifference {
  readonly isPinned: boolean;
  /** A share; null where nothing was recorded. */
  readonly areas: readonly { readonly resource: string; readonly difference: number | null }[];
  /** Numbers of pods. */
  readonly placements: {
    readonly equal: number;
    readonly different: number;
    readonly lost: number;
    readonly gained: number;
    readonly unknown: number;
  };
  readonly waiting: { readonly recorded: DurationSummary; readonly replayed: DurationSummary };
  readonly neverBound: { readonly recorded: number; readonly replayed: number };
  /** Numbers of pods that something else than their own end ended. Default: none. */
  readonly disruptions?: readonly {
    readonly cause: 'preemption' | 'eviction' | 'node' | 'kubelet';
    readonly recorded: number;
    readonly again: number;
    readonly madeWay: number;
    readonly ranOn: number;
    readonly alone: number;
  }[];
}

/** Below the tables if tables are printed; otherwise on stderr, so that stdout contains one format only. */
export function printRecordingDifference(difference: ReplayDifference, format: OutputFormat): void {
  const isBelowTables = isTableForPeople(format);
  if (format === markdownFormat) {
    const heading = markdownText(sectionHeading(differenceTitle(difference)));
    process.stdout.write(`\n### ${heading}\n\n${factTable(differenceFacts(difference)).join('\n')}\n`);
    return;
  }
  const facts = differenceFacts(difference).map(({ label, text }) => `${label.padEnd(LABEL_WIDTH)}${text}`);
  const lines = ['', differenceTitle(difference), ...facts];
  if (isBelowTables) process.stdout.write(`${lines.join('\n')}\n`);
  else printRemarks(lines);
}

const LABEL_WIDTH = 13;

function differenceTitle({ isPinned }: ReplayDifference): string {
  return `AGAINST THE RECORDING (${isPinned ? 'placements pinned: pods arrive when they were bound' : 'the scheduler decided'})`;
}

function differenceFacts(difference: ReplayDifference): SummaryFact[] {
  const { areas, placements, waiting, neverBound, disruptions = [] } = difference;
  const { equal, different, lost, gained, unknown } = placements;
  const others = [
    count(different, 'on another node'),
    count(lost, 'bound in the recording alone'),
    count(gained, 'bound in the replay alone'),
    count(unknown, 'on nodes that the recording does not name'),
  ].filter((part) => part !== '');
  const used = areas.map(({ resource, difference }) => `${resource} ${percent(difference)}`).join(', ');
  return [
    { label: 'Used area', text: used || 'none' },
    { label: 'Placements', text: [`${formatNumber(equal)} equal`, ...others].join(', ') },
    {
      label: 'Waiting',
      text: `${summary(waiting.recorded)} recorded, ${summary(waiting.replayed)} replayed`,
    },
    {
      label: 'Never bound',
      text: `${formatNumber(neverBound.recorded)} recorded, ${formatNumber(neverBound.replayed)} replayed`,
    },
    ...disruptions.map(disruptionFact),
  ];
}

const CAUSE_LABELS = {
  preemption: 'Preempted',
  eviction: 'Evicted',
  node: 'By the node',
  kubelet: 'By kubelets',
} as const;

function disruptionFact({
  cause,
  recorded,
  again,
  madeWay,
  ranOn,
  alone,
}: NonNullable<ReplayDifference['disruptions']>[number]): SummaryFact {
  const parts = [
    count(again, 'again'),
    count(madeWay, 'made way for the recorded replacement'),
    count(ranOn, 'ran on'),
    count(alone, 'in the replay alone'),
  ].filter((part) => part !== '');
  return { label: CAUSE_LABELS[cause], text: `${formatNumber(recorded)} recorded: ${parts.join(', ')}` };
}

function summary({ n, mean, p95, max }: DurationSummary): string {
  if (n === 0 || mean === null) return 'none';
  return `mean ${time(mean)} p95 ${time(p95)} max ${time(max)} (n ${formatNumber(n)})`;
}

function time(microseconds: number | null): string {
  if (microseconds === null) return NOTHING;
  const unit = microseconds < 10_000_000 ? 1_000 : 1_000_000;
  return shownDuration(Math.round(microseconds / unit) * unit);
}

/** With a sign, and with enough decimals to show a difference that is not zero. */
function percent(difference: number | null): string {
  if (difference === null) return NOTHING;
  const share = difference * 100;
  const text = share.toFixed(Math.abs(share) < 0.1 && share !== 0 ? 4 : 1);
  return `${share > 0 ? '+' : ''}${Number(text) === 0 ? '0.0' : text}%`;
}

function count(pods: number, what: string): string {
  return pods === 0 ? '' : `${formatNumber(pods)} ${what}`;
}

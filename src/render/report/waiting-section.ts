/** Renders how long pods waited, and how many waited. */
import { counted } from '../../core/errors/counted.ts';
import type { DurationSummary } from '../../core/measure/duration-summary.ts';
import type { CompressionFigures, Figures } from '../../core/measure/figures.ts';
import type { BlockRow } from '../terminal/column-blocks.ts';
import {
  formatNumber,
  formatPercent,
  formatSpan,
  formatSpeed,
  formatSpeedLimit,
  NOTHING,
} from '../terminal/human-units.ts';
import type { ReportSection } from './report-section.ts';

const HEADS = ['N', 'MEAN', 'P50', 'P90', 'P95', 'P99', 'MAX'];

export function waitingSection(figures: Figures): ReportSection {
  const { waiting, phases, compression, queue } = figures;
  const rows: BlockRow[] = [
    { name: 'created → bound', cells: [cells(waiting)] },
    ...(compression ? [{ name: '  in wall time', cells: [cells(compression.waiting)] }] : []),
    { name: 'bound → started', cells: [cells(phases.boundToStarted)] },
    ...(phases.boundToInitialized
      ? [{ name: '  of it: init containers', cells: [cells(phases.boundToInitialized)] }]
      : []),
    { name: 'started → ready', cells: [cells(phases.startedToReady)] },
  ];
  const apart = [
    ...(waiting.neverBound > 0 ? [`${counted(waiting.neverBound, 'pod')} never bound`] : []),
    ...(waiting.leftTruncated > 0 ? [`${formatNumber(waiting.leftTruncated)} older than the recording`] : []),
  ];
  const notes = [
    ...(compression ? compressionNotes(compression) : []),
    ...(apart.length === 0 ? [] : [`Not among these: ${apart.join(', ')}.`]),
    ...chanceNote(figures),
    `Queue length (pods): mean ${numberOrNothing(queue.mean)}, p95 ${numberOrNothing(queue.p95)}, max ${numberOrNothing(queue.max)}, at the end ${formatNumber(queue.end)}.`,
  ];
  return {
    title: 'WAITING',
    table: {
      rowHead: 'PHASE',
      blocks: [{ columns: HEADS.map((head) => (head === 'P90' ? { head, optional: 1 } : { head })) }],
      rows,
    },
    notes: notes.map((text) => ({ text })),
  };
}

/** One draw looks like an answer, and the next seed has another one. */
function chanceNote({ recording: { source } }: Figures): string[] {
  if (!source.drawn || source.seed === undefined) return [];
  return [
    `Seed ${source.seed} is one draw of this load, and others differ: replay --seeds 5 shows the range.`,
  ];
}

function compressionNotes({ speed, distortion, limit, bearableSpeed }: CompressionFigures): string[] {
  const legend = `All but one row in scenario time, ${formatSpeed(speed)} as long as on the wall.`;
  if (distortion === null || distortion <= limit || bearableSpeed === null) return [legend];
  const warning = `Distorted: at ${formatSpeed(speed)} the scheduler’s own time and backoff, which do not compress, add ${formatPercent(distortion)} to the time that pods hold their nodes; up to ${formatSpeedLimit(bearableSpeed)} it would be less than ${formatPercent(limit)}.`;
  return [legend, warning];
}

function cells({ n, mean, p50, p90, p95, p99, max }: DurationSummary): string[] {
  return [formatNumber(n), ...[mean, p50, p90, p95, p99, max].map(formatSpan)];
}

function numberOrNothing(value: number | null): string {
  return value === null ? NOTHING : formatNumber(value);
}

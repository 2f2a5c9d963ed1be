/** How a recording goes, in one line. */
import { formatDuration } from '../../core/time/duration.ts';
import type { RecordProgress } from './record-progress.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** @param before an earlier moment, for the rate of events. */
export function progressLine(now: RecordProgress, before: RecordProgress | undefined): string {
  const seconds = before ? (now.at - before.at) / 1e6 : 0;
  const rate = before && seconds > 0 ? (now.events - before.events) / seconds : 0;
  return [
    `recorded ${formatDuration(Math.floor(now.at / 1e6) * 1e6)}`,
    `${Math.round(rate)} events/s`,
    `${now.pods} pods and ${now.nodes} nodes alive`,
    `${now.gaps} ${now.gaps === 1 ? 'gap' : 'gaps'}`,
    `${now.acknowledged} lines on disk, ${readableBytes(now.bytes)}`,
    ...(now.isSynced ? [] : ['reading what exists']),
  ].join(', ');
}

export function readableBytes(bytes: number): string {
  let unit = 0;
  let amount = bytes;
  for (; amount >= 1024 && unit < UNITS.length - 1; unit += 1) amount /= 1024;
  return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[unit]}`;
}

/** What came of it, for the end. */
export function summaryLine({
  coverage,
  progress,
}: {
  readonly coverage: { readonly covered: number; readonly late: { readonly p99: number } };
  readonly progress: RecordProgress;
}): string {
  const { at, events, gaps, bytes } = progress;
  const covered = `${(Math.floor(coverage.covered * 1e4) / 100).toFixed(2)} %`;
  return [
    `${formatDuration(Math.round(at / 1e6) * 1e6)} recorded`,
    `${events} events`,
    `${gaps} ${gaps === 1 ? 'gap' : 'gaps'}, ${covered} of the time covered`,
    `late deliveries p99 ${formatDuration(coverage.late.p99)}`,
    readableBytes(bytes),
  ].join(', ');
}

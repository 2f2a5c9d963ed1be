/** Writes the progress and the result of a recording as one line each. */
import { counted } from '../../core/errors/counted.ts';
import { shownDuration } from '../../core/time/duration.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { formatBytes, formatShare } from './human-units.ts';

/** The progress of a recording. */
export interface RecordingState {
  /** Recording time. */
  readonly at: Microseconds;
  /** False while the recorder lists the objects that exist. */
  readonly isSynced: boolean;
  readonly events: number;
  readonly pods: number;
  readonly nodes: number;
  readonly gaps: number;
  /** Lines on the disk. */
  readonly acknowledged: number;
  readonly bytes: number;
}

/** A recording that is closed. */
export interface RecordingResult {
  readonly file: string;
  readonly coverage: { readonly covered: number; readonly late: { readonly p99: Microseconds } };
  readonly progress: RecordingState;
}

/** @param before an earlier state, for the rate of events. */
export function recordingLine(now: RecordingState, before: RecordingState | undefined): string {
  const seconds = before ? (now.at - before.at) / 1e6 : 0;
  const rate = before && seconds > 0 ? (now.events - before.events) / seconds : 0;
  return [
    `recorded ${shownDuration(Math.floor(now.at / 1e6) * 1e6)}`,
    `${Math.round(rate)} events/s`,
    `${counted(now.pods, 'pod')} and ${counted(now.nodes, 'node')} alive`,
    counted(now.gaps, 'gap'),
    `${counted(now.acknowledged, 'line')} on disk, ${formatBytes(now.bytes)}`,
    ...(now.isSynced ? [] : ['reading what exists']),
  ].join(', ');
}

export function recordingResultLine({ file, coverage, progress }: RecordingResult): string {
  const { at, events, gaps, bytes } = progress;
  const result = [
    `${shownDuration(Math.round(at / 1e6) * 1e6)} recorded`,
    counted(events, 'event'),
    `${counted(gaps, 'gap')}, ${formatShare(coverage.covered)} of the time covered`,
    `late deliveries p99 ${shownDuration(coverage.late.p99)}`,
    formatBytes(bytes),
  ].join(', ');
  return `${file}: ${result}`;
}

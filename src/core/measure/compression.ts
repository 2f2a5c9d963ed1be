/** What a live replay's compression does to waiting: the scheduler's own time and backoff run on the wall, and look longer in scenario time. */
import type { RecordingHeader } from '../recording/observation.ts';
import type { CompressionFigures } from './figures.ts';
import type { PodLedger } from './pod-ledger.ts';
import { summariseDurations } from './sample-summary.ts';

/** Of the time that pods hold their nodes: as exact as a replay's utilisation is meant to be. */
const LIMIT = 0.01;

/**
 * A pod that was refused is kept back for a second at first (kube-scheduler's podInitialBackoffSeconds, 1 by default and at least; up to
 * podMaxBackoffSeconds, 10, when it is refused again). Source: pkg/scheduler/apis/config/v1/defaults.go.
 */
const BACKOFF = 1_000_000;

/**
 * Figures of a replay that ran on the wall at another speed than 1x; null for all else.
 *
 * What does not compress is, per pod: all of its waiting on the wall if it was never refused for want of room, else one backoff, or its
 * waiting where that was shorter. At speed s this is s times as long in scenario time, at 1x once. So it takes (s − 1) × Σ more, in which
 * a node that could serve a pod may stand idle; divided by the time that pods hold their nodes that is the distortion.
 *
 * @param held ∫ (bound pods) dt in scenario time.
 */
export function compressionFigures(
  header: RecordingHeader,
  speed: number | null,
  pods: PodLedger,
  held: number,
): CompressionFigures | null {
  const isLive = header.source.kind === 'replay' && header.clock.kind !== 'virtual';
  if (!isLive || speed === null || speed <= 0 || speed === 1) return null;
  const refusedOnWall = pods.refusedWaits.map((wait) => wait / speed);
  const immediate = (total(pods.waits) - total(pods.refusedWaits)) / speed;
  const uncompressed = immediate + total(refusedOnWall.map((wait) => Math.min(wait, BACKOFF)));
  return {
    speed,
    waiting: summariseDurations(pods.waits.map((wait) => wait / speed)),
    refused: pods.refusedWaits.length,
    uncompressed: Math.round(uncompressed),
    distortion: held > 0 ? (Math.max(0, speed - 1) * uncompressed) / held : null,
    limit: LIMIT,
    bearableSpeed: held > 0 && uncompressed > 0 ? 1 + (LIMIT * held) / uncompressed : null,
  };
}

function total(durations: readonly number[]): number {
  return durations.reduce((sum, duration) => sum + duration, 0);
}

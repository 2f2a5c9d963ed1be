/** Computes how compression distorts waiting in a live replay: the scheduler's own time and its backoff run on the wall clock. */
import type { RecordingHeader } from '../recording/observation.ts';
import { summariseDurations } from './duration-percentiles.ts';
import type { CompressionFigures } from './figures.ts';
import type { PodLedger } from './pod-ledger.ts';

/** Largest distortion that is not warned about, as a share of the time that pods hold their nodes. */
const LIMIT = 0.01;

/**
 * First backoff of a refused pod, in wall µs: kube-scheduler's podInitialBackoffSeconds, 1 by default and at least. A pod that is refused
 * again waits up to podMaxBackoffSeconds, 10. Source: pkg/scheduler/apis/config/v1/defaults.go.
 */
const BACKOFF = 1_000_000;

/**
 * Figures of a replay that ran on the wall clock at another speed than 1x; null for every other recording.
 *
 * The part of a pod's waiting that does not compress is all of it, if no attempt to schedule the pod failed; else it is one backoff, or the
 * waiting where that is shorter. This part is s times as long in scenario time at speed s as at 1x. So the replay waits (s − 1) × Σ longer,
 * and during that time a node may be idle that could run a pod. The distortion is this time divided by the time that pods hold their nodes.
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

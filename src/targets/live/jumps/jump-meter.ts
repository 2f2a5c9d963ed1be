/** Counts the jumps of a play, and the wall time in which it could not jump, by reason. */
import type { JumpFacts, JumpProof } from '../../../core/recording/run-quality.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { HOLDS, type Hold } from './quiet.ts';

export interface JumpMeter {
  /** @param by scenario time. @param waiting pods that found no room. */
  jumped(by: Microseconds, waiting: number): void;
  scraped(): void;
  /** Wall time passed, and the clock was held. */
  held(reason: Hold, wall: Microseconds): void;
  facts(): JumpFacts;
}

/** kube-scheduler tries a pod that waits for 5 minutes again, although nothing changed (pkg/scheduler/backend/queue/scheduling_queue.go). */
const SWEEP_EVERY: Microseconds = 300_000_000;

export function createJumpMeter(proof: JumpProof): JumpMeter {
  let count = 0;
  let skipped = 0;
  let scrapes = 0;
  let sweeps = 0;
  const held = new Map<Hold, Microseconds>();
  return {
    jumped(by, waiting) {
      count += 1;
      skipped += by;
      sweeps += (waiting * by) / SWEEP_EVERY;
    },
    scraped() {
      scrapes += 1;
    },
    held: (reason, wall) => held.set(reason, (held.get(reason) ?? 0) + wall),
    facts: () => ({
      count,
      skipped,
      scrapes,
      sweeps: Math.round(sweeps),
      proof,
      held: Object.fromEntries(HOLDS.flatMap((hold) => (held.has(hold) ? [[hold, held.get(hold)!]] : []))),
    }),
  };
}

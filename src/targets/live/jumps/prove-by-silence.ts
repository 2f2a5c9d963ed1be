/** Allows jumps on a cluster whose scheduler does not show its counters: only while no pod waits, and after a time without a change. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { type ClusterCalm, createClusterCalm } from './cluster-calm.ts';
import type { Fence } from './fence.ts';
import type { JumpVerdict } from './jumper.ts';
import type { NotedWrites } from './noted-writes.ts';

export interface SilenceOptions extends ClusterCalm {
  readonly fence: Fence;
  readonly written: NotedWrites;
}

/** What the scheduler may take to see a change. Nothing proves it. */
const GUARD: Microseconds = 500_000;
const LOOK_EVERY: Microseconds = 3_000;
const PATIENCE: Microseconds = 2_000_000;

export function createSilence(options: SilenceOptions): () => Promise<JumpVerdict> {
  const { clock, fence, written } = options;
  const heldByOthers = createClusterCalm(options);
  let fenced = -1;
  let fencedAt = 0;
  return async () => {
    if (fence.unboundSeen > 0) return { held: 'scheduler', wait: LOOK_EVERY * 10 };
    const { writes } = written;
    if (fenced !== writes) {
      await fence.write(undefined);
      const end = clock.now() + PATIENCE;
      while (!fence.isSeen) {
        if (clock.now() > end) return { held: 'fence', wait: LOOK_EVERY };
        await clock.sleep(LOOK_EVERY);
      }
      fenced = writes;
      fencedAt = clock.now();
    }
    const left = Math.max(fencedAt, fence.changedAt) + GUARD - clock.now();
    if (left > 0) return { held: 'scheduler', wait: left };
    return (await heldByOthers()) ?? { waiting: 0 };
  };
}

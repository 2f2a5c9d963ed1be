/** Says which drains are not over at the end of a play, as `kubectl drain` would still wait. */
import { counted } from '../../errors/counted.ts';
import type { Microseconds } from '../../time/microseconds.ts';

/** After an eviction that a budget refuses (staging kubectl/pkg/drain/drain.go, evictPods). */
export const DRAIN_RETRY: Microseconds = 5_000_000;

/** A pod that a budget protects from its eviction. */
export interface HeldPod {
  readonly node: string;
  /** What protects it, as a clause. */
  readonly because: string;
}

/** @returns a sentence for each node that is not drained. */
export function unfinishedDrains(held: Iterable<HeldPod>): string[] {
  const byNode = Map.groupBy(held, ({ node }) => node);
  return [...byNode].map(([node, pods]) => {
    const others = pods.length === 1 ? '' : ` (left: ${counted(pods.length, 'pod')})`;
    return `node "${node}" is not drained at the end: ${pods[0]!.because}${others}`;
  });
}

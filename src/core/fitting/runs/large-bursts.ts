/** Finds the bursts that carry most of the pods, of their time or of their requests: where they fall, and how their pods run, decides the totals. */

import { splitBursts } from '../arrivals/bursts.ts';
import type { Watch } from '../pods/group-samples.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import { carriedShares, MOST_SCATTER } from './heavy-runs.ts';

/** Pods that come at most this many seconds apart are one burst, as ReplicaSets and Jobs create them. */
const AT_ONCE = 2;
/** Fewer pods show too little of their run times. */
const FEWEST_PODS = 5;
/** Each is a stretch of the pace and has run times of its own in the scenario. */
const MOST_BURSTS = 60;

/**
 * The fewest bursts, the largest first, without which the totals over the other bursts have a standard deviation of at most 5 %
 * of the whole, as heavyRuns has it for pods: √Σ x² ÷ Σ x of a compound Poisson process.
 *
 * @param pods - without those that are written one by one.
 * @returns the pods of each, in the order of time.
 */
export function largeBursts(pods: readonly PodHistory[], { window }: Watch): (readonly PodHistory[])[] {
  const arrived = pods.filter(({ wasThere }) => !wasThere).sort((one, other) => one.created - other.created);
  const { sizes } = splitBursts(
    arrived.map(({ created }) => created),
    AT_ONCE,
  );
  const starts = [0];
  for (const size of sizes) starts.push(starts.at(-1)! + size);
  const ofPods = [arrived.map(() => 1 / arrived.length), ...carriedShares(arrived, window)];
  const measures = ofPods.map((share) =>
    sizes.map((_, burst) => sumOf(share.slice(starts[burst], starts[burst + 1]))),
  );
  const weights = sizes.map((_, burst) => Math.max(...measures.map((measure) => measure[burst]!)));
  const order = sizes
    .map((_, burst) => burst)
    .filter((burst) => sizes[burst]! >= FEWEST_PODS)
    .sort((one, other) => weights[other]! - weights[one]!)
    .slice(0, MOST_BURSTS);
  const squares = measures.map((measure) => sumOf(measure.map((share) => share * share)));
  const large: number[] = [];
  for (const burst of order) {
    if (squares.every((sum) => sum <= MOST_SCATTER ** 2)) break;
    large.push(burst);
    for (const [which, measure] of measures.entries()) squares[which]! -= measure[burst]! ** 2;
  }
  large.sort((one, other) => one - other);
  return large.map((burst) => arrived.slice(starts[burst], starts[burst + 1]));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

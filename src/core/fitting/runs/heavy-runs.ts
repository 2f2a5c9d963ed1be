/** Finds the few pods that carry most of the time and of the requests of a group: no law of so few can be estimated, so they are written one by one. */

import { parseAmount } from '../../objects/quantity.ts';
import { isCutOff } from '../pods/end-cause.ts';
import { startOf, type Watch, wasWaiting } from '../pods/group-samples.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import { requestsOf } from './request-shares.ts';

/** The total of the other pods scatters by at most this share of the whole. */
export const MOST_SCATTER = 0.05;
/** At most this share of a group is written one by one… */
const MOST_SHARE = 0.2;
/** …unless it has fewer pods than this: their arrivals are recorded times anyway. */
const FEW_PODS = 20;

/**
 * The smallest set, the heaviest first, without which the total over the others of time, and of time × amount of each resource, has a
 * standard deviation of at most 5 % of the whole: √Σ x² ÷ Σ x, as of a compound Poisson process.
 */
export function heavyRuns(pods: readonly PodHistory[], { window }: Watch): ReadonlySet<PodHistory> {
  const ran = pods.filter(
    (pod) => (startOf(pod) !== undefined || pod.isUnbound === true) && !wasWaiting(pod),
  );
  const created = pods.filter(({ wasThere }) => !wasThere).length;
  if (created < FEW_PODS && ran.length < 2 * FEW_PODS) return new Set(ran);
  const measures = carriedShares(ran, window);
  const weights = ran.map((_, index) => Math.max(...measures.map((measure) => measure[index]!)));
  const order = ran.map((_, index) => index).sort((a, b) => weights[b]! - weights[a]!);
  const squares = measures.map((measure) => measure.reduce((sum, share) => sum + share * share, 0));
  const heavy = new Set<PodHistory>();
  for (const index of order) {
    if (squares.every((sum) => sum <= MOST_SCATTER ** 2) || heavy.size >= MOST_SHARE * pods.length) break;
    heavy.add(ran[index]!);
    for (const [which, measure] of measures.entries()) squares[which]! -= measure[index]! ** 2;
  }
  return heavy;
}

/** For the time and for each resource, the share of each pod in the whole. */
export function carriedShares(pods: readonly PodHistory[], window: number): number[][] {
  const amounts = pods.map(({ template }) => requestsOf(template));
  const times = pods.map(({ ended, seen }) => Math.max(0, (ended ?? window) - seen));
  const names = [...new Set(amounts.flatMap((each) => Object.keys(each)))];
  const held = names.map((name) =>
    amounts.map((each, index) => (name in each ? parseAmount(name, each[name]!) * times[index]! : 0)),
  );
  return [times, ...held].flatMap((values) => {
    const whole = values.reduce((sum, value) => sum + value, 0);
    return whole > 0 ? [values.map((value) => value / whole)] : [];
  });
}

/** What is known of a run, in seconds from its start: its lifetime, or that it is longer than this. */
export interface KnownRun {
  readonly lifetime?: number;
  readonly longerThan?: number;
}

/** A run that the window or the cluster cut off is only known to be longer. */
export function knownRun(pod: PodHistory, window: number): KnownRun {
  const start = startOf(pod) ?? pod.created;
  const length = Math.max(0, (pod.ended ?? window) - start);
  return pod.ended === undefined || isCutOff(pod.cause) ? { longerThan: length } : { lifetime: length };
}

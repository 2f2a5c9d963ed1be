/** Draws when something that fails is gone: up times and repair times by turns, from random streams of its own. */
import { UserError } from '../../errors/user-error.ts';
import type { DrawnFailures } from '../../scenario/drawn-failures.ts';
import { NEVER } from '../../time/microseconds.ts';
import { drawTime, microseconds } from '../draw-time.ts';

/** Times are integer microseconds. */
export interface NodeOutage {
  /** When its nodes are drained; `at` where there is no notice. */
  readonly noticed: number;
  readonly at: number;
  /** When they are back; NEVER if they do not come back. */
  readonly until: number;
  /** The longest time that a drained pod takes to end; undefined: its own grace period. */
  readonly grace: number | undefined;
}

/** More failures of one node than this are a mistake in the parameters. */
const MOST_OUTAGES = 100_000;

/** The outages that begin up to `end`, as {@link drawnOutages} gives them. @throws {UserError} also for failures without end. */
export function outagesUntil(
  failures: DrawnFailures,
  seed: number,
  domain: readonly string[],
  start: number,
  end: number,
): NodeOutage[] {
  const outages: NodeOutage[] = [];
  for (const outage of drawnOutages(failures, seed, domain, start)) {
    if (outage.at > end) break;
    outages.push(outage);
    if (outages.length > MOST_OUTAGES) {
      throw new UserError(`"${domain.join(' ')}" fails more than ${MOST_OUTAGES / 1000},000 times`, {
        position: failures.position,
        next: 'give a longer time between failures, or a shorter duration',
      });
    }
  }
  return outages;
}

/**
 * All outages, in order of time. They depend on the seed, on the name of the entry and on what fails, and on nothing else: another load
 * or other nodes do not change them.
 *
 * @param domain - what fails: the name of a node, or the value of a label.
 * @param start - from when on it can fail: it counts as just returned then.
 * @throws {UserError} for draws that are no valid time.
 */
export function* drawnOutages(
  failures: DrawnFailures,
  seed: number,
  domain: readonly string[],
  start: number,
): Generator<NodeOutage, void> {
  const { name, betweenFailures, repair, notice, grace } = failures;
  const entry = { ...failures, name: `failures ${name}` };
  const draw = (what: string, distribution: typeof betweenFailures): (() => number) => {
    const next = drawTime(distribution, seed, 'failures', name, ...domain, what);
    return () => microseconds(next(), entry);
  };
  const upTime = draw('between', betweenFailures);
  const downTime = repair ? draw('repair', repair) : () => NEVER;
  let back = start;
  while (back < NEVER) {
    const at = back + upTime();
    if (at >= NEVER) return;
    const until = Math.min(NEVER, at + downTime());
    yield { noticed: Math.max(back, at - notice), at, until, grace };
    back = until;
  }
}

/** Outages that overlap or touch as one: what several causes take down is back when none of them holds it any more. */
export function mergedOutages(outages: readonly NodeOutage[]): NodeOutage[] {
  const merged: NodeOutage[] = [];
  for (const outage of outages.toSorted((one, other) => one.at - other.at)) {
    const last = merged.at(-1);
    if (last && outage.at <= last.until)
      merged[merged.length - 1] = { ...last, until: Math.max(last.until, outage.until) };
    else merged.push({ ...outage, noticed: Math.max(outage.noticed, last?.until ?? 0) });
  }
  return merged;
}

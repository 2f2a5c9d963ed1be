/** Tries whether a decision is explained by another order of events that happened at almost the same time. */
import type { Change } from './recorded-cluster.ts';

/** What happened shortly before a decision was seen, and which pods were bound shortly after it. */
export interface Surroundings {
  /** In order of time. */
  readonly before: readonly Change[];
  /** Each puts one of the next bound pods on its node, in order of time. */
  readonly after: readonly (() => Change | undefined)[];
}

/** The search for an order is bounded: in numbers of changes that are taken back, and of bindings that come first. */
const MOST_BEFORE = 16;
const MOST_AFTER = 8;
const BEFORE_WITH_AFTER = 4;

/**
 * A scheduler decides some time before its decision is seen, and binds several pods at once. So a decision may not know the last changes,
 * and may know pods whose binding is seen only later.
 *
 * @param holds whether the decision is explained in the present state of the cluster. The state afterwards is the state before.
 */
export function holdsInOtherOrder({ before, after }: Surroundings, holds: () => boolean): boolean {
  const frees = before.filter(({ binds }) => !binds);
  if (holdsWithout(frees.slice(-MOST_BEFORE), holds)) return true;
  if (holdsWithout(before.slice(-MOST_BEFORE), holds)) return true;
  const early: Change[] = [];
  let found = false;
  for (const bindEarly of after.slice(0, MOST_AFTER)) {
    const change = bindEarly();
    if (!change) continue;
    early.push(change);
    found = holds() || holdsWithout(frees.slice(-BEFORE_WITH_AFTER), holds);
    if (found) break;
  }
  for (const change of early.toReversed()) change.undo();
  return found;
}

/** Takes the changes back one after the other, from the last to the first, until the decision is explained. */
function holdsWithout(changes: readonly Change[], holds: () => boolean): boolean {
  const undone: Change[] = [];
  let found = false;
  for (const change of changes.toReversed()) {
    change.undo();
    undone.push(change);
    found = holds();
    if (found) break;
  }
  for (const change of undone.toReversed()) change.redo();
  return found;
}

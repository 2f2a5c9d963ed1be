/** Decides whether the order of the scheduler's queue explains a decision. A recording may show bindings in another order. */
import { holdsWithout, MOST_BEFORE, type Surroundings } from './other-orders.ts';

/**
 * kube-scheduler decides about one pod after the other, and counts each as bound at once. The bindings are then written side by side and seen
 * in another order. A new pod is decided about after those that came to the queue before it, and at some moment between its arrival and its
 * binding: what happened after that moment it did not know.
 *
 * @returns false for a pod that was refused before, because no recording contains when it is tried again.
 */
export function holdsInOrderOfQueue(surroundings: Surroundings, holds: () => boolean): boolean {
  const { place, queuedAt, before, after } = surroundings;
  if (place === undefined) return false;
  const later = before.filter((change) => change.place !== undefined && change.place > place);
  for (const change of later.toReversed()) change.undo();
  const early = after.flatMap((binding) =>
    binding.place !== undefined && binding.place < place ? (binding.bind() ?? []) : [],
  );
  const unknown = before.filter(({ at, binds }) => binds === undefined && at > queuedAt);
  const found = holds() || holdsWithout(unknown.slice(-MOST_BEFORE), holds) !== undefined;
  for (const change of early.toReversed()) change.undo();
  for (const change of later) change.redo();
  return found;
}

/** Tries whether a decision is explained by another order of events that happened at almost the same time. */
import type { Microseconds } from '../time/microseconds.ts';
import type { Change } from './recorded-cluster.ts';

/** A pod that is seen to be bound shortly after a decision. */
export interface LaterBinding {
  /** When it is seen. */
  readonly at: Microseconds;
  readonly queuedAt: Microseconds;
  /** The place of the pod in the queue; undefined where it is not known. */
  readonly place?: number | undefined;
  /** Puts the pod on its node now; undefined if it does not exist yet, or no longer. */
  bind(): Change | undefined;
}

/** What happened shortly before a decision was seen, and which pods were bound shortly after it. */
export interface Surroundings {
  /** When the pod was queued that was decided about. */
  readonly queuedAt: Microseconds;
  /** Its place in the queue; undefined where it is not known. */
  readonly place?: number | undefined;
  /** In order of time. */
  readonly before: readonly Change[];
  /** In order of time. */
  readonly after: readonly LaterBinding[];
}

/** An order of events, other than the observed one, in which the model decides as the scheduler did. */
export type OtherOrder =
  /** The scheduler did not know the changes since then. */
  | { readonly kind: 'changes-not-seen' | 'changes-and-bindings-not-seen'; readonly from: Microseconds }
  /** It decided in the order in which the pods came, or came again. */
  | { readonly kind: 'order-of-arrival' }
  /** It knew the bindings that are seen up to then. */
  | { readonly kind: 'later-bindings-first'; readonly to: Microseconds };

/** The search for an order is bounded: in numbers of changes that are taken back, and of bindings that come first. */
export const MOST_BEFORE = 64;
const MOST_AFTER = 32;
const BEFORE_WITH_AFTER = 4;

/**
 * A scheduler decides some time before its decision is seen, and binds several pods at once. So a decision may not know the last changes,
 * and may know pods whose binding is seen only later.
 *
 * @param holds whether the decision is explained in the present state of the cluster. The state afterwards is the state before.
 * @returns undefined if no order that is tried explains it.
 */
export function explainingOrder(surroundings: Surroundings, holds: () => boolean): OtherOrder | undefined {
  const { before } = surroundings;
  const unseen = holdsWithout(before.filter(isNoBinding).slice(-MOST_BEFORE), holds);
  if (unseen) return { kind: 'changes-not-seen', from: unseen.at };
  const unknown = holdsWithout(before.slice(-MOST_BEFORE), holds);
  if (unknown) return { kind: 'changes-and-bindings-not-seen', from: unknown.at };
  if (holdsInOrderOfArrival(surroundings, holds)) return { kind: 'order-of-arrival' };
  const first = holdsAfter(surroundings, holds);
  return first === undefined ? undefined : { kind: 'later-bindings-first', to: first };
}

/** kube-scheduler decides about pods of one priority in order of their arrival, whatever the order in which their bindings are seen. */
function holdsInOrderOfArrival({ queuedAt, before, after }: Surroundings, holds: () => boolean): boolean {
  const later = before.filter(({ binds }) => binds !== undefined && binds > queuedAt);
  for (const change of later.toReversed()) change.undo();
  const early = after.flatMap((binding) => (binding.queuedAt < queuedAt ? (binding.bind() ?? []) : []));
  const isOther = later.length > 0 || early.length > 0;
  const found =
    isOther && (holds() || holdsWithout(before.filter(isNoBinding).slice(-MOST_BEFORE), holds) !== undefined);
  for (const change of early.toReversed()) change.undo();
  for (const change of later) change.redo();
  return found;
}

/** Puts the pods that are bound next on their nodes first, one after the other. @returns when the last one needed is seen. */
function holdsAfter({ before, after }: Surroundings, holds: () => boolean): Microseconds | undefined {
  const frees = before.filter(isNoBinding).slice(-BEFORE_WITH_AFTER);
  const early: Change[] = [];
  let found: Microseconds | undefined;
  for (const binding of after.slice(0, MOST_AFTER)) {
    const change = binding.bind();
    if (!change) continue;
    early.push(change);
    if (!holds() && holdsWithout(frees, holds) === undefined) continue;
    found = binding.at;
    break;
  }
  for (const change of early.toReversed()) change.undo();
  return found;
}

/** Takes the changes back one after the other, from the last to the first, until the decision is explained. @returns the first of them then. */
export function holdsWithout(changes: readonly Change[], holds: () => boolean): Change | undefined {
  const undone: Change[] = [];
  let found: Change | undefined;
  for (const change of changes.toReversed()) {
    change.undo();
    undone.push(change);
    if (!holds()) continue;
    found = change;
    break;
  }
  for (const change of undone.toReversed()) change.redo();
  return found;
}

function isNoBinding({ binds }: Change): boolean {
  return binds === undefined;
}

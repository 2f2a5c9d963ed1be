/** Knows since when each node of the autoscaler is empty or underused, and when the next one may leave. */
import type { ResourceAmounts } from '../../../core/objects/quantity.ts';
import type { Consolidation } from '../../../core/scenario/autoscaler.ts';
import type { ManagedPool } from './managed-pools.ts';

export interface ManagedNode {
  readonly name: string;
  readonly pool: ManagedPool;
  emptySince: number | undefined;
  underusedSince: number | undefined;
  /** Not looked at again before then. */
  restUntil: number;
  isLeaving: boolean;
}

export interface NodeClocks {
  readonly nodes: ReadonlyMap<string, ManagedNode>;
  join(name: string, pool: ManagedPool, now: number): void;
  leave(name: string): void;
  /** The pods of a node changed. @param requested by its pods, without those of DaemonSets. */
  look(name: string, pods: number, requested: ResourceAmounts, offers: ResourceAmounts, now: number): void;
  /** When a node can leave, if nothing changes; infinite for never. */
  nextAt(): number;
  /** The nodes whose time is over, empty ones first. */
  due(now: number): readonly ManagedNode[];
  rest(node: ManagedNode, until: number): void;
  /** The size of a pool changed. */
  recount(): void;
}

export function nodeClocks({
  emptyAfter,
  underusedAfter,
  underusedBelow,
  cooldown,
}: Consolidation): NodeClocks {
  const nodes = new Map<string, ManagedNode>();
  /** Those that are empty or underused. */
  const candidates = new Set<ManagedNode>();
  let lastJoin = Number.NEGATIVE_INFINITY;
  let next: number | undefined;

  function dueAt({ pool, emptySince, underusedSince, restUntil, isLeaving }: ManagedNode): number {
    if (isLeaving || pool.size <= pool.min) return Number.POSITIVE_INFINITY;
    const over =
      emptySince === undefined
        ? (underusedSince ?? Number.POSITIVE_INFINITY) + underusedAfter
        : emptySince + emptyAfter;
    return Math.max(over, restUntil, lastJoin + cooldown);
  }

  return {
    nodes,
    join(name, pool, now) {
      lastJoin = now;
      next = undefined;
      nodes.set(name, {
        ...{ name, pool, emptySince: undefined, underusedSince: undefined, restUntil: 0, isLeaving: false },
      });
    },
    leave(name) {
      const node = nodes.get(name);
      if (!node) return;
      nodes.delete(name);
      candidates.delete(node);
      next = undefined;
    },
    look(name, pods, requested, offers, now) {
      const node = nodes.get(name);
      if (!node) return;
      const isEmpty = pods === 0;
      const isUnderused = !isEmpty && highestShare(requested, offers) < underusedBelow;
      if (isEmpty === (node.emptySince !== undefined) && isUnderused === (node.underusedSince !== undefined))
        return;
      next = undefined;
      node.emptySince = isEmpty ? (node.emptySince ?? now) : undefined;
      node.underusedSince = isUnderused ? (node.underusedSince ?? now) : undefined;
      if (isEmpty || isUnderused) candidates.add(node);
      else candidates.delete(node);
    },
    nextAt() {
      next ??= [...candidates].reduce(
        (least, node) => Math.min(least, dueAt(node)),
        Number.POSITIVE_INFINITY,
      );
      return next;
    },
    due(now) {
      next = undefined;
      return [...candidates]
        .filter((node) => dueAt(node) <= now)
        .sort((one, other) => Number(other.emptySince !== undefined) - Number(one.emptySince !== undefined));
    },
    recount() {
      next = undefined;
    },
    rest(node, until) {
      node.restUntil = until;
      next = undefined;
    },
  };
}

function highestShare(requested: ResourceAmounts, offers: ResourceAmounts): number {
  return Math.max(
    ...['cpu', 'memory'].map((resource) => {
      const offered = offers.get(resource) ?? 0;
      return offered > 0 ? (requested.get(resource) ?? 0) / offered : 0;
    }),
  );
}

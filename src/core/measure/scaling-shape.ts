/** Defines the figures of an autoscaler. They are apart, because the figures of a report contain them. */
import type { DurationSummary } from './duration-summary.ts';

export interface ScalingFigures {
  /** Sum over its nodes of the time that they were there. */
  readonly nodeTime: number;
  /** Of all nodes with a price, in the currency of the prices; null where none has a price. */
  readonly cost: number | null;
  /** From the creation of the oldest pod that a node is for to the node. */
  readonly latency: DurationSummary;
  /** From the order of a node to the node. */
  readonly provisioning: DurationSummary;
  readonly pools: readonly ScaledPool[];
}

interface ScaledPool {
  /** null for nodes without a pool. */
  readonly pool: string | null;
  /** Nodes that came after the start, and nodes that are gone. */
  readonly joined: number;
  readonly left: number;
  /** Most nodes at one time. */
  readonly most: number;
  readonly nodeTime: number;
  readonly cost: number | null;
}

/** Defines the autoscaler of a loaded scenario: its pools, which of them grows, and when nodes leave. */
import type { Distribution } from '../distributions/families/distribution.ts';
import type { SourcePosition } from '../errors/user-error.ts';
import type { ResourceAmounts } from '../objects/quantity.ts';
import type { NodeOffer } from './node-offer.ts';

export interface Autoscaler {
  /** In the order of the file. */
  readonly pools: readonly AutoscaledPool[];
  readonly expander: Expander;
  /** Integer microseconds from the first pod without room to the order. */
  readonly batch: number;
  readonly consolidation: Consolidation;
}

/** How one of several pools is chosen. */
export type Expander = 'least-waste' | 'price';

export interface AutoscaledPool {
  readonly name: string;
  readonly offer: NodeOffer;
  readonly min: number;
  readonly max: number;
  /** Most capacity of all nodes together, in the units of ResourceAmounts. */
  readonly limits: ResourceAmounts;
  /** From the order to the node, in seconds. */
  readonly delay: Distribution;
  /** Of one node for one hour. */
  readonly price: number | undefined;
  readonly position: SourcePosition;
}

/** Times are integer microseconds. */
export interface Consolidation {
  readonly emptyAfter: number;
  readonly underusedAfter: number;
  /** A share of what a node offers. */
  readonly underusedBelow: number;
  readonly cooldown: number;
}

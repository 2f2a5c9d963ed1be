/** Declares the result of a verification as plain data. */
import type { Microseconds } from '../time/microseconds.ts';
import type { OtherOrder } from './other-orders.ts';
import type { UndecidedReason } from './undecided.ts';

/** A node in a disagreement, as the model sees it. */
export interface NodeOpinion {
  readonly node: string;
  /** Absent if only one node was feasible, and for a node that a filter refused. */
  readonly total?: number;
  /** Plugin → score × weight. */
  readonly scores?: Readonly<Record<string, number>>;
  /** The filter that refused the node, and why. */
  readonly refusedBy?: string;
  readonly reasons?: readonly string[];
}

/** A decision that the model would not have taken. */
export interface Disagreement {
  readonly at: Microseconds;
  readonly uid: string;
  readonly namespace: string;
  readonly pod: string;
  /** Where the pod was put. Absent: it was called unschedulable. */
  readonly real?: NodeOpinion;
  /** The message of an unschedulable pod, real or of the model. */
  readonly message?: string;
  /** Where the model would have put it. Absent: it finds no node. */
  readonly model?: NodeOpinion;
  /** Number of nodes that the model finds equally good. */
  readonly best: number;
}

/** A binding that the model takes too, if events come in another order. */
export interface ReorderedBinding {
  readonly at: Microseconds;
  readonly uid: string;
  readonly namespace: string;
  readonly pod: string;
  readonly node: string;
  readonly order: OtherOrder;
  /** Whether the pod was refused before: no recording contains when it was tried again. */
  readonly isRetry: boolean;
}

/** A binding to a node that is the best of some nodes which a search that ends early can find. */
export interface PartialBinding {
  readonly at: Microseconds;
  readonly uid: string;
  readonly namespace: string;
  readonly pod: string;
  readonly node: string;
  /** Number of feasible nodes, and how many of them the search finds. */
  readonly feasible: number;
  readonly needed: number;
  /** Number of workers that search at the same time. */
  readonly parallelism: number;
  /** Whether it takes the order in which pods came to the queue too. */
  readonly isInQueueOrder: boolean;
}

export interface Verification {
  /** Version of the model. */
  readonly kubernetes: string;
  readonly bindings: {
    readonly decided: number;
    /** The node is one of the best of the model. */
    readonly best: number;
    /** It is, if pods are decided about in the order in which they came to the queue. */
    readonly inQueueOrder: number;
    /** It is the best of some nodes which a search can find that ends before it has seen every feasible node. */
    readonly partialSearch: number;
    /** It is, if events within the slack come in another order. */
    readonly reordered: number;
    readonly elsewhere: number;
    /** It is the very node that the model chooses; null up to 1.34, where kube-scheduler draws between equal nodes. */
    readonly veryNode: number | null;
    /** Bindings with several best nodes. */
    readonly ties: number;
  };
  readonly refusals: {
    readonly decided: number;
    /** The model finds no node either. */
    readonly agreed: number;
    readonly reordered: number;
    readonly otherwise: number;
    /** The model's message is the same, to the letter. */
    readonly sameMessage: number;
  };
  /** (best + inQueueOrder + partialSearch + reordered) ÷ decided of the bindings; 1 if none was decided. */
  readonly share: number;
  /** Reason → number of decisions. */
  readonly undecided: Readonly<Partial<Record<UndecidedReason, number>>>;
  /** Microseconds within which the order of events is not known. */
  readonly slack: Microseconds;
  /** The first ones, in order of time: each binding of `bindings.partialSearch`. */
  readonly partial: readonly PartialBinding[];
  /** The first ones, in order of time: each binding of `bindings.reordered`. */
  readonly reordered: readonly ReorderedBinding[];
  /** The first ones, in order of time. */
  readonly disagreements: readonly Disagreement[];
}

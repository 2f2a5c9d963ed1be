/** Declares the entries of the embedded cluster's event heap: what the cluster still has to do. */
import type { NodeOutage } from '../../core/timeline/disturbances/outages.ts';

/** Something that the cluster itself still has to do. */
export type Due =
  | {
      readonly kind: 'bind';
      readonly uid: string;
      readonly nodeUid: string | undefined;
      readonly node: string;
    }
  | { readonly kind: 'unschedulable'; readonly uid: string; readonly message: string }
  | {
      readonly kind: 'start' | 'ready' | 'end' | 'deadline' | 'gone' | 'withdraw' | 'give-up';
      readonly uid: string;
    }
  /** An eviction that a budget refused is tried again. `grace`: the longest time that the pod takes to end. */
  | { readonly kind: 'drain'; readonly uid: string; readonly grace?: number }
  | NodeFailureDue
  | { readonly kind: 'evict'; readonly uid: string }
  /** A round of the descheduler. */
  | { readonly kind: 'deschedule' }
  | IncidentDue
  | UsageDue
  | Preemption;

/** Something that happens to a pod between its start and its end: the entry of its plan's incidents. */
export interface IncidentDue {
  readonly kind: 'incident';
  readonly uid: string;
  readonly index: number;
  readonly boundAt: number;
}

/** The pod uses other amounts from here on: the step of its usage. */
export interface UsageDue {
  readonly kind: 'usage';
  readonly uid: string;
  readonly index: number;
  /** From which its steps count. */
  readonly startedAt: number;
}

/** A pod makes room for itself on a node. */
export interface Preemption {
  readonly kind: 'preempt';
  readonly uid: string;
  readonly nominated: string;
  readonly victims: readonly string[];
}

/** A node of the autoscaler is drained, or is gone. */
export interface NodeFailureDue {
  readonly kind: 'node-failure';
  /** Of the node that joined, not of a later one of its name. */
  readonly nodeUid: string;
  readonly name: string;
  readonly outage: NodeOutage;
  /** False: it alone does not keep a play going that has no end of its own. */
  readonly keepsGoing: boolean;
}

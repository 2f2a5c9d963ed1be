/** Declares what a live target needs to know about the program that simulates nodes on its cluster. */

import type { Microseconds } from '../../core/time/microseconds.ts';

/** The part of a node by which a simulated one is recognised. */
export interface NodeMarks {
  readonly metadata: {
    readonly labels?: Readonly<Record<string, string>> | null;
    readonly annotations?: Readonly<Record<string, string>> | null;
  };
  readonly status?: { readonly nodeInfo?: { readonly kubeletVersion?: string } };
}

export interface NodeSimulator {
  /** As messages name it: KWOK. */
  readonly name: string;
  /** Annotations of a node that it is to simulate. */
  readonly nodeAnnotations: Readonly<Record<string, string>>;
  isSimulated(node: NodeMarks): boolean;
  /** What to check where nodes of a run do not become ready. */
  readonly ifNotReady: string;
  /** Nodes are ready when they are created, and keg gives signs of life: no other program does. */
  readonly isKept: boolean;
  /** Starts bound pods and makes them ready where no Stages of keg do. */
  readonly startsPods: boolean;
  /** Objects that carry out the phases of pods from their annotations (objects/pod-timing.ts), where the cluster serves them. */
  stages(run: string): readonly object[];
  /** The least time from a pod's binding to the start that keg sends, in wall time. Default 0. */
  readonly leastStart?: Microseconds;
  /** Whether the cluster's scheduler writes into a pod after every attempt, which wakes the pod again. Default: no. */
  readonly wakesByItself?: boolean;
  /** What differs where the cluster does not serve them, a sentence each. */
  withoutStages(workloadKinds: ReadonlySet<string>): readonly string[];
}

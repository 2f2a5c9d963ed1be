/** Declares a recorded sequence of a real kube-scheduler: a cluster, the steps that were played on it, and every decision. */
import type { ClusterObject } from '../../../../src/core/objects/cluster-object.ts';
import type { Node } from '../../../../src/core/objects/node.ts';
import type { PodMetadata, PodSpec, PodTemplate } from '../../../../src/core/objects/pod.ts';

export interface RecordedDecision {
  readonly outcome?: string;
  /** The node where room was made, and the pods that were deleted for it. */
  readonly nominated?: string;
  readonly victims?: readonly string[];
  /** Victims that are still there, because they have a grace period. */
  readonly terminating?: readonly string[];
  /** The node to which the preempting pod was bound when its victims were gone. */
  readonly then?: string | null;
  readonly node?: string | null;
  readonly feasible?: readonly string[] | null;
  readonly scores?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly totals?: Readonly<Record<string, number>>;
  readonly best?: readonly string[];
  readonly evaluated?: number;
  readonly feasibleCount?: number;
  readonly message?: string;
}

type RecordedPod = PodTemplate & { readonly metadata: PodMetadata & { readonly name: string } };

export interface LiveStep extends RecordedDecision {
  readonly create?: RecordedPod;
  readonly admitted?: Partial<PodSpec>;
  /** Stays in the queue. */
  readonly kept?: boolean;
  readonly delete?: string;
  readonly ungate?: string;
  /** The scheduling gates that stay. */
  readonly remaining?: readonly string[];
  /** Changes of the spec that come with the removal of gates. */
  readonly patchSpec?: Partial<PodSpec>;
  readonly labelPod?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly setPhase?: string;
  /** RFC 3339: when the pod started, set after it was bound. */
  readonly startTime?: string;
  readonly updateNode?: Node;
  readonly addNode?: Node;
  readonly deleteNode?: string;
  readonly attempts?: readonly (RecordedDecision & { readonly pod: string })[];
  readonly stillPending?: readonly string[];
}

export interface LiveSequence {
  readonly id: string;
  readonly family: string;
  readonly kubernetes: string;
  readonly parallelism: number;
  readonly config: unknown;
  readonly objects?: readonly ClusterObject[] | null;
  readonly nodes: readonly Node[];
  readonly steps: readonly LiveStep[];
}

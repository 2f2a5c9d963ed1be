/** Declares a drawn sequence: a small cluster and the steps that are played on it. */
import type { ClusterObject } from '../../../src/core/objects/cluster-object.ts';
import type { Node } from '../../../src/core/objects/node.ts';
import type { PodMetadata, PodSpec } from '../../../src/core/objects/pod.ts';

/** A change of the cluster. Only `create` without a node, and changes that wake waiting pods, lead to decisions. */
export type DrawnStep =
  | {
      readonly create: { readonly metadata: PodMetadata & { readonly name: string }; readonly spec: PodSpec };
      /** Stays in the queue if it is unschedulable. Otherwise it is deleted at once. */
      readonly kept?: true;
    }
  | { readonly delete: string }
  | { readonly updateNode: Node }
  /** Removes the scheduling gates of a pod. */
  | { readonly ungate: string }
  | { readonly labelPod: string; readonly labels: Readonly<Record<string, string>> };

export interface DrawnSequence {
  readonly id: string;
  readonly family: string;
  /** Profile part of a KubeSchedulerConfiguration, or several profiles; null for the defaults. */
  readonly config: object | null;
  /** Created before the nodes. */
  readonly objects?: readonly ClusterObject[];
  /** In the order in which they are added. */
  readonly nodes: readonly Node[];
  readonly steps: readonly DrawnStep[];
}

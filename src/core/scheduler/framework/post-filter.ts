/** Declares what PostFilter plugins get when no node is feasible: the diagnosis, and trials of the filters on changed nodes. */
import type { NodeInfo } from '../cache/node-info.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { PodState } from './pod-state.ts';
import type { Rejection } from './rejection.ts';

/** A node as it would be with other pods. Changes stay inside. */
export interface NodeTrial {
  addPod(pod: PodState): void;
  removePod(pod: PodState): void;
  /**
   * The rejection by the filters, undefined if the node passes. Nominated pods of equal or higher priority count: the filters run with them,
   * and again without them (framework.go, RunFilterPluginsWithNominatedPods).
   */
  rejects(): Rejection | undefined;
}

export interface PostFilterPoint {
  readonly diagnosis: Diagnosis;
  /** Starts a trial on a node of the cluster. It is valid until the next one starts. */
  tryNode(node: NodeInfo): NodeTrial;
  /** The pods that are nominated to a node. */
  nominatedTo(nodeName: string): readonly PodState[];
  /** Draws one of several equally good nodes. */
  choose(nodeNames: readonly string[]): string;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

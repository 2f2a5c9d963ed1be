/** The cluster of the naive scheduler: plain lists that are read anew for each decision. */
import type { Taint } from '../../../../src/core/objects/node.ts';
import type { PodAffinityTerm, PodSpec } from '../../../../src/core/objects/pod.ts';
import { toleratesTaint } from '../../../../src/core/objects/taints.ts';

export type Amounts = Readonly<Record<string, number>>;
export type Labels = Readonly<Record<string, string>>;

export interface NaiveNode {
  readonly name: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  /** cpu in thousandths, everything else in whole units. */
  readonly allocatable: Amounts;
}

export interface NaivePod {
  readonly uid: string;
  readonly labels: Labels;
  readonly requests: Amounts;
  readonly hostPort: number | undefined;
  readonly spec: Partial<PodSpec>;
  /** The name of its node. */
  readonly node?: string | undefined;
}

export interface NaiveCluster {
  /** In the order in which nodes are tried. */
  readonly nodes: readonly NaiveNode[];
  readonly pods: readonly NaivePod[];
}

export function podsOn({ pods }: NaiveCluster, { name }: NaiveNode): readonly NaivePod[] {
  return pods.filter(({ node }) => node === name);
}

/** What all pods on a node ask for. */
export function used(cluster: NaiveCluster, node: NaiveNode, resource: string): number {
  return podsOn(cluster, node).reduce((sum, { requests }) => sum + (requests[resource] ?? 0), 0);
}

/** Of selectors only `matchLabels` is read. A missing selector matches nothing. */
export function selects(selector: PodAffinityTerm['labelSelector'], labels: Labels): boolean {
  return (
    selector != null &&
    Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
  );
}

/** Whether the node has the labels of the pod's `nodeSelector`. */
export function isSelected({ spec }: NaivePod, { labels }: NaiveNode): boolean {
  return Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
}

/** The pod's taints of the node that no toleration covers. */
export function untolerated({ spec }: NaivePod, { taints }: NaiveNode): readonly Taint[] {
  return taints.filter((taint) => !(spec.tolerations ?? []).some((each) => toleratesTaint(each, taint)));
}

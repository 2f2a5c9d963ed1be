/** Defines what a node of a scenario offers, apart from its name. */
import type { NodeImage, Taint } from '../objects/node.ts';
import type { ResourceList } from '../objects/pod.ts';

export interface NodeOffer {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  readonly capacity: ResourceList;
  readonly allocatable: ResourceList;
  readonly images: readonly NodeImage[];
  /** Features that the node's kubelet declares (from 1.36). */
  readonly declaredFeatures: readonly string[];
}

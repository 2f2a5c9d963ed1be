/** Decides which nodes take part in the counts of a constraint: `nodeAffinityPolicy`, `nodeTaintsPolicy` and the topology keys (common.go). */
import type { Node } from '../../../objects/node.ts';
import { type NodeMatcher, requiredNodeAffinity } from '../../../objects/node-selector.ts';
import { untoleratedTaint } from '../../../objects/taints.ts';
import type { PodInfo } from '../../cache/pod-info.ts';
import type { SpreadConstraint } from './constraints.ts';

const affinities = new WeakMap<PodInfo, { readonly matches: NodeMatcher | undefined }>();

/** The domain of a node, undefined if the node lacks the key. */
export function domainOf(node: Node, { topologyKey }: SpreadConstraint): string | undefined {
  return node.metadata.labels?.[topologyKey];
}

/** Whether the node has the keys of all constraints. */
export function hasAllKeys(node: Node, constraints: readonly SpreadConstraint[]): boolean {
  for (const constraint of constraints) if (domainOf(node, constraint) === undefined) return false;
  return true;
}

/** A test whether the pods of a node count for a pod's constraint. */
export function inclusionTest({
  info,
}: {
  readonly info: PodInfo;
}): (node: Node, constraint: SpreadConstraint) => boolean {
  let affinity = affinities.get(info);
  if (!affinity) {
    affinity = { matches: requiredNodeAffinity(info.spec) };
    affinities.set(info, affinity);
  }
  const { matches } = affinity;
  const { tolerations } = info.spec;
  return (node, { honorsAffinity, honorsTaints }) =>
    !(honorsAffinity && matches && !matches(node)) &&
    !(honorsTaints && untoleratedTaint(node.spec?.taints, tolerations));
}

/** Finds what pods and volumes refer to: names of nodes, which a scenario must keep, and labels of nodes. */

import { NODE_NAME_FIELD } from '../../objects/node-selector.ts';
import type { NodeSelector, NodeSelectorTerm, PodTemplate } from '../../objects/pod.ts';

export interface NodeReferences {
  /** Names of nodes, and values of the hostname label. */
  readonly names: ReadonlySet<string>;
  /** Keys of labels. */
  readonly labels: ReadonlySet<string>;
}

export const HOSTNAME = 'kubernetes.io/hostname';

/** @param selectors - node affinities of volumes. */
export function nodeReferences(
  templates: Iterable<PodTemplate>,
  selectors: Iterable<NodeSelector> = [],
): NodeReferences {
  const names = new Set<string>();
  const labels = new Set<string>();

  function noteTerm({ matchExpressions, matchFields }: NodeSelectorTerm): void {
    for (const { key, values } of matchExpressions ?? []) {
      labels.add(key);
      if (key === HOSTNAME) for (const value of values ?? []) names.add(value);
    }
    for (const { key, values } of matchFields ?? [])
      if (key === NODE_NAME_FIELD) for (const value of values ?? []) names.add(value);
  }

  for (const { spec } of templates) {
    if (spec.nodeName) names.add(spec.nodeName);
    for (const [key, value] of Object.entries(spec.nodeSelector ?? {})) {
      labels.add(key);
      if (key === HOSTNAME) names.add(value);
    }
    const { nodeAffinity, podAffinity, podAntiAffinity } = spec.affinity ?? {};
    for (const term of nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [])
      noteTerm(term);
    for (const { preference } of nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [])
      noteTerm(preference);
    for (const { topologyKey } of spec.topologySpreadConstraints ?? []) labels.add(topologyKey);
    for (const affinity of [podAffinity, podAntiAffinity]) {
      for (const { topologyKey } of affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [])
        labels.add(topologyKey);
      for (const { podAffinityTerm } of affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [])
        labels.add(podAffinityTerm.topologyKey);
    }
  }
  for (const { nodeSelectorTerms } of selectors) for (const term of nodeSelectorTerms) noteTerm(term);
  return { names, labels };
}

/** Finds the nodes on which removing pods could help (framework/interface.go, NodesForStatusCode). */
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { Diagnosis } from '../../framework/diagnosis.ts';

/** In the order of the search. kube-scheduler takes them in the order of a Go map from 1.32. */
export function helpfulNodes({ nodes: all }: ClusterView, diagnosis: Diagnosis): readonly NodeInfo[] {
  const { preFilter, rejected } = diagnosis;
  if (preFilter) return preFilter.code === 'Unschedulable' ? all : [];
  const { nodes } = rejected;
  let isAll = true;
  for (const { code } of diagnosis.rejections.keys()) isAll &&= code === 'Unschedulable';
  if (isAll) return nodes;
  const { rejections } = rejected;
  return nodes.filter((_, i) => rejections[i]?.code === 'Unschedulable');
}

/** The number of those nodes, without a list. */
export function helpfulCount({ nodes: all }: ClusterView, { preFilter, rejections }: Diagnosis): number {
  if (preFilter) return preFilter.code === 'Unschedulable' ? all.length : 0;
  let count = 0;
  for (const [rejection, nodes] of rejections) if (rejection.code === 'Unschedulable') count += nodes;
  return count;
}

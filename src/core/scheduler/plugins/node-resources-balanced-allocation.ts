/** Ranks nodes by how evenly their resources are used (plugins/noderesources/balanced_allocation.go). */
import type { NodeInfo } from '../cache/node-info.ts';
import type { ResourceColumns } from '../cache/resource-columns.ts';
import { MAX_NODE_SCORE, type Plugin } from '../framework/plugin.ts';
import { divide } from '../integer.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { knowResources, type ResourceTerm, resourceTerms, type ScoredResource } from './resource-scoring.ts';

const HALF = MAX_NODE_SCORE / 2;

export interface BalancedAllocationArguments {
  readonly resources: readonly ScoredResource[];
}

/**
 * Up to 1.35 the balance with the pod on the node; from 1.36 on 75 plus half of what the pod improves (or less, for the worse).
 * Counts plain requests: nothing is assumed for missing ones.
 */
export function nodeResourcesBalancedAllocation(
  { resources }: BalancedAllocationArguments,
  behaviour: Behaviour,
  columns: ResourceColumns,
): Plugin {
  knowResources(resources, columns);
  return {
    name: 'NodeResourcesBalancedAllocation',
    preScore(pod) {
      const terms = resourceTerms(resources, pod, columns, false);
      if (behaviour.balancedSkipsBestEffort && terms.every(({ request }) => request === 0)) return 'skip';
      if (!behaviour.balancedScoresChange)
        return { local: true, score: (info) => balance(info, terms, true) };
      return {
        local: true,
        score: (info) => HALF + divide(HALF + balance(info, terms, true) - balance(info, terms, false), 2),
      };
    },
  };
}

/** (1 - standard deviation of the used fractions) × 100, cut off. */
function balance(info: NodeInfo, terms: readonly ResourceTerm[], withPod: boolean): number {
  let count = 0;
  let first = 0;
  let second = 0;
  let sum = 0;
  for (const term of terms) {
    const fraction = usedFraction(info, term, withPod);
    if (fraction === undefined) continue;
    if (count === 0) first = fraction;
    else if (count === 1) second = fraction;
    sum += fraction;
    count += 1;
  }
  let deviation = 0;
  if (count === 2) deviation = Math.abs((first - second) / 2);
  else if (count > 2) {
    const mean = sum / count;
    let squares = 0;
    for (const term of terms) {
      const fraction = usedFraction(info, term, withPod);
      if (fraction !== undefined) squares += (fraction - mean) * (fraction - mean);
    }
    deviation = Math.sqrt(squares / count);
  }
  return Math.trunc((1 - deviation) * MAX_NODE_SCORE);
}

/** Undefined where the node has none of the resource. */
function usedFraction(info: NodeInfo, term: ResourceTerm, withPod: boolean): number | undefined {
  const capacity = info.allocatable[term.column] as number;
  if (capacity === 0) return undefined;
  const used = (info.requested[term.column] as number) + (withPod ? term.request : 0);
  return Math.min(used / capacity, 1);
}

/** A scheduler profile with every default filled in: what the framework is built from. */

import type { Behaviour } from '../kubernetes-version.ts';
import type { NodeAffinityArguments } from '../plugins/node-affinity.ts';
import type { BalancedAllocationArguments } from '../plugins/node-resources-balanced-allocation.ts';
import type { NodeResourcesFitArguments } from '../plugins/node-resources-fit.ts';
import { defaultPlugins } from './plugin-points.ts';

export interface WeightedPlugin {
  readonly name: string;
  readonly weight: number;
}

export interface Profile {
  /** Names in the order in which they run. Plugins that keg does not model may be among them; they are passed over. */
  readonly filters: readonly string[];
  readonly scores: readonly WeightedPlugin[];
  readonly postFilters: readonly string[];
  readonly nodeResourcesFit: NodeResourcesFitArguments;
  readonly balancedAllocation: BalancedAllocationArguments;
  readonly nodeAffinity: NodeAffinityArguments;
  /** 0 lets kube-scheduler choose by the size of the cluster. */
  readonly percentageOfNodesToScore: number;
  /** Microseconds. */
  readonly podInitialBackoff: number;
  /** Microseconds. */
  readonly podMaxBackoff: number;
}

const CPU_AND_MEMORY = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];

/** The profile of a kube-scheduler started without a configuration. */
export function defaultProfile(behaviour: Behaviour): Profile {
  const plugins = defaultPlugins(behaviour);
  const at = (point: 'filter' | 'score' | 'postFilter') =>
    plugins.filter(({ points }) => points.includes(point));
  return {
    filters: at('filter').map(({ name }) => name),
    scores: at('score').map(({ name, weight }) => ({ name, weight })),
    postFilters: at('postFilter').map(({ name }) => name),
    nodeResourcesFit: {
      strategy: { type: 'LeastAllocated', resources: CPU_AND_MEMORY },
      ignoredResources: [],
      ignoredResourceGroups: [],
    },
    balancedAllocation: { resources: CPU_AND_MEMORY },
    nodeAffinity: {},
    percentageOfNodesToScore: 0,
    podInitialBackoff: 1_000_000,
    podMaxBackoff: 10_000_000,
  };
}

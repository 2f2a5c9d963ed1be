/** The plugins that keg models, by the names kube-scheduler gives them. */
import type { ResourceColumns } from '../cache/resource-columns.ts';
import type { Profile } from '../configuration/profile.ts';
import type { Plugin } from '../framework/plugin.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { defaultPreemption } from './default-preemption.ts';
import { dynamicResources } from './dynamic-resources.ts';
import { nodeAffinity } from './node-affinity.ts';
import { nodeName } from './node-name.ts';
import { nodePorts } from './node-ports.ts';
import { nodeResourcesBalancedAllocation } from './node-resources-balanced-allocation.ts';
import { nodeResourcesFit } from './node-resources-fit.ts';
import { nodeUnschedulable } from './node-unschedulable.ts';
import { taintToleration } from './taint-toleration.ts';

type Make = (profile: Profile, behaviour: Behaviour, columns: ResourceColumns) => Plugin;

const MAKERS = new Map<string, Make>([
  ['NodeUnschedulable', nodeUnschedulable],
  ['NodeName', nodeName],
  ['TaintToleration', (_profile, behaviour) => taintToleration(behaviour)],
  ['NodeAffinity', (profile) => nodeAffinity(profile.nodeAffinity)],
  ['NodePorts', nodePorts],
  [
    'NodeResourcesFit',
    (profile, behaviour, columns) => nodeResourcesFit(profile.nodeResourcesFit, behaviour, columns),
  ],
  ['DynamicResources', dynamicResources],
  ['DefaultPreemption', defaultPreemption],
  [
    'NodeResourcesBalancedAllocation',
    (profile, behaviour, columns) =>
      nodeResourcesBalancedAllocation(profile.balancedAllocation, behaviour, columns),
  ],
]);

/** The plugin of that name for a profile; undefined if it is not modelled. */
export function createPlugin(
  name: string,
  profile: Profile,
  behaviour: Behaviour,
  columns: ResourceColumns,
): Plugin | undefined {
  return MAKERS.get(name)?.(profile, behaviour, columns);
}

/** Lists every plugin of kube-scheduler. To add a plugin, write one file in this folder and add one line here. */
import { notModelled, type PluginDefinition, type PluginGap } from '../framework/plugin-definition.ts';
import { defaultBinder } from './default-binder.ts';
import { dynamicResources } from './dynamic-resources.ts';
import { imageLocality } from './image-locality.ts';
import { interPodAffinity } from './inter-pod-affinity/inter-pod-affinity.ts';
import { nodeAffinity } from './node-affinity.ts';
import { nodeDeclaredFeatures } from './node-declared-features.ts';
import { nodeName } from './node-name.ts';
import { nodePorts } from './node-ports.ts';
import { nodeResourcesBalancedAllocation } from './node-resources-balanced-allocation.ts';
import { nodeResourcesFit } from './node-resources-fit.ts';
import { nodeUnschedulable } from './node-unschedulable.ts';
import { podTopologySpread } from './pod-topology-spread/pod-topology-spread.ts';
import { defaultPreemption } from './preemption/default-preemption.ts';
import { prioritySort } from './priority-sort.ts';
import { schedulingGates } from './scheduling-gates.ts';
import { taintToleration } from './taint-toleration.ts';
import { azureDiskLimits, cinderLimits, ebsLimits, gcePdLimits } from './volumes/in-tree-limits.ts';
import { nodeVolumeLimits } from './volumes/node-volume-limits.ts';
import { volumeBinding } from './volumes/volume-binding.ts';
import { volumeRestrictions } from './volumes/volume-restrictions.ts';
import { volumeZone } from './volumes/volume-zone.ts';

const NEVER = () => false;

/** An API server drops these fields unless their gates are on (workloadRef in 1.35, schedulingGroup from 1.36). */
const PODS_IN_GROUPS: PluginGap = {
  what: 'workloadRef or schedulingGroup',
  instead: 'each is scheduled on its own, as with the gate GangScheduling off',
  uses: (spec) => spec.workloadRef != null || spec.schedulingGroup != null,
};

/** In kube-scheduler's order, which is the order in which filters run (apis/config/v1/default_plugins.go). */
export const SCHEDULER_PLUGINS: readonly PluginDefinition[] = [
  schedulingGates,
  prioritySort,
  nodeName,
  nodeUnschedulable,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumeRestrictions,
  ebsLimits,
  gcePdLimits,
  nodeVolumeLimits,
  azureDiskLimits,
  volumeBinding,
  volumeZone,
  podTopologySpread,
  interPodAffinity,
  dynamicResources,
  defaultPreemption,
  nodeResourcesBalancedAllocation,
  imageLocality,
  defaultBinder,
  nodeDeclaredFeatures,
  // Their gates are off by default (from 1.35, 1.36 and 1.37).
  notModelled('GangScheduling', ['preEnqueue', 'permit'], { isDefault: NEVER, gaps: [PODS_IN_GROUPS] }),
  notModelled('TopologyPlacementGenerator', [], { isDefault: NEVER, groupPoints: ['placementGenerate'] }),
  notModelled('PodGroupPodsCount', [], { isDefault: NEVER, groupPoints: ['placementScore'] }),
  notModelled('DeferredPodScheduling', ['preFilter', 'filter', 'permit'], { isDefault: NEVER }),
  cinderLimits,
];

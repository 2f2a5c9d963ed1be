/** Lists every plugin of kube-scheduler. To add a plugin, write one file in this folder and add one line here. */
import { notModelled, type PluginDefinition } from '../framework/plugin-definition.ts';
import { defaultPreemption } from './default-preemption.ts';
import { dynamicResources } from './dynamic-resources.ts';
import { interPodAffinity } from './inter-pod-affinity/inter-pod-affinity.ts';
import { nodeAffinity } from './node-affinity.ts';
import { nodeName } from './node-name.ts';
import { nodePorts } from './node-ports.ts';
import { nodeResourcesBalancedAllocation } from './node-resources-balanced-allocation.ts';
import { nodeResourcesFit } from './node-resources-fit.ts';
import { nodeUnschedulable } from './node-unschedulable.ts';
import { taintToleration } from './taint-toleration.ts';

/** In kube-scheduler's order, which is the order in which filters run (apis/config/v1/default_plugins.go). */
export const SCHEDULER_PLUGINS: readonly PluginDefinition[] = [
  notModelled('SchedulingGates', []),
  notModelled('PrioritySort', []),
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  notModelled('VolumeRestrictions', ['filter']),
  notModelled('NodeVolumeLimits', ['filter']),
  notModelled('VolumeBinding', ['filter']),
  notModelled('VolumeZone', ['filter']),
  notModelled('PodTopologySpread', ['filter', 'score'], 2),
  interPodAffinity,
  dynamicResources,
  defaultPreemption,
  nodeResourcesBalancedAllocation,
  notModelled('ImageLocality', ['score']),
  notModelled('DefaultBinder', []),
];

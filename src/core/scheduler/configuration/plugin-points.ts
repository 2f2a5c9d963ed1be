/** Which plugins kube-scheduler has on by default, at which of the points that keg models they act, and with which weight. */
import type { Behaviour } from '../kubernetes-version.ts';

export type ExtensionPoint = 'filter' | 'score' | 'postFilter';

export interface PluginDefault {
  readonly name: string;
  readonly points: readonly ExtensionPoint[];
  readonly weight: number;
}

/** In kube-scheduler's order, which is the order in which filters run (apis/config/v1/default_plugins.go). */
export function defaultPlugins(behaviour: Behaviour): readonly PluginDefault[] {
  return [
    plugin('SchedulingGates', []),
    plugin('PrioritySort', []),
    plugin('NodeUnschedulable', ['filter']),
    plugin('NodeName', ['filter']),
    plugin('TaintToleration', ['filter', 'score'], 3),
    plugin('NodeAffinity', ['filter', 'score'], 2),
    plugin('NodePorts', ['filter']),
    plugin('NodeResourcesFit', ['filter', 'score']),
    plugin('VolumeRestrictions', ['filter']),
    plugin('NodeVolumeLimits', ['filter']),
    plugin('VolumeBinding', ['filter']),
    plugin('VolumeZone', ['filter']),
    plugin('PodTopologySpread', ['filter', 'score'], 2),
    plugin('InterPodAffinity', ['filter', 'score'], 2),
    ...(behaviour.dynamicResources ? [plugin('DynamicResources', ['filter', 'score', 'postFilter'], 2)] : []),
    plugin('DefaultPreemption', ['postFilter']),
    plugin('NodeResourcesBalancedAllocation', ['score']),
    plugin('ImageLocality', ['score']),
    plugin('DefaultBinder', []),
  ];
}

function plugin(name: string, points: readonly ExtensionPoint[], weight = 1): PluginDefault {
  return { name, points, weight };
}

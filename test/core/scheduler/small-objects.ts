/** Builds minimal nodes and pods for the scheduler's tests. */
import type { Node, Taint } from '../../../src/core/objects/node.ts';
import type { PodSpec } from '../../../src/core/objects/pod.ts';
import type { SchedulerPod } from '../../../src/core/scheduler/framework/pod-state.ts';

export const SECOND = 1_000_000;

/** A node with cpu (whole cores) and room for 110 pods. */
export function node(
  name: string,
  cpu: number,
  more: { labels?: Record<string, string>; taints?: Taint[]; unschedulable?: boolean; pods?: number } = {},
): Node {
  const { labels = {}, taints = [], unschedulable = false, pods = 110 } = more;
  return {
    metadata: { name, labels },
    spec: { taints, unschedulable },
    status: { allocatable: { cpu, memory: '64Gi', pods } },
  };
}

/** A pod that requests cpu (whole cores). */
export function pod(name: string, cpu: number, spec: Partial<PodSpec> = {}): SchedulerPod {
  const containers = [{ resources: { requests: { cpu } } }];
  return { uid: name, namespace: 'default', name, template: { spec: { containers, ...spec } } };
}

/** Builds clusters with zones and pods with labels, for the tests of PodTopologySpread. */
import type { LabelSelector } from '../../../../../src/core/objects/label-selector.ts';
import type { Node } from '../../../../../src/core/objects/node.ts';
import type { PodSpec, TopologySpreadConstraint } from '../../../../../src/core/objects/pod.ts';
import type { Decision } from '../../../../../src/core/scheduler/decision.ts';
import type { SchedulerPod } from '../../../../../src/core/scheduler/framework/pod-state.ts';
import { createScheduler, type Scheduler } from '../../../../../src/core/scheduler/scheduler.ts';
import { node } from '../../small-objects.ts';

export const ZONE = 'topology.kubernetes.io/zone';
export const HOST = 'kubernetes.io/hostname';

/** A node with 64 cores. Without a zone it has no zone label. */
export function zoned(name: string, zone?: string): Node {
  return node(name, 64, { labels: { [HOST]: name, ...(zone && { [ZONE]: zone }) } });
}

/** A constraint on zones that counts pods labelled `app: web`. */
export function constraint(more: Partial<TopologySpreadConstraint> = {}): TopologySpreadConstraint {
  const labelSelector: LabelSelector = { matchLabels: { app: 'web' } };
  return { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule', labelSelector, ...more };
}

export interface PodShape {
  readonly labels?: Record<string, string>;
  readonly namespace?: string;
  readonly on?: string;
  readonly constraints?: readonly TopologySpreadConstraint[];
  readonly owner?: { readonly kind: string; readonly name: string; readonly apiVersion?: string };
  readonly spec?: Partial<PodSpec>;
}

/** A pod labelled `app: web` without requests. */
export function web(name: string, shape: PodShape = {}): SchedulerPod {
  const { labels = { app: 'web' }, namespace = 'default', on, constraints, owner, spec } = shape;
  return {
    uid: name,
    namespace,
    name,
    nodeName: on,
    template: {
      metadata: { labels, ...(owner && { ownerReferences: [{ ...owner, controller: true }] }) },
      spec: { containers: [{}], ...(constraints && { topologySpreadConstraints: constraints }), ...spec },
    },
  };
}

/** A scheduler of 1.36 that explains. */
export function spreadScheduler(nodes: readonly Node[], args?: object): Scheduler {
  const scheduler = createScheduler({
    kubernetesVersion: '1.36',
    explain: true,
    ...(args && { configuration: { pluginConfig: [{ name: 'PodTopologySpread', args }] } }),
  });
  for (const each of nodes) scheduler.addNode(each, 0);
  return scheduler;
}

/** Adds pods and gives the decision about the last one. */
export function decide(scheduler: Scheduler, ...pods: SchedulerPod[]): Decision | undefined {
  for (const pod of pods) scheduler.addPod(pod, 0);
  return scheduler.scheduleOne(0);
}

/** The score of PodTopologySpread by node, before the weight of 2. */
export function spreadScores(decision: Decision | undefined): Record<string, number | undefined> {
  const scores = [...(decision?.explanation?.scores ?? [])].map(([name, byPlugin]) => {
    const score = byPlugin.get('PodTopologySpread');
    return [name, score === undefined ? undefined : score / 2] as const;
  });
  return Object.fromEntries(scores);
}

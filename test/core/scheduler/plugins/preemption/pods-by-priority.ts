/** Builds small clusters with pods of several priorities for the tests of preemption. */
import type { PodDisruptionBudget } from '../../../../../src/core/objects/cluster-object.ts';
import type { PodSpec } from '../../../../../src/core/objects/pod.ts';
import type { SchedulerPod } from '../../../../../src/core/scheduler/framework/pod-state.ts';
import type { KubernetesVersion } from '../../../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler, type Scheduler } from '../../../../../src/core/scheduler/scheduler.ts';
import { node, pod } from '../../small-objects.ts';

/** A pod with a priority and a label `app`. */
export function ranked(
  name: string,
  cpu: number,
  priority: number,
  { app = name, ...spec }: { readonly app?: string } & Partial<PodSpec> = {},
): SchedulerPod {
  const plain = pod(name, cpu, { priority, ...spec });
  return { ...plain, template: { ...plain.template, metadata: { labels: { app } } } };
}

/** Node → its pods. Every node has 4 cpu. */
export function clusterWith(
  pods: Readonly<Record<string, readonly SchedulerPod[]>>,
  kubernetesVersion: KubernetesVersion = '1.36',
  more: { readonly pluginConfig?: unknown; readonly random?: () => number } = {},
): Scheduler {
  const { pluginConfig, random } = more;
  const configuration = pluginConfig ? { profiles: [{ pluginConfig }] } : undefined;
  const scheduler = createScheduler({ kubernetesVersion, configuration, random, explain: true });
  for (const [nodeName, list] of Object.entries(pods)) {
    scheduler.addNode(node(nodeName, 4), 0);
    for (const each of list) scheduler.addPod({ ...each, nodeName }, 0);
  }
  return scheduler;
}

/** The budget of the pods with the label `app`. */
export function budget(
  app: string,
  disruptionsAllowed: number,
  disrupted: readonly string[] = [],
): PodDisruptionBudget {
  return {
    kind: 'PodDisruptionBudget',
    metadata: { name: `budget-of-${app}`, namespace: 'default' },
    spec: { selector: { matchLabels: { app } }, minAvailable: 1 },
    status: {
      disruptionsAllowed,
      disruptedPods: Object.fromEntries(disrupted.map((name) => [name, '2026-01-01T00:00:00Z'])),
    },
  };
}

/** Schedules the pod. @returns the nominated node and the victims in their order, or the message. */
export function preemption(scheduler: Scheduler, waiting: SchedulerPod): string {
  scheduler.addPod(waiting, 0);
  const decision = scheduler.scheduleOne(0);
  if (decision?.outcome !== 'preempting') return decision?.message ?? `${decision?.outcome}`;
  return [decision.nominated, ...(decision.victims ?? [])].join(' ');
}

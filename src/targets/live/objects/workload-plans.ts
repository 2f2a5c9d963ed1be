/** Plans the pods that a workload's controller creates: draws as on the embedded cluster, in the order in which the pods appear. */

import type { PodObject } from '../../../core/observing/pod-object.ts';
import { planWorkloadPod } from '../../../core/timeline/expand-workloads.ts';
import type { PlannedPod, PlannedWorkload } from '../../../core/timeline/timeline-event.ts';
import { WORKLOAD_ANNOTATION } from './run-names.ts';

export interface WorkloadPlans {
  add(namespace: string, workload: PlannedWorkload): void;
  has(namespace: string, workload: PlannedWorkload): boolean;
  /** Takes another template of a workload that it has. Returns whether it differs from the one before. */
  takeTemplate(namespace: string, workload: PlannedWorkload): boolean;
  /** Undefined for a pod that belongs to none of the workloads. */
  adopt(pod: PodObject): PlannedPod | undefined;
}

export function createWorkloadPlans(seed: number): WorkloadPlans {
  const workloads = new Map<
    string,
    { plan: PlannedWorkload; made: number; readonly incarnations: Map<string, number> }
  >();
  const keyOf = (namespace: string, workload: string): string => `${namespace}/${workload}`;
  return {
    add(namespace, plan) {
      workloads.set(keyOf(namespace, `${plan.kind}/${plan.name}`), {
        plan,
        made: 0,
        incarnations: new Map(),
      });
    },
    has: (namespace, { kind, name }) => workloads.has(keyOf(namespace, `${kind}/${name}`)),
    takeTemplate(namespace, plan) {
      const workload = workloads.get(keyOf(namespace, `${plan.kind}/${plan.name}`));
      if (workload === undefined || workload.plan.template === plan.template) return false;
      workload.plan = plan;
      return true;
    },
    adopt({ metadata }) {
      const named = metadata.annotations?.[WORKLOAD_ANNOTATION];
      const workload =
        named === undefined ? undefined : workloads.get(keyOf(metadata.namespace ?? '', named));
      if (workload === undefined) return undefined;
      const { plan, incarnations } = workload;
      const number = plan.kind === 'StatefulSet' ? ordinalOf(metadata.name) : String(workload.made);
      workload.made += 1;
      const incarnation = incarnations.get(number) ?? 0;
      if (plan.kind === 'StatefulSet') incarnations.set(number, incarnation + 1);
      // The first pods exist at 0s.
      const age = plan.ages?.[workload.made - 1];
      return planWorkloadPod(
        plan,
        {
          name: metadata.name,
          draw: `${number}/${incarnation}`,
          template: plan.template,
          ...(metadata.ownerReferences && { owners: metadata.ownerReferences }),
          ...(age !== undefined && { age }),
        },
        seed,
      );
    },
  };
}

function ordinalOf(name: string): string {
  return name.slice(name.lastIndexOf('-') + 1);
}

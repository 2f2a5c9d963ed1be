/** Workloads on the timeline: when each is created and scaled, and what every pod that its controller makes draws. */
import { UserError } from '../errors/user-error.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { neverEnds } from '../scenario/never-ends.ts';
import type { Scenario, Workload } from '../scenario/scenario.ts';
import { drawTime, microseconds } from './draw-pods.ts';
import type { Planned, PlannedPod, PlannedWorkload } from './timeline-event.ts';

/**
 * `events.workloads`: one event a step, all of one workload with the same plan.
 *
 * @throws {UserError} for a workload that would go on replacing its pods for ever in a scenario without a duration.
 */
export function expandWorkloads(scenario: Scenario): Planned[] {
  return scenario.workloads.flatMap((workload) => {
    if (scenario.duration === undefined && neverEnds(workload)) {
      throw new UserError(`${workload.kind} "${workload.name}" replaces its pods for ever`, {
        position: workload.position,
        next: 'give the scenario a duration (or --duration), or scale the workload to 0 in the end',
      });
    }
    const plan = planOf(workload);
    return workload.steps.map((step): Planned => {
      return { at: step.at, action: { kind: 'scale-workload', workload: plan, pods: step.pods } };
    });
  });
}

function planOf(workload: Workload): PlannedWorkload {
  const { steps: _steps, ...plan } = workload;
  return plan;
}

/** One pod of a workload, before its controller has given it a name. */
export interface WorkloadPod {
  readonly name: string;
  /** What tells its draws from those of the workload's other pods; the same draw for the same word, whatever happens meanwhile. */
  readonly draw: string;
  /** The workload's own, but for what the controller adds. */
  readonly template: PodTemplate;
}

/**
 * The plan of one pod. Each pod's lifetime and phase delays come from streams of its own, so that one pod more or fewer changes no other.
 *
 * @throws {UserError} for a draw that is no time.
 */
export function planWorkloadPod(workload: PlannedWorkload, pod: WorkloadPod, seed: number): PlannedPod {
  const { kind, namespace, name, lifetime, end } = workload;
  const draw = (distribution: PlannedWorkload['started'], what: string): number =>
    microseconds(drawTime(distribution, seed, kind, `${namespace}/${name}`, what, pod.draw)(), workload);
  return {
    namespace,
    name: pod.name,
    group: name,
    template: pod.template,
    lifetime: lifetime === null ? null : draw(lifetime, 'lifetime'),
    end,
    startDelay: draw(workload.started, 'started'),
    ...(workload.perStart > 0 && { delayPerStart: workload.perStart }),
    readyDelay: draw(workload.ready, 'ready'),
    withdrawnAt: null,
  };
}

/** Expands workloads to timeline events, and draws the lifetime and delays of each pod that a controller creates. */
import { UserError } from '../errors/user-error.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { neverEnds } from '../scenario/never-ends.ts';
import type { Scenario, Workload } from '../scenario/scenario.ts';
import { drawTime, lifetimeOf, microseconds, terminatedDelay } from './draw-time.ts';
import type { Planned, PlannedPod, PlannedWorkload } from './timeline-event.ts';

/**
 * Expands `events.workloads`: one event for each step. All events of a workload share one plan.
 *
 * @throws {UserError} for a workload that replaces its pods for ever, in a scenario without a duration.
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

/** One pod that a controller creates. */
export interface WorkloadPod extends Pick<PlannedPod, 'labels' | 'owners'> {
  readonly name: string;
  /** Names the pod's random streams within its workload: the same word gives the same draws. */
  readonly draw: string;
  /** The workload's template, with the fields that the controller adds. */
  readonly template: PodTemplate;
}

/**
 * Plans one pod. Each pod draws its lifetime and phase delays from its own streams, so that one pod more or fewer changes no other pod.
 *
 * @throws {UserError} for a draw that is no valid time.
 */
export function planWorkloadPod(workload: PlannedWorkload, pod: WorkloadPod, seed: number): PlannedPod {
  const { kind, namespace, name, lifetime, end } = workload;
  const seconds = (distribution: PlannedWorkload['started'], what: string): number =>
    drawTime(distribution, seed, kind, `${namespace}/${name}`, what, pod.draw)();
  const draw = (distribution: PlannedWorkload['started'], what: string): number =>
    microseconds(seconds(distribution, what), workload);
  return {
    namespace,
    name: pod.name,
    group: name,
    template: pod.template,
    ...(pod.labels && { labels: pod.labels }),
    ...(pod.owners && { owners: pod.owners }),
    lifetime: lifetime === null ? null : lifetimeOf(seconds(lifetime, 'lifetime'), workload),
    end,
    startDelay: draw(workload.started, 'started'),
    ...(workload.perStart > 0 && { delayPerStart: workload.perStart }),
    readyDelay: draw(workload.ready, 'ready'),
    ...terminatedDelay(draw(workload.terminated, 'terminated')),
    withdrawnAt: null,
  };
}

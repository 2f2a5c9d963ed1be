/** Expands workloads to timeline events, and draws the lifetime and delays of each pod that a controller creates. */
import { type Distribution, drawBeyond } from '../distributions/families/distribution.ts';
import { randomStream } from '../distributions/random-stream.ts';
import { UserError } from '../errors/user-error.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { neverEnds } from '../scenario/never-ends.ts';
import type { JobSchedule, Scenario, Workload, WorkloadKind } from '../scenario/scenario.ts';
import { endDraw } from './draw-runs.ts';
import { drawTime, lifetimeOf, microseconds, reportedRun, terminatedDelay } from './draw-time.ts';
import { jobsOfSeries, type SeriesOfJobs } from './expand-job-series.ts';
import { stagedPod } from './staged-pod.ts';
import type { Planned, PlannedPod, PlannedWorkload } from './timeline-event.ts';

/**
 * Expands `events.workloads`: one event for each step, and one Job for each run of a CronJob and each arrival of a series. Events of a workload share one plan until its
 * template changes.
 *
 * @throws {UserError} for a workload that creates pods for ever in a scenario without a duration, and for a draw that is no valid time.
 */
export function expandWorkloads(scenario: Scenario, seed: number): Planned[] {
  return scenario.workloads.flatMap((workload) => {
    if (scenario.duration === undefined && neverEnds(workload)) {
      throw new UserError(`${workload.kind} "${workload.name}" creates pods for ever`, {
        position: workload.position,
        next: isCronJob(workload)
          ? 'give the scenario a duration (or --duration), or the CronJob an until'
          : 'give the scenario a duration (or --duration), or scale the workload to 0 in the end',
      });
    }
    const end = scenario.duration ?? Number.POSITIVE_INFINITY;
    if (isSeries(workload)) return jobsOfSeries(workload, end, seed);
    return isCronJob(workload) ? runsOf(workload, end, seed) : stepsOf(workload);
  });
}

type CronJob = Workload & { readonly schedule: JobSchedule };

function isCronJob(workload: Workload): workload is CronJob {
  return workload.schedule !== undefined;
}

function isSeries(workload: Workload): workload is SeriesOfJobs {
  return workload.series !== undefined;
}

function stepsOf(workload: Workload): Planned[] {
  const { steps, schedule: _schedule, series: _series, kind, ...shape } = workload;
  let plan: PlannedWorkload | undefined;
  return steps.map(({ at, pods, template }): Planned => {
    if (plan?.template !== template) plan = { ...shape, kind: kind as WorkloadKind, template };
    return { at, action: { kind: 'scale-workload', workload: plan, pods } };
  });
}

/** More runs of one CronJob than this are a mistake. */
const MOST_RUNS = 1_000_000;

/**
 * The runs of a CronJob: Jobs NAME-0, NAME-1, …, each `every` after the one before and then late by a draw of `jitter`. All of them run, also
 * beside each other (concurrencyPolicy Allow, the default of batch/v1).
 */
function runsOf(workload: CronJob, end: number, seed: number): Planned[] {
  const { steps, schedule, series: _series, ...shape } = workload;
  const { at: first, pods } = steps[0]!;
  const { every, jitter, until = Number.POSITIVE_INFINITY } = schedule;
  const late = drawTime(jitter, seed, 'CronJob', `${shape.namespace}/${shape.name}`, 'jitter');
  const runs: Planned[] = [];
  for (let due = first; due < until && due <= end; due += every) {
    if (runs.length === MOST_RUNS) {
      throw new UserError(`CronJob "${shape.name}" has more than a million runs`, {
        position: workload.position,
        next: 'check its every and until',
      });
    }
    const plan: PlannedWorkload = {
      ...shape,
      kind: 'Job',
      name: `${shape.name}-${runs.length}`,
      cronJob: shape.name,
    };
    runs.push({
      at: due + microseconds(late(), workload),
      action: { kind: 'scale-workload', workload: plan, pods },
    });
  }
  return runs;
}

/** One pod that a controller creates. */
export interface WorkloadPod extends Pick<PlannedPod, 'labels' | 'owners' | 'age'> {
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
  const { kind, namespace, name, lifetime } = workload;
  const seconds = (distribution: PlannedWorkload['started'], what: string): number =>
    drawTime(distribution, seed, kind, `${namespace}/${name}`, what, pod.draw)();
  const draw = (distribution: PlannedWorkload['started'], what: string): number =>
    microseconds(seconds(distribution, what), workload);
  const { age } = pod;
  const rest = (law: Distribution): number => {
    if (age === undefined) return seconds(law, 'lifetime');
    const uniform = randomStream(seed, kind, `${namespace}/${name}`, 'lifetime', pod.draw);
    return drawBeyond(law, age / 1e6, uniform()) - age / 1e6;
  };
  const left = lifetime === null ? null : rest(lifetime);
  const end = endDraw(
    { end: workload.end, name: kind },
    workload.ends,
    seed,
    `${namespace}/${name}`,
    pod.draw,
  );
  const planned: PlannedPod = {
    namespace,
    name: pod.name,
    group: workload.series ?? workload.cronJob ?? name,
    template: pod.template,
    ...(pod.labels && { labels: pod.labels }),
    ...(pod.owners && { owners: pod.owners }),
    ...reportedRun(
      {
        lifetime: left === null ? null : lifetimeOf(left, workload),
        end: end(left === null ? null : left + (age ?? 0) / 1e6),
      },
      workload.finished && (() => seconds(workload.finished!, 'finished')),
      workload,
    ),
    ...(age !== undefined && { age }),
    startDelay: age === undefined ? draw(workload.started, 'started') : 0,
    ...(workload.perStart > 0 && age === undefined && { delayPerStart: workload.perStart }),
    readyDelay: age === undefined ? draw(workload.ready, 'ready') : 0,
    ...terminatedDelay(draw(workload.terminated, 'terminated'), pod.template),
    withdrawnAt: null,
  };
  return stagedPod(planned, workload.life, seed, kind, `${namespace}/${name}`, pod.draw);
}

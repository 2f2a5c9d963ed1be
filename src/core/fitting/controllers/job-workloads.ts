/** Describes the pods of Jobs and CronJobs as workloads: regular runs of one size are a CronJob, other runs single Jobs. */

import type { Watch } from '../pods/group-samples.ts';
import { groupOf, type WorkloadGroup } from '../pods/workload-group.ts';
import { withCutOffs } from './controlled-pods.ts';
import { agesOf, presentAtStart, reactionGap } from './count-changes.ts';
import { type RegularRuns, regularRuns } from './cron-schedule.ts';
import type { FoundWorkload } from './found-workload.ts';
import type { JobRun } from './job-runs.ts';

export interface FoundJobs {
  readonly group: WorkloadGroup;
  readonly workloads: readonly FoundWorkload[];
}

/**
 * @param fewest - runs that make a CronJob.
 * @returns undefined where more than a third of the runs, and more than three, would stand alone: arrivals describe them better.
 */
export function jobWorkloads(
  name: string,
  all: readonly JobRun[],
  { window, resolution }: Watch,
  fewest: number,
): FoundJobs | undefined {
  const pods = all.flatMap((run) => run.pods);
  const isThere = (run: JobRun): boolean => run.pods.some(({ wasThere }) => wasThere);
  const before = all.filter(isThere);
  const runs = all.filter((run) => !isThere(run)).sort((left, right) => left.at - right.at);
  const stretches = stretchesOf(runs, reactionGap(resolution));
  const workloads: FoundWorkload[] = before.map((run) => jobOf(name, run));
  for (const stretch of stretches) {
    const members = runs.slice(stretch.from, stretch.to);
    if (members.length >= fewest) workloads.push(cronJobOf(name, members, stretch, window));
    else workloads.push(...members.map((run) => jobOf(name, run)));
  }
  if (workloads.length > Math.max(3, all.length / 3)) return undefined;
  const cutOff = new Set(pods.filter(({ cause }) => cause === 'deleted'));
  return {
    group: withCutOffs(groupOf(name, pods[0]!.namespace, pods), pods, cutOff),
    workloads: numbered(workloads),
  };
}

/** Runs of another size than most are left out of the stretches. */
function stretchesOf(runs: readonly JobRun[], slack: number): RegularRuns[] {
  const stretches: RegularRuns[] = [];
  for (let from = 0; from < runs.length; ) {
    let to = from + 1;
    while (to < runs.length && isAlike(runs[from]!, runs[to]!)) to += 1;
    const starts = runs.slice(from, to).map(({ at }) => at);
    const offset = from;
    for (const each of regularRuns(starts, slack))
      stretches.push({ ...each, from: each.from + offset, to: each.to + offset });
    from = to;
  }
  return stretches;
}

function isAlike(left: JobRun, right: JobRun): boolean {
  return left.completions === right.completions && left.changes.length + right.changes.length === 0;
}

function jobOf(
  name: string,
  { pods, at, parallelism, changes, completions, backoffLimit, limits }: JobRun,
): FoundWorkload {
  return {
    kind: 'Job',
    name,
    steps: [{ at, pods: parallelism }, ...changes],
    ages: agesOf(presentAtStart(pods)),
    completions,
    ...(backoffLimit !== undefined && { backoffLimit }),
    ...(limits && { limits }),
  };
}

function cronJobOf(
  name: string,
  runs: readonly JobRun[],
  { at, every, lateness }: RegularRuns,
  window: number,
): FoundWorkload {
  const next = at + runs.length * every;
  const backoffLimits = runs.flatMap(({ backoffLimit }) => backoffLimit ?? []);
  const limits = runs.find((run) => run.limits)?.limits;
  return {
    kind: 'CronJob',
    name,
    steps: [{ at, pods: Math.max(...runs.map(({ parallelism }) => parallelism)) }],
    ages: [],
    completions: runs[0]!.completions,
    ...(backoffLimits.length > 0 && { backoffLimit: Math.max(...backoffLimits) }),
    ...(limits && { limits }),
    schedule: { every, lateness, until: next <= window ? next : undefined },
  };
}

/** Several workloads of one name get numbers. */
function numbered(workloads: readonly FoundWorkload[]): FoundWorkload[] {
  return workloads.map((workload, index) =>
    index === 0 ? workload : { ...workload, name: `${workload.name}-${index + 1}` },
  );
}

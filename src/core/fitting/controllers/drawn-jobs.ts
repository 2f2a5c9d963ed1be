/** Describes Jobs of one series as arrivals, each with a size from the table of the observed ones. */

import type { Watch } from '../pods/group-samples.ts';
import { groupOf } from '../pods/workload-group.ts';
import { withCutOffs } from './controlled-pods.ts';
import { agesOf, presentAtStart } from './count-changes.ts';
import type { FoundSize, FoundWorkload } from './found-workload.ts';
import { agreesAsJobs } from './job-agreement.ts';
import type { JobRun } from './job-runs.ts';
import type { FoundJobs } from './job-workloads.ts';
import { requestsText } from './shape-of-history.ts';

/** Fewer Jobs are no series. */
const FEWEST_JOBS = 5;
/** No more Jobs than this share may have been changed while they ran. */
const MOST_CHANGED = 0.1;
/** With more sizes than this, completions have two digits. */
const MOST_SIZES = 60;

/**
 * Jobs that ask for different amounts are series of their own. Jobs that existed before the window are written one by one.
 *
 * @returns without the Jobs of a table that would not create the pods that were recorded, or not as many at a time.
 */
export function drawnJobs(name: string, all: readonly JobRun[], { window }: Watch): FoundJobs[] {
  const parts = new Map<string, JobRun[]>();
  for (const run of all) {
    const key = requestsText(run.pods[0]!.template);
    const known = parts.get(key);
    if (known) known.push(run);
    else parts.set(key, [run]);
  }
  return [...parts.values()].flatMap((runs) => seriesOf(name, runs, window) ?? []);
}

function seriesOf(name: string, all: readonly JobRun[], window: number): FoundJobs | undefined {
  const isThere = (run: JobRun): boolean => run.pods.some(({ wasThere }) => wasThere);
  const before = all.filter(isThere);
  const runs = all.filter((run) => !isThere(run)).sort((left, right) => left.at - right.at);
  const changed = runs.filter(({ changes }) => changes.length > 0).length;
  if (runs.length < FEWEST_JOBS || changed > MOST_CHANGED * runs.length) return undefined;
  const pods = all.flatMap((run) => run.pods);
  const cutOff = new Set(pods.filter(({ cause }) => cause === 'deleted'));
  const group = withCutOffs(groupOf(name, pods[0]!.namespace, pods), pods, cutOff);
  if (group.requests.length > 1 || !agreesAsJobs(runs, window)) return undefined;
  const limits = runs.find((run) => run.limits)?.limits;
  const backoffLimits = runs.flatMap(({ hasFailed, backoffLimit }) =>
    hasFailed ? [] : (backoffLimit ?? []),
  );
  const series: FoundWorkload = {
    kind: 'Job',
    name,
    steps: [{ at: 0, pods: 1 }],
    ages: [],
    ...(backoffLimits.length > 0 && { backoffLimit: Math.max(...backoffLimits) }),
    ...(limits && { limits }),
    series: { times: runs.map(({ at }) => at), sizes: sizesOf(runs) },
  };
  return { group, workloads: [series, ...before.map((run, index) => presentJob(name, run, index))] };
}

function presentJob(name: string, run: JobRun, index: number): FoundWorkload {
  const { at, parallelism, changes, completions, backoffLimit, limits } = run;
  return {
    kind: 'Job',
    name: index === 0 ? `${name}-before` : `${name}-before-${index + 1}`,
    steps: [{ at, pods: parallelism }, ...changes],
    ages: agesOf(presentAtStart(run.pods)),
    completions,
    ...(backoffLimit !== undefined && { backoffLimit }),
    ...(limits && { limits }),
  };
}

/** A Job that was cut off has the size of one of those that ended with as many completions or more, if there are any. */
function sizesOf(runs: readonly JobRun[]): FoundSize[] {
  const whole = runs.filter(({ isCut }) => !isCut);
  const weights = new Map<JobRun, number>(whole.map((run) => [run, 1]));
  for (const cut of runs) {
    if (!cut.isCut) continue;
    const longer = whole.filter(({ completions }) => completions >= cut.completions);
    const alike = longer.filter(({ parallelism }) => parallelism === cut.parallelism);
    const may = alike.length > 0 ? alike : longer.length > 0 ? longer : [cut];
    for (const run of may) weights.set(run, (weights.get(run) ?? 0) + 1 / may.length);
  }
  const exact = tableOf(weights, (completions) => completions);
  return exact.length > MOST_SIZES ? tableOf(weights, twoDigits) : exact;
}

function tableOf(
  weights: ReadonlyMap<JobRun, number>,
  rounded: (completions: number) => number,
): FoundSize[] {
  const table = new Map<string, FoundSize>();
  for (const [run, weight] of weights) {
    const { parallelism, hasFailed, backoffLimit } = run;
    const completions = rounded(run.completions);
    const key = JSON.stringify([parallelism, completions, hasFailed && backoffLimit]);
    table.set(key, {
      weight: (table.get(key)?.weight ?? 0) + weight,
      parallelism,
      completions,
      ...(hasFailed && backoffLimit !== undefined && { backoffLimit }),
    });
  }
  return [...table.values()].sort(
    (one, other) => one.parallelism - other.parallelism || one.completions - other.completions,
  );
}

function twoDigits(completions: number): number {
  return Number(completions.toPrecision(2));
}

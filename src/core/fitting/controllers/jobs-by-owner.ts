/** Describes the pods of Jobs, by their owners or groups: alone, as runs of a CronJob, or as a series of Jobs that look alike. */

import type { Watch } from '../pods/group-samples.ts';
import { namePattern } from '../pods/name-pattern.ts';
import { templateShape } from '../pods/workload-group.ts';
import type { ControlledPod, ControllerClues } from './controller-clues.ts';
import { chainsOf, countChanges, reactionGap } from './count-changes.ts';
import { drawnJobs } from './drawn-jobs.ts';
import { jobRun } from './job-runs.ts';
import { type FoundJobs, jobWorkloads } from './job-workloads.ts';

/** A CronJob that ran this often has a period. */
const FEWEST_RUNS = 2;
/** As many Jobs with names of one pattern are a series. */
const FEWEST_OF_SERIES = 5;

/** Where most runs of a CronJob are not regular, Jobs that arrive, as far as they would create the same pods. */
export function jobsByOwner(
  name: string,
  kind: 'Job' | 'CronJob',
  pods: readonly ControlledPod[],
  clues: ControllerClues,
  watch: Watch,
): FoundJobs[] {
  const runs = runsOf(kind, pods, watch).map((run) => {
    const [owner] = run[0]!.owners;
    return jobRun(run, owner ? clues.sizesOf(run[0]!, owner) : []);
  });
  const found = jobWorkloads(name, runs, watch, kind === 'CronJob' ? FEWEST_RUNS : Number.POSITIVE_INFINITY);
  return found ? [found] : drawnJobs(name, runs, watch);
}

const OF_CRON_JOB = /^CronJob\//;

/** The pods of each Job. Where only a CronJob is recorded, pods that are created together are of one Job. */
function runsOf(
  kind: 'Job' | 'CronJob',
  pods: readonly ControlledPod[],
  { resolution }: Watch,
): ControlledPod[][] {
  const jobs = new Map<string, ControlledPod[]>();
  const unnamed: ControlledPod[] = [];
  for (const pod of pods) {
    const [owner] = pod.owners;
    const key = owner ? (owner.uid ?? owner.name) : OF_CRON_JOB.test(pod.group ?? '') ? undefined : pod.group;
    if (key === undefined) unnamed.push(pod);
    else {
      const known = jobs.get(key);
      if (known) known.push(pod);
      else jobs.set(key, [pod]);
    }
  }
  if (unnamed.length === 0) return [...jobs.values()];
  if (kind === 'Job') return [...jobs.values(), unnamed];
  const there = unnamed.filter(({ wasThere }) => wasThere);
  const created = countChanges(unnamed).filter(({ by }) => by > 0);
  const together = chainsOf(created, reactionGap(resolution)).map((chain) => chain.map(({ pod }) => pod));
  return [...jobs.values(), ...(there.length > 0 ? [there] : []), ...together];
}

/** The pods of one owner or group. */
export interface NamedPods {
  readonly name: string;
  readonly pods: readonly ControlledPod[];
}

/** Jobs of one namespace and template whose names differ only in numbers and random parts. */
export function jobSeries<Job extends NamedPods>(jobs: readonly Job[]): Job[][] {
  const series = new Map<string, Job[]>();
  for (const job of jobs) {
    const { namespace, template } = job.pods[0]!;
    const key = JSON.stringify([namespace, namePattern(job.name).pattern, templateShape(template)]);
    const known = series.get(key);
    if (known) known.push(job);
    else series.set(key, [job]);
  }
  return [...series.values()].filter((each) => each.length >= FEWEST_OF_SERIES);
}

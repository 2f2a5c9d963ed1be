/** Describes the pods that Jobs own, alone, as runs of a CronJob, or as a series of Jobs that look alike. */

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

/** Undefined where most runs of a CronJob are not regular, and Jobs that arrive would not create the same pods. */
export function jobsByOwner(
  name: string,
  kind: 'Job' | 'CronJob',
  pods: readonly ControlledPod[],
  clues: ControllerClues,
  watch: Watch,
): FoundJobs | undefined {
  const runs = runsOf(kind, pods, watch).map((run) => {
    const [owner] = run[0]!.owners;
    return jobRun(run, owner ? clues.sizesOf(run[0]!, owner) : []);
  });
  const found = jobWorkloads(name, runs, watch, kind === 'CronJob' ? FEWEST_RUNS : Number.POSITIVE_INFINITY);
  return found ?? drawnJobs(name, runs, watch);
}

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
    if (!owner) unnamed.push(pod);
    else {
      const key = owner.uid ?? owner.name;
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

/** Jobs of one namespace and template whose names differ only in numbers and random parts. */
export function jobSeries(jobs: readonly (readonly ControlledPod[])[]): (readonly ControlledPod[])[][] {
  const series = new Map<string, (readonly ControlledPod[])[]>();
  for (const pods of jobs) {
    const { namespace, owners, template } = pods[0]!;
    if (owners.length === 0) continue;
    const key = JSON.stringify([namespace, namePattern(owners[0]!.name).pattern, templateShape(template)]);
    const known = series.get(key);
    if (known) known.push(pods);
    else series.set(key, [pods]);
  }
  return [...series.values()].filter((each) => each.length >= FEWEST_OF_SERIES);
}

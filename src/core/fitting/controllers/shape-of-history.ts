/** Decides whether pods without an owner came and went as those of a controller do. A wrong controller is worse than none. */

import type { PodTemplate } from '../../objects/pod.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import type { Watch } from '../pods/group-samples.ts';
import type { WorkloadGroup } from '../pods/workload-group.ts';
import type { ControlledPod } from './controller-clues.ts';
import { chainsOf, countChanges, reactionGap } from './count-changes.ts';
import type { FoundWorkload } from './found-workload.ts';
import { jobRun, runsByHistory } from './job-runs.ts';
import { jobWorkloads } from './job-workloads.ts';
import { replicaWorkload } from './replica-workload.ts';
import { LONGEST_PAUSE } from './rollouts.ts';

interface FoundByShape {
  readonly group: WorkloadGroup;
  readonly workloads: readonly FoundWorkload[];
}

/** Runs that show a period, of pods without an owner. */
const FEWEST_RUNS = 5;
/** Fewer pods together are no Job. */
const FEWEST_PODS = 3;
/** More single Jobs of one group are arrivals. */
const MOST_JOBS = 3;
/** Steps may explain at most this many changes each; the rest of the changes could be anything. */
const FEWEST_CHANGES_A_STEP = 2;
const MOST_ALONE = 1 / 3;
/** Where changes are so frequent that two meet by chance this often, nothing shows that one reacts to the other. */
const MOST_BY_CHANCE = 0.25;

/** Equal for pods that ask for the same, as all pods of one revision of a controller do. */
export function requestsText({ spec }: PodTemplate): string {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return canonicalJson(containers.map(({ resources }) => resources?.requests ?? {}));
}

function askForOne(pods: Iterable<ControlledPod>): boolean {
  const templates = new Map([...pods].map(({ templateHash, template }) => [templateHash, template]));
  return new Set([...templates.values()].map(requestsText)).size <= 1;
}

/** Runs at a steady pace, or pods that are created together and then only after the end of another. All ends are their own. */
export function jobsByHistory(
  name: string,
  pods: readonly ControlledPod[],
  watch: Watch,
): FoundByShape | undefined {
  const ended = pods.filter(({ gone }) => gone !== undefined);
  const isOwn = ended.every(({ cause }) => cause === 'succeeded' || cause === 'failed');
  const succeeded = ended.filter(({ cause }) => cause === 'succeeded').length;
  if (ended.length === 0 || !isOwn || 2 * succeeded < ended.length || !askForOne(pods)) return undefined;
  const gap = reactionGap(watch.resolution);
  return regularJobs(name, pods, watch, gap) ?? closedJobs(name, pods, watch, gap);
}

function regularJobs(
  name: string,
  pods: readonly ControlledPod[],
  watch: Watch,
  gap: number,
): FoundByShape | undefined {
  const created = countChanges(pods).filter(({ by }) => by > 0);
  const runs = chainsOf(created, gap).map((chain) => chain.map(({ pod }) => pod));
  if (runs.length < FEWEST_RUNS) return undefined;
  const there = pods.filter(({ wasThere }) => wasThere);
  const all = [...(there.length > 0 ? [there] : []), ...runs].map((run) => jobRun(run, []));
  const found = jobWorkloads(name, all, watch, FEWEST_RUNS);
  const regular = found?.workloads.filter(({ kind }) => kind === 'CronJob').length ?? 0;
  const single = (found?.workloads.length ?? 0) - regular;
  return found && regular > 0 && single <= 1 && regular <= 2 ? found : undefined;
}

function closedJobs(
  name: string,
  pods: readonly ControlledPod[],
  watch: Watch,
  gap: number,
): FoundByShape | undefined {
  const runs = runsByHistory(pods, gap, MOST_JOBS);
  if (!runs) return undefined;
  if (runs.some((run) => run.length < FEWEST_PODS)) return undefined;
  const jobs = runs.map((run) => jobRun(run, []));
  const isLoop = jobs.every(
    (job) => job.parallelism === job.pods.length || isFull(job.pods, job.parallelism),
  );
  return isLoop ? jobWorkloads(name, jobs, watch, Number.POSITIVE_INFINITY) : undefined;
}

/** Whether nearly all the time until the last pod is created, as many pods run as at most. */
function isFull(pods: readonly ControlledPod[], most: number): boolean {
  const changes = countChanges(pods);
  const from = Math.min(...pods.map(({ created, wasThere }) => (wasThere ? 0 : created)));
  const to = Math.max(...pods.map(({ created }) => created));
  let count = pods.filter(({ wasThere }) => wasThere).length;
  let [last, sum] = [from, 0];
  for (const { at, by } of changes) {
    if (at > to) break;
    sum += count * (at - last);
    last = at;
    count += by;
  }
  return to > from && sum / (to - from) >= 0.8 * most;
}

/**
 * Replicas of a Deployment: each change of their number explains at least two pods that came or went, and few came or went alone. Two pods
 * that stay for the whole window are replicas too.
 */
export function replicasByHistory(
  name: string,
  pods: readonly ControlledPod[],
  watch: Watch,
): FoundByShape | undefined {
  if (pods.length < 2 || pods.some(({ cause }) => cause === 'succeeded')) return undefined;
  const all = countChanges(pods);
  const changes = all.length;
  const single = chainsOf(all, LONGEST_PAUSE).filter((chain) => chain.length === 1).length;
  if (single > MOST_ALONE * changes) return undefined;
  const gap = reactionGap(watch.resolution);
  if (1 - Math.exp((-2 * gap * changes) / watch.window) > MOST_BY_CHANCE) return undefined;
  const found = replicaWorkload({ kind: 'Deployment', name, pods, sizes: [] }, watch);
  if (!found) return undefined;
  const { steps, rollouts } = found;
  const [first] = rollouts;
  const revisions = [
    pods.filter(({ created }) => !first || created < first.at),
    ...rollouts.map(({ fresh }) => fresh),
  ];
  if (!revisions.every(askForOne)) return undefined;
  const own = steps.steps.filter(({ at }) => at > 0).length + rollouts.length;
  const isShort = own * FEWEST_CHANGES_A_STEP <= changes && steps.alone <= MOST_ALONE * changes;
  return isShort ? { group: found.group, workloads: [found.workload] } : undefined;
}

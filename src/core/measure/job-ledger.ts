/** Follows each Job from its creation to its completion, by its object and its pods. */
import type { ClusterObject, SelectingController } from '../objects/cluster-object.ts';
import type { Observation } from '../recording/observation.ts';
import type { PodCreatedObservation, PodOwner } from '../recording/pod-observation.ts';
import { summariseDurations } from './duration-percentiles.ts';
import type { JobFigures, MeasuredJob } from './job-figures.ts';

export interface JobLedger {
  observe(observation: Observation, now: number): void;
  /** Of the window that ends at `end`; undefined where no pod belongs to a Job. */
  figures(end: number): JobFigures | undefined;
}

type JobSpec = NonNullable<SelectingController['spec']>;

interface KnownObject {
  readonly since: number;
  spec: JobSpec;
}

interface Job {
  readonly name: string;
  readonly cronJob: string | null;
  start: number;
  object: KnownObject | undefined;
  /** It is older than the recording, so its successes are not all known. */
  isOlder: boolean;
  isRemoved: boolean;
  alive: number;
  succeeded: number;
  failed: number;
  lastEnd: number;
  completion: number | null;
}

export function jobLedger(): JobLedger {
  const jobs = new Map<string, Job>();
  const objects = new Map<string, KnownObject>();
  /** Of the pods that have not ended. */
  const pods = new Map<string, Job>();

  function created(observation: PodCreatedObservation, now: number): void {
    const [owner, above] = observation.owners ?? [];
    if (!isJob(owner)) return;
    const name = `${observation.namespace}/${owner.name}`;
    const key = owner.uid ?? name;
    const start = (observation.intended ?? now) - (observation.age ?? 0);
    const object = objects.get(key);
    const job = jobs.get(key) ?? {
      ...{ name, cronJob: above?.kind === 'CronJob' ? above.name : null },
      ...{ start: Math.min(start, object?.since ?? start), object, isOlder: false, isRemoved: false },
      ...{ alive: 0, succeeded: 0, failed: 0, lastEnd: now, completion: null },
    };
    jobs.set(key, job);
    job.start = Math.min(job.start, start);
    if (observation.age !== undefined) job.isOlder = true;
    if (pods.has(observation.uid)) return;
    job.alive += 1;
    pods.set(observation.uid, job);
  }

  function setObject(object: ClusterObject, now: number): void {
    const { uid } = object.metadata;
    if (object.kind !== 'Job' || uid === undefined) return;
    const spec = object.spec ?? {};
    const known = objects.get(uid) ?? { since: now, spec };
    known.spec = spec;
    objects.set(uid, known);
    const job = jobs.get(uid);
    if (job) job.object = known;
  }

  function removeObject(uid: string): void {
    const job = jobs.get(uid);
    if (job) job.isRemoved = true;
    objects.delete(uid);
  }

  function ended(uid: string, succeeded: boolean, now: number): void {
    const job = pods.get(uid);
    if (!job) return;
    pods.delete(uid);
    job.alive -= 1;
    // What ends after the completion belongs to the cleaning up.
    if (job.completion !== null) return;
    job.lastEnd = now;
    if (!succeeded) {
      job.failed += 1;
      return;
    }
    job.succeeded += 1;
    if (job.succeeded >= (neededBy(job) ?? Infinity)) job.completion = now;
  }

  return {
    observe(observation, now) {
      switch (observation.kind) {
        case 'object-set':
          return setObject(observation.object, now);
        case 'object-removed':
          return removeObject(observation.uid);
        case 'pod-created':
          return created(observation, now);
        case 'pod-finished':
          return ended(observation.uid, observation.phase === 'Succeeded', now);
        case 'pod-deleted':
          return ended(observation.uid, false, now);
        default:
      }
    },
    figures: (end) => (jobs.size === 0 ? undefined : figuresOf([...jobs.values()], end)),
  };
}

/** Other groups have a kind Job too. */
function isJob(owner: PodOwner | undefined): owner is PodOwner {
  return owner?.kind === 'Job' && (owner.apiVersion ?? 'batch/v1').startsWith('batch/');
}

/** The number of successes that decides; undefined where only the pods show when the Job is complete. */
function neededBy({ object, isOlder }: Job): number | undefined {
  return isOlder ? undefined : object?.spec.completions;
}

function figuresOf(jobs: readonly Job[], end: number): JobFigures {
  const each = jobs.map((job) => runOf(job, end));
  const count = (wanted: MeasuredJob['state']) => each.filter(({ state }) => state === wanted).length;
  const running = count('running');
  const first = jobs.reduce((least, { start }) => Math.min(least, start), end);
  const ends = jobs.map((job, index) => each[index]!.completion ?? job.lastEnd);
  const last = running > 0 ? end : ends.reduce((most, at) => Math.max(most, at), 0);
  return {
    ...{ count: each.length, complete: count('complete'), failed: count('failed'), running },
    duration: summariseDurations(each.flatMap(({ duration }) => duration ?? [])),
    makespan: { duration: last - first, complete: running === 0 },
    each,
  };
}

function runOf(job: Job, end: number): MeasuredJob {
  const { name, cronJob, start, succeeded, failed } = job;
  const completion = job.completion ?? completedByPods(job);
  return {
    ...{ name, cronJob, state: completion === null ? openState(job, end) : 'complete', start, completion },
    duration: completion === null ? null : completion - start,
    completions: job.object?.spec.completions ?? null,
    ...{ succeeded, failed },
  };
}

/** Without a number that decides, a Job is complete when one pod has succeeded and none is left, as one with a work queue is. */
function completedByPods(job: Job): number | null {
  const isComplete = neededBy(job) === undefined && job.alive === 0 && job.succeeded > 0;
  return isComplete ? job.lastEnd : null;
}

function openState({ object, isRemoved, alive, failed, start }: Job, end: number): MeasuredJob['state'] {
  if (isRemoved) return 'failed';
  if (alive > 0) return 'running';
  if (object === undefined) return 'failed';
  const { backoffLimit = 6, activeDeadlineSeconds = Infinity } = object.spec;
  return failed > backoffLimit || end >= start + activeDeadlineSeconds * 1e6 ? 'failed' : 'running';
}

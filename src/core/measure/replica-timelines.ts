/** Counts for each workload the replicas that its objects ask for, and the pods that run. */
import type { ClusterObject } from '../objects/cluster-object.ts';
import type { Observation } from '../recording/observation.ts';
import type { PodCreatedObservation } from '../recording/pod-observation.ts';
import { addProduct, type ExactSum, exactSum, sumOf } from './exact-sum.ts';
import type { ReplicaCount, ReplicaFigures } from './replica-figures.ts';
import { bucketMeans, holdInSeries, type TimeSeries, timeSeries } from './time-series.ts';

export interface ReplicaTimelines {
  observe(observation: Observation, now: number): void;
  /** Over [0, `end`), in the order of the first pods. */
  figures(end: number): readonly ReplicaFigures[];
}

interface Level {
  value: number;
  since: number;
  max: number;
  readonly integral: ExactSum;
  readonly series: TimeSeries;
}

interface Workload {
  readonly name: string;
  readonly kind: string;
  readonly running: Level;
  desired: Level | undefined;
  /** The uid of its topmost owner, and those of the owners of its pods. */
  readonly top: string | undefined;
  readonly controllers: Set<string>;
}

export function replicaTimelines(): ReplicaTimelines {
  const workloads = new Map<string, Workload>();
  /** By uid: those of objects that say a number, and the workloads to which owners belong. */
  const replicas = new Map<string, number>();
  const owned = new Map<string, Workload>();
  const pods = new Map<string, { readonly workload: Workload; runs: boolean }>();

  function created({ uid, namespace, owners = [] }: PodCreatedObservation, now: number): void {
    const top = owners.at(-1);
    if (!top) return;
    const key = JSON.stringify([top.kind, namespace, top.name]);
    const workload: Workload = workloads.get(key) ?? {
      ...{ name: `${namespace}/${top.name}`, kind: top.kind, top: top.uid },
      ...{ running: levelAt(0), desired: undefined, controllers: new Set<string>() },
    };
    workloads.set(key, workload);
    pods.set(uid, { workload, runs: false });
    for (const owner of new Set([owners[0]?.uid, top.uid])) {
      if (owner === undefined || workload.controllers.has(owner)) continue;
      workload.controllers.add(owner);
      owned.set(owner, workload);
      ask(workload, now);
    }
  }

  /** The topmost owner decides. Without its number, those of the ReplicaSets below it add up. */
  function ask(workload: Workload, now: number): void {
    const own = workload.top === undefined ? undefined : replicas.get(workload.top);
    const numbers = [...workload.controllers].flatMap((uid) => replicas.get(uid) ?? []);
    if (own === undefined && numbers.length === 0) return;
    workload.desired ??= levelAt(now);
    setLevel(workload.desired, own ?? numbers.reduce((sum, number) => sum + number, 0), now);
  }

  function setObject(object: ClusterObject, now: number): void {
    const { uid } = object.metadata;
    const spec = 'spec' in object ? object.spec : undefined;
    const wanted = spec && 'replicas' in spec ? spec.replicas : undefined;
    if (uid === undefined || typeof wanted !== 'number') return;
    replicas.set(uid, wanted);
    const workload = owned.get(uid);
    if (workload) ask(workload, now);
  }

  function removeObject(uid: string, now: number): void {
    if (!replicas.has(uid)) return;
    replicas.set(uid, 0);
    const workload = owned.get(uid);
    if (workload) ask(workload, now);
  }

  function run(uid: string, runs: boolean, now: number): void {
    const pod = pods.get(uid);
    if (!pod || pod.runs === runs) return;
    pod.runs = runs;
    setLevel(pod.workload.running, pod.workload.running.value + (runs ? 1 : -1), now);
  }

  return {
    observe(observation, now) {
      switch (observation.kind) {
        case 'object-set':
          return setObject(observation.object, now);
        case 'object-removed':
          return removeObject(observation.uid, now);
        case 'pod-created':
          return created(observation, now);
        case 'pod-started':
          return run(observation.uid, true, now);
        case 'pod-finished':
          return run(observation.uid, false, now);
        case 'pod-deleted':
          run(observation.uid, false, now);
          pods.delete(observation.uid);
          return;
        default:
      }
    },
    figures: (end) =>
      [...workloads.values()].map(({ name, kind, desired, running }) => ({
        workload: name,
        kind,
        desired: desired ? countOf(desired, end) : null,
        running: countOf(running, end),
      })),
  };
}

function levelAt(since: number): Level {
  return { value: 0, since, max: 0, integral: exactSum(), series: timeSeries() };
}

function setLevel(level: Level, value: number, now: number): void {
  advance(level, now);
  level.value = value;
}

/** A value that lasts no time is none. */
function advance(level: Level, now: number): void {
  const duration = now - level.since;
  if (duration <= 0) return;
  addProduct(level.integral, level.value, duration);
  holdInSeries(level.series, level.value, level.since, now);
  level.max = Math.max(level.max, level.value);
  level.since = now;
}

function countOf(level: Level, end: number): ReplicaCount {
  advance(level, end);
  return {
    mean: end > 0 ? sumOf(level.integral) / end : null,
    max: level.max,
    end: level.value,
    series: bucketMeans(level.series, end),
  };
}

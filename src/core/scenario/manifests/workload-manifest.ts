/** Converts manifests of controllers (Deployment, StatefulSet, Job and so on) to entries of `events.workloads`. */
import { isObject } from '../forms/scenario-form.ts';
import type { Path, Plain, PlainObject } from '../positioned-yaml.ts';
import { entryBuilder, type ManifestEntry, nameOfManifest } from './manifest-entry.ts';
import { type PlacedObject, valueIn } from './placed-objects.ts';
import { writtenRun } from './written-run.ts';

type Builder = ReturnType<typeof entryBuilder>;

/** @param number of the object among all, from 0. */
export function workloadManifest(placed: PlacedObject, number: number): ManifestEntry {
  const entry = startedEntry(placed, placed.kind, number);
  const { object, kind } = placed;
  if (kind === 'Job') takeJob(entry, object, ['spec']);
  else {
    if (kind !== 'DaemonSet') entry.take('replicas', ['spec', 'replicas']);
    if (kind === 'StatefulSet') entry.take('volumeClaimTemplates', ['spec', 'volumeClaimTemplates']);
    takeStrategy(entry, placed);
    takeTemplate(entry, object, ['spec', 'template']);
  }
  return entry.built();
}

/** A ReplicationController keeps its pods as a ReplicaSet does. */
export function replicationController(placed: PlacedObject, number: number): ManifestEntry {
  const entry = startedEntry(placed, 'ReplicaSet', number);
  entry.take('replicas', ['spec', 'replicas']);
  takeTemplate(entry, placed.object, ['spec', 'template']);
  return entry.built();
}

/** One of the series in which a CronJob creates its Jobs. */
export function cronJobManifest(
  placed: PlacedObject,
  number: number,
  series: { readonly at: string; readonly every: string; readonly suffix: string },
): ManifestEntry {
  const entry = startedEntry(placed, 'CronJob', number);
  const name = nameOfManifest(placed, number);
  if (typeof name === 'string') entry.set('name', `${name}${series.suffix}`, ['metadata', 'name']);
  entry.set('at', series.at, ['spec', 'schedule']);
  entry.set('every', series.every, ['spec', 'schedule']);
  takeJob(entry, placed.object, ['spec', 'jobTemplate', 'spec']);
  return entry.built();
}

function startedEntry(placed: PlacedObject, kind: string, number: number): Builder {
  const entry = entryBuilder('workloads', placed);
  entry.set('at', '0s');
  entry.set('kind', kind, ['kind']);
  entry.set('name', nameOfManifest(placed, number), ['metadata', 'name']);
  entry.take('namespace', ['metadata', 'namespace']);
  return entry;
}

/** A Job with a parallelism and no completions ends with its pods, which counts here as that many completions. */
function takeJob(entry: Builder, object: PlainObject, spec: Path): void {
  const parallelism = valueIn(object, [...spec, 'parallelism']);
  const isSuspended = valueIn(object, [...spec, 'suspend']) === true;
  entry.take('completions', [...spec, 'completions']);
  if (valueIn(object, [...spec, 'completions']) == null)
    entry.set('completions', parallelism, [...spec, 'parallelism']);
  if (isSuspended) entry.set('parallelism', 0, [...spec, 'suspend']);
  else entry.take('parallelism', [...spec, 'parallelism']);
  for (const key of ['backoffLimit', 'activeDeadlineSeconds', 'ttlSecondsAfterFinished'])
    entry.take(key, [...spec, key]);
  takeTemplate(entry, object, [...spec, 'template']);
}

/** The pods of a Job end when their containers do; those of the other kinds are replaced or restarted. */
function takeTemplate(entry: Builder, object: PlainObject, path: Path): void {
  const template = valueIn(object, path);
  entry.set('podSpec', template, path);
  for (const [key, value] of Object.entries(writtenRun(template)))
    entry.set(key, value, [...path, 'spec', 'containers']);
}

const ROLLING: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['maxSurge', 'maxUnavailable'],
  DaemonSet: ['maxUnavailable'],
};

/** What the controller does when a template changes, as far as a replay models it. */
function takeStrategy(entry: Builder, { object, kind }: PlacedObject): void {
  const path = ['spec', kind === 'Deployment' ? 'strategy' : 'updateStrategy'];
  const type = valueIn(object, [...path, 'type']);
  const written = ROLLING[kind]?.flatMap((key): [string, Plain][] => {
    const value = valueIn(object, [...path, 'rollingUpdate', key]);
    return value == null ? [] : [[key, value]];
  });
  const strategy: PlainObject = Object.fromEntries(written ?? []);
  if (kind === 'Deployment' && type === 'Recreate') entry.set('strategy', { type }, path);
  else if (isObject(strategy) && Object.keys(strategy).length > 0) entry.set('strategy', strategy, path);
}

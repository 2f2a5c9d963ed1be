/** Translates objects of Kubernetes to the keys of a scenario: everything is created at 0s, in the order of the files. */
import { counted } from '../../errors/counted.ts';
import { type Problem, warningAt } from '../../errors/problem.ts';
import { formatDuration } from '../../time/duration.ts';
import type { Microseconds } from '../../time/microseconds.ts';
import type { Translation } from '../forms/scenario-form.ts';
import { isObject } from '../forms/scenario-form.ts';
import type { PlainObject } from '../positioned-yaml.ts';
import { OBJECT_KIND_NAMES } from '../schema/object-manifest.ts';
import { cronSeries } from './cron-times.ts';
import { deschedulerOfPolicy, policyOf } from './descheduler-policy.ts';
import {
  asWritten,
  type EntryList,
  entryBuilder,
  type ManifestEntry,
  nameOfManifest,
} from './manifest-entry.ts';
import { isMockedNode, isSuspended, mockedNode } from './mocked-node.ts';
import { type PlacedObject, valueIn } from './placed-objects.ts';
import { isStopped, isVirtualMachine, virtualMachine } from './virtual-machine.ts';
import { cronJobManifest, replicationController, workloadManifest } from './workload-manifest.ts';
import { writtenRun } from './written-run.ts';

export interface ManifestScenario extends Translation {
  readonly data: PlainObject;
  /** The objects by the first key of their source paths: `Deployment "web"`. */
  readonly byKey: ReadonlyMap<PropertyKey, PlacedObject>;
}

const WORKLOADS: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
]);
const OBJECTS: ReadonlySet<string> = new Set(OBJECT_KIND_NAMES);

/**
 * @param problems gets a warning for what the scenario does not contain.
 * @param every the time from the creation of one pod or workload to that of the next.
 */
export function scenarioOfManifests(
  placed: readonly PlacedObject[],
  name: string,
  problems: Problem[],
  every: Microseconds = 0,
): ManifestScenario {
  const owners = new Set(placed.map((each) => keyOf(each)));
  const origins: Record<EntryList, { readonly number: number; readonly entry: ManifestEntry }[]> = {
    nodes: [],
    objects: [],
    pods: [],
    workloads: [],
  };
  const others = new Map<string, PlacedObject[]>();
  const leaveOut = (each: PlacedObject): void => {
    others.set(each.kind, [...(others.get(each.kind) ?? []), each]);
  };
  const byKey = new Map<PropertyKey, PlacedObject>();
  const keys = placed.map((each) => {
    const key = shownName(each, byKey);
    byKey.set(key, each);
    return key;
  });
  let descheduler: PlainObject | undefined;
  placed.forEach((each, number) => {
    if (isOwned(each, owners)) return;
    const policy = policyOf(each);
    if (policy) {
      if (descheduler) problems.push(secondPolicy(each));
      else descheduler = deschedulerOfPolicy(policy, each, problems);
      return;
    }
    const entries = entriesOf(each, number, problems);
    if (!entries) leaveOut(each);
    for (const entry of entries ?? []) {
      const at = every * (origins.pods.length + origins.workloads.length);
      origins[entry.list].push({ number, entry: every > 0 ? createdAt(entry, at) : entry });
    }
  });
  for (const [kind, left] of others) problems.push(notUsed(kind, left));
  const fields = (list: EntryList): PlainObject[] => origins[list].map(({ entry }) => entry.fields);
  return {
    byKey,
    data: {
      apiVersion: 'keg.dev/v1alpha1',
      kind: 'Scenario',
      metadata: { name },
      cluster: { nodes: fields('nodes'), objects: fields('objects'), ...(descheduler && { descheduler }) },
      events: { pods: fields('pods'), workloads: fields('workloads') },
    },
    sourcePath([top, list, index, key, ...rest]) {
      if (index === undefined || (top !== 'cluster' && top !== 'events')) return [];
      const origin = origins[list as EntryList]?.[Number(index)];
      if (!origin) return [];
      const from = key === undefined ? [] : origin.entry.sources[String(key)];
      return [keys[origin.number]!, ...(from ?? []), ...(from ? rest : [])];
    },
  };
}

function secondPolicy({ document, path }: PlacedObject): Problem {
  const what = 'the DeschedulerPolicy is not played: there is one before it';
  return warningAt('not-modelled', document.positionOf(path), what);
}

/** A CronJob keeps its schedule, and nodes and objects exist from the start. */
function createdAt(entry: ManifestEntry, at: Microseconds): ManifestEntry {
  const { list, fields } = entry;
  if (list === 'pods') return { ...entry, fields: { ...fields, arrivalTime: formatDuration(at) } };
  if (list !== 'workloads' || fields.kind === 'CronJob') return entry;
  return { ...entry, fields: { ...fields, at: formatDuration(at) } };
}

/** Unique among the keys. */
function shownName({ kind, object }: PlacedObject, taken: ReadonlyMap<PropertyKey, unknown>): string {
  const name = valueIn(object, ['metadata', 'name']);
  const shown = typeof name === 'string' ? `${kind} "${name}"` : kind;
  if (!taken.has(shown)) return shown;
  let number = 2;
  while (taken.has(`${shown} (${number})`)) number += 1;
  return `${shown} (${number})`;
}

/** Undefined for a kind that is not used. */
function entriesOf(placed: PlacedObject, number: number, problems: Problem[]): ManifestEntry[] | undefined {
  const { kind } = placed;
  if (isMockedNode(placed)) return isSuspended(placed) ? undefined : [mockedNode(placed)];
  if (isVirtualMachine(placed)) return isStopped(placed) ? undefined : [virtualMachine(placed)];
  if (kind === 'Node') return [asWritten('nodes', placed)];
  if (kind === 'Pod') return [podManifest(placed, number)];
  if (kind === 'CronJob') return cronJobs(placed, number, problems);
  if (WORKLOADS.has(kind)) return [workloadManifest(placed, number)];
  if (kind === 'ReplicationController') return [replicationController(placed, number)];
  return OBJECTS.has(kind) ? [asWritten('objects', placed)] : undefined;
}

function podManifest(placed: PlacedObject, number: number): ManifestEntry {
  const entry = entryBuilder('pods', placed);
  entry.set('name', nameOfManifest(placed, number), ['metadata', 'name']);
  entry.take('namespace', ['metadata', 'namespace']);
  entry.set('arrivalTime', '0s');
  entry.set('podSpec', placed.object);
  for (const [key, value] of Object.entries(writtenRun(placed.object)))
    entry.set(key, value, ['spec', 'containers']);
  return entry.built();
}

function cronJobs(placed: PlacedObject, number: number, problems: Problem[]): ManifestEntry[] {
  const position = placed.document.positionOf([...placed.path, 'spec', 'schedule']);
  if (valueIn(placed.object, ['spec', 'suspend']) === true) {
    problems.push(warningAt('left-out', position, 'this CronJob is suspended, so it creates no Job'));
    return [];
  }
  const schedule = valueIn(placed.object, ['spec', 'schedule']);
  const series = typeof schedule === 'string' ? cronSeries(schedule) : undefined;
  if (!series) {
    const message = `the schedule ${JSON.stringify(schedule ?? null)} is not modelled: a schedule has minutes, hours and days of the week, such as */5 * * * *`;
    problems.push({ code: 'not-modelled', severity: 'error', position, message });
    return [];
  }
  return series.map(({ first, every }, index) =>
    cronJobManifest(placed, number, {
      at: formatDuration(first),
      every: formatDuration(every),
      suffix: index === 0 ? '' : `-${index}`,
    }),
  );
}

/** Kind, namespace and name. */
function keyOf({ kind, object }: PlacedObject): string {
  const namespace = valueIn(object, ['metadata', 'namespace']) ?? 'default';
  return JSON.stringify([kind, namespace, valueIn(object, ['metadata', 'name']) ?? null]);
}

/** What a controller in the files creates is left to it. */
function isOwned({ object }: PlacedObject, owners: ReadonlySet<string>): boolean {
  const references = valueIn(object, ['metadata', 'ownerReferences']);
  if (!Array.isArray(references)) return false;
  const namespace = valueIn(object, ['metadata', 'namespace']) ?? 'default';
  return references
    .filter(isObject)
    .some(({ kind, name }) => owners.has(JSON.stringify([kind ?? null, namespace, name ?? null])));
}

function notUsed(kind: string, left: readonly PlacedObject[]): Problem {
  const [{ document, path }] = left as [PlacedObject];
  const noun = counted(left.length, kind, kind.endsWith('s') ? `${kind}es` : `${kind}s`);
  const verb = left.length === 1 ? 'is' : 'are';
  return warningAt('left-out', document.positionOf(path), `${noun} ${verb} not used`);
}

/** Whether a replay uses objects of this kind. */
export function isPlayedKind(kind: string): boolean {
  return (
    [
      'Pod',
      'Node',
      'CronJob',
      'ReplicationController',
      'AppWrapper',
      'VirtualMachine',
      'DeschedulerPolicy',
    ].includes(kind) ||
    WORKLOADS.has(kind) ||
    OBJECTS.has(kind)
  );
}

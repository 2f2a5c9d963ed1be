/** Refuses keys of a workload that its kind does not have, and keys that only the entry that creates it can have. */

import { formatPosition } from '../errors/user-error.ts';
import type { Path } from './positioned-yaml.ts';
import type { Reporter } from './reporter.ts';
import type { WorkloadEntry } from './schema/scenario-file.ts';

/** One entry of `events.workloads` with its place. */
export interface PlacedWorkload {
  readonly fields: WorkloadEntry;
  readonly path: Path;
}

type Kind = WorkloadEntry['kind'];

/** The kinds that have a key. Keys that are not listed belong to every kind. */
const KINDS_OF_KEY: Partial<Record<keyof WorkloadEntry, readonly Kind[]>> = {
  completions: ['Job', 'CronJob'],
  parallelism: ['Job', 'CronJob'],
  backoffLimit: ['Job', 'CronJob'],
  activeDeadlineSeconds: ['Job', 'CronJob'],
  ttlSecondsAfterFinished: ['Job', 'CronJob'],
  every: ['CronJob'],
  jitter: ['Job', 'CronJob'],
  until: ['Job', 'CronJob'],
  arrivals: ['Job'],
  sizes: ['Job'],
  count: ['Job'],
  burst: ['Job'],
  pace: ['Job'],
  first: ['Job'],
  strategy: ['Deployment', 'StatefulSet', 'DaemonSet'],
  ages: ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'],
};

/** Keys that a later entry cannot change. */
const FIXED_KEYS = [
  'completions',
  'backoffLimit',
  'activeDeadlineSeconds',
  'ttlSecondsAfterFinished',
  'volumeClaimTemplates',
  'usage',
  'lifetime',
  'phases',
  'end',
  'every',
  'jitter',
  'until',
  'arrivals',
  'sizes',
  'count',
  'burst',
  'pace',
  'first',
  'strategy',
  'ages',
] as const;

/** What a Job has only if it is one of many. */
const KEYS_OF_SERIES = ['sizes', 'count', 'burst', 'pace', 'first', 'jitter', 'until'] as const;

export function checkWorkloadKeys({ fields, path }: PlacedWorkload, report: Reporter): void {
  const { kind } = fields;
  const isReplicated = kind === 'Deployment' || kind === 'ReplicaSet' || kind === 'StatefulSet';
  if (fields.replicas !== undefined && !isReplicated) {
    const instead =
      kind === 'DaemonSet' ? 'it has a pod on every matching node' : 'it has completions and parallelism';
    report.error('conflicting-keys', [...path, 'replicas'], `a ${kind} has no replicas: ${instead}`);
  }
  for (const [key, kinds] of Object.entries(KINDS_OF_KEY)) {
    if (fields[key as keyof WorkloadEntry] !== undefined && !kinds.includes(kind))
      report.error(
        'conflicting-keys',
        [...path, key],
        `goes with a ${kinds.join(' or ')}, not with a ${kind}`,
      );
  }
  if (fields.volumeClaimTemplates && kind !== 'StatefulSet')
    report.error(
      'conflicting-keys',
      [...path, 'volumeClaimTemplates'],
      `goes with a StatefulSet, not with a ${kind}: write ephemeral volumes in its template`,
    );
  if ((kind === 'Job' || kind === 'CronJob') && isDeletion(fields.end))
    report.error(
      'conflicting-keys',
      [...path, 'end'],
      `the pods of a ${kind} end by themselves: write succeeded or failed`,
    );
  for (const key of kind === 'Job' && !fields.arrivals ? KEYS_OF_SERIES : []) {
    if (fields[key] !== undefined)
      report.error('conflicting-keys', [...path, key], 'goes with a CronJob, or with the arrivals of Jobs');
  }
  checkStrategy({ fields, path }, report);
  checkAges({ fields, path }, report);
}

function isDeletion(end: WorkloadEntry['end']): boolean {
  if (typeof end === 'string' || end === undefined) return end === 'deleted';
  return [end].flat().some(({ deleted }) => deleted !== undefined);
}

function checkAges(
  { fields: { kind, at, ages, replicas, parallelism, arrivals }, path }: PlacedWorkload,
  report: Reporter,
): void {
  if (!ages) return;
  const place = [...path, 'ages'];
  if (arrivals) report.error('conflicting-keys', place, 'do not go with arrivals: write another Job');
  if (at > 0) report.error('conflicting-keys', place, 'are of pods that exist at 0s: they go with at: 0s');
  const most = kind === 'Job' ? (parallelism ?? 1) : (replicas ?? 1);
  if (kind !== 'DaemonSet' && ages.length > most)
    report.error(
      'conflicting-keys',
      place,
      `are more than the pods that the ${kind} has: ${ages.length} instead of ${most}`,
    );
}

function checkStrategy({ fields: { kind, strategy }, path }: PlacedWorkload, report: Reporter): void {
  if (!strategy) return;
  const place = [...path, 'strategy'];
  if (kind !== 'Deployment') {
    for (const key of kind === 'DaemonSet'
      ? (['type', 'maxSurge'] as const)
      : (['type', 'maxSurge', 'maxUnavailable'] as const)) {
      if (strategy[key] !== undefined && strategy[key] !== 'RollingUpdate')
        report.error('not-modelled', [...place, key], `is modelled for a Deployment, not for a ${kind}`);
    }
    return;
  }
  for (const key of ['maxSurge', 'maxUnavailable'] as const) {
    if (strategy.type === 'Recreate' && strategy[key] !== undefined)
      report.error('conflicting-keys', [...place, key], 'goes with RollingUpdate, not with Recreate');
  }
  // pkg/apis/apps/validation/validation.go, ValidateRollingUpdateDeployment.
  if (isNone(strategy.maxSurge) && isNone(strategy.maxUnavailable))
    report.error(
      'invalid-value',
      [...place, 'maxUnavailable'],
      'is 0 while maxSurge is 0: one must be above 0',
    );
}

function isNone(share: number | string | undefined): boolean {
  return share === 0 || share === '0%';
}

/** Whether a later entry changes something that can be changed. What it cannot change is an error. */
export function checkLaterKeys(
  { fields, path }: PlacedWorkload,
  first: PlacedWorkload,
  report: Reporter,
): boolean {
  const { kind } = fields;
  const created = formatPosition(report.positionOf(first.path));
  if (first.fields.arrivals) {
    report.error(
      'conflicting-keys',
      path,
      `Jobs with arrivals cannot be changed (they are created at ${created}): write another name`,
    );
    return false;
  }
  for (const key of FIXED_KEYS) {
    if (fields[key] !== undefined)
      report.error(
        'conflicting-keys',
        [...path, key],
        `belongs in the entry that creates the ${kind} (${created})`,
      );
  }
  const { number, template } = CHANGEABLE[kind];
  const isNamed = fields.template !== undefined || fields.podSpec !== undefined;
  if (number !== undefined && fields[number] !== undefined) return true;
  if (isNamed && template) return true;
  const wanted = [...(number ? [number] : []), ...(template ? ['template'] : [])].join(' or ');
  report.error(
    'missing-value',
    path,
    wanted === ''
      ? `a CronJob cannot be changed (it is created at ${created}): end it with until, and create another one`
      : `nothing to change: add ${wanted} (the ${kind} is created at ${created})`,
  );
  return false;
}

/** Refuses another template for a kind that does not replace its pods. */
export function refuseNewTemplate({ fields, path }: PlacedWorkload, report: Reporter): void {
  const key = fields.podSpec ? 'podSpec' : 'template';
  report.error(
    'conflicting-keys',
    [...path, key],
    `is another one than before: ${KEEPS_TEMPLATE[fields.kind]}`,
  );
}

/** What a later entry can change: the number of pods under this key, and the template. */
const CHANGEABLE: Readonly<
  Record<Kind, { readonly number?: 'replicas' | 'parallelism'; readonly template: boolean }>
> = {
  Deployment: { number: 'replicas', template: true },
  ReplicaSet: { number: 'replicas', template: false },
  StatefulSet: { number: 'replicas', template: true },
  DaemonSet: { template: true },
  Job: { number: 'parallelism', template: false },
  CronJob: { template: false },
};

export function replacesPods(kind: Kind): boolean {
  return CHANGEABLE[kind].template;
}

const KEEPS_TEMPLATE: Readonly<Partial<Record<Kind, string>>> = {
  ReplicaSet: 'a ReplicaSet does not replace its pods; write a Deployment',
  Job: 'a Job keeps its template; create another Job',
  CronJob: 'end this CronJob with until, and create another one',
};

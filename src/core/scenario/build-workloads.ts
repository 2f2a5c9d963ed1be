/** Reads the entries of `events.workloads`. The first entry of a name creates the workload, the later ones scale it. */

import type { Distribution } from '../distributions/families/distribution.ts';
import { formatPosition } from '../errors/user-error.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { formatDuration } from '../time/duration.ts';
import type { TemplateFinder } from './find-template.ts';
import type { Path } from './positioned-yaml.ts';
import { readTime } from './read-time.ts';
import type { Reporter } from './reporter.ts';
import type { ClaimTemplate, JobGoal, PodEnd, Workload, WorkloadStep } from './scenario.ts';
import type { WorkloadEntry } from './schema/scenario-file.ts';

interface Placed {
  readonly fields: WorkloadEntry;
  readonly path: Path;
}

const NOTHING: Distribution = { family: 'constant', value: 0 };
/** Keys that a later entry cannot change. */
const FIXED_KEYS = [
  'completions',
  'backoffLimit',
  'volumeClaimTemplates',
  'lifetime',
  'phases',
  'end',
] as const;
const JOB_KEYS = ['completions', 'parallelism', 'backoffLimit'] as const;
/** Defaults of apps/v1 and batch/v1 (pkg/apis/apps/v1/defaults.go, pkg/apis/batch/v1/defaults.go). */
const DEFAULT_PODS = 1;
const DEFAULT_COMPLETIONS = 1;
const DEFAULT_BACKOFF_LIMIT = 6;

/** The workloads in order of the times of their first entries. Entries of one time keep the order of the file. */
export function buildWorkloads(
  entries: readonly WorkloadEntry[],
  path: Path,
  templates: TemplateFinder,
  report: Reporter,
): Workload[] {
  const inOrder = entries
    .map((fields, index): Placed => ({ fields, path: [...path, index] }))
    .sort((left, right) => left.fields.at - right.fields.at);
  const byName = new Map<string, Placed[]>();
  for (const entry of inOrder) {
    checkKeys(entry, report);
    const key = JSON.stringify([entry.fields.kind, namespaceOf(entry.fields), entry.fields.name]);
    const known = byName.get(key);
    if (known) known.push(entry);
    else byName.set(key, [entry]);
  }
  return [...byName.values()].flatMap(([first, ...later]) => buildWorkload(first!, later, templates, report));
}

/** The workload's own namespace, as in Kubernetes, not that of its template. */
function namespaceOf(fields: WorkloadEntry): string {
  return fields.namespace ?? 'default';
}

/** Refuses keys that the kind of workload does not have. */
function checkKeys({ fields, path }: Placed, report: Reporter): void {
  const { kind } = fields;
  if (fields.replicas !== undefined && (kind === 'Job' || kind === 'DaemonSet')) {
    const instead =
      kind === 'Job' ? 'it has completions and parallelism' : 'it has a pod on every matching node';
    report.error('conflicting-keys', [...path, 'replicas'], `a ${kind} has no replicas: ${instead}`);
  }
  for (const key of JOB_KEYS) {
    if (fields[key] !== undefined && kind !== 'Job')
      report.error('conflicting-keys', [...path, key], `goes with a Job, not with a ${kind}`);
  }
  if (fields.volumeClaimTemplates && kind !== 'StatefulSet')
    report.error(
      'conflicting-keys',
      [...path, 'volumeClaimTemplates'],
      `goes with a StatefulSet, not with a ${kind}: write ephemeral volumes in its template`,
    );
  if (kind === 'Job' && fields.end === 'deleted')
    report.error(
      'conflicting-keys',
      [...path, 'end'],
      `the pods of a Job end by themselves: write succeeded or failed`,
    );
}

function buildWorkload(
  first: Placed,
  later: readonly Placed[],
  templates: TemplateFinder,
  report: Reporter,
): Workload[] {
  const { fields, path } = first;
  const creation = later.find((entry) => entry.fields.template !== undefined || entry.fields.podSpec);
  if (creation && fields.template === undefined && !fields.podSpec) {
    const at = formatDuration(creation.fields.at);
    report.error(
      'missing-value',
      path,
      `${fields.kind} "${fields.name}" is scaled before it is created (at ${at})`,
    );
    return [];
  }
  const template = templates.find(fields, path, fields.at);
  if (!template) return [];
  const scaled = later.flatMap((entry) => buildStep(entry, first, template, templates, report));
  return [
    {
      kind: fields.kind,
      name: fields.name,
      namespace: namespaceOf(fields),
      template,
      lifetime: readTime(fields.lifetime, [...path, 'lifetime'], report) ?? null,
      end: endOf(fields),
      started: readTime(fields.phases?.started, [...path, 'phases', 'started'], report) ?? NOTHING,
      perStart: fields.phases?.perStart ?? 0,
      ready: readTime(fields.phases?.ready, [...path, 'phases', 'ready'], report) ?? NOTHING,
      terminated: readTime(fields.phases?.terminated, [...path, 'phases', 'terminated'], report) ?? NOTHING,
      job: jobOf(fields),
      ...(fields.volumeClaimTemplates?.length && {
        claimTemplates: claimTemplatesOf(fields.volumeClaimTemplates),
      }),
      steps: [stepOf(first, report), ...scaled],
      position: report.positionOf(path),
    },
  ];
}

function endOf({ kind, end }: WorkloadEntry): PodEnd {
  return end ?? (kind === 'Job' ? 'succeeded' : 'deleted');
}

function jobOf({ kind, completions, backoffLimit }: WorkloadEntry): JobGoal | undefined {
  if (kind !== 'Job') return undefined;
  return {
    completions: completions ?? DEFAULT_COMPLETIONS,
    backoffLimit: backoffLimit ?? DEFAULT_BACKOFF_LIMIT,
  };
}

/** Of two templates of one name the last counts, as in pkg/controller/statefulset (getPersistentVolumeClaims). */
function claimTemplatesOf(written: NonNullable<WorkloadEntry['volumeClaimTemplates']>): ClaimTemplate[] {
  const byName = new Map(written.map((each) => [each.metadata.name, each]));
  return Array.from(byName.values(), ({ metadata, spec }) => ({ metadata, spec }) as ClaimTemplate);
}

function stepOf({ fields, path }: Placed, report: Reporter): WorkloadStep {
  const pods = fields.kind === 'Job' ? fields.parallelism : fields.replicas;
  return { at: fields.at, pods: pods ?? DEFAULT_PODS, position: report.positionOf(path) };
}

/** Reads a later entry, which can only scale. */
function buildStep(
  entry: Placed,
  first: Placed,
  template: PodTemplate,
  templates: TemplateFinder,
  report: Reporter,
): WorkloadStep[] {
  const { fields, path } = entry;
  const created = formatPosition(report.positionOf(first.path));
  if (fields.kind === 'DaemonSet') {
    report.error(
      'conflicting-keys',
      path,
      `a DaemonSet has a pod on every matching node: there is nothing to scale (it is created at ${created})`,
    );
    return [];
  }
  for (const key of FIXED_KEYS) {
    if (fields[key] !== undefined)
      report.error(
        'conflicting-keys',
        [...path, key],
        `belongs in the entry that creates the ${fields.kind} (${created})`,
      );
  }
  if (fields.template !== undefined || fields.podSpec) {
    const again = templates.find(fields, path, first.fields.at);
    if (again && JSON.stringify(again) !== JSON.stringify(template)) {
      const key = fields.podSpec ? 'podSpec' : 'template';
      report.error(
        'not-modelled',
        [...path, key],
        `another template than at ${created}: rolling updates are not modelled; scale this ${fields.kind} to 0 and create one of another name`,
      );
    }
  }
  const key = fields.kind === 'Job' ? 'parallelism' : 'replicas';
  if (fields[key] === undefined) {
    report.error(
      'missing-value',
      path,
      `nothing to change: add ${key} (the ${fields.kind} is created at ${created})`,
    );
    return [];
  }
  return [stepOf(entry, report)];
}

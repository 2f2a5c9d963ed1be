/** Reads the entries of `events.workloads`. The first entry of a name creates the workload, the later ones scale it or change its template. */

import type { Distribution } from '../distributions/families/distribution.ts';
import type { ClaimTemplate } from '../objects/cluster-object.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { parseDuration, shownDuration } from '../time/duration.ts';
import { buildJobSeries, jobGoal } from './build-job-series.ts';
import { buildEnds } from './build-runs.ts';
import type { TemplateFinder } from './find-template.ts';
import { writtenRun } from './manifests/written-run.ts';
import type { Path, Plain } from './positioned-yaml.ts';
import { readTime } from './read-time.ts';
import type { Reporter } from './reporter.ts';
import type { JobSchedule, PodEnd, UpdateStrategy, Workload, WorkloadStep } from './scenario.ts';
import type { WorkloadEntry } from './schema/scenario-file.ts';
import {
  checkLaterKeys,
  checkWorkloadKeys,
  type PlacedWorkload,
  refuseNewTemplate,
  replacesPods,
} from './workload-keys.ts';

const NOTHING: Distribution = { family: 'constant', value: 0 };
/** Default of apps/v1 and batch/v1 (pkg/apis/apps/v1/defaults.go, pkg/apis/batch/v1/defaults.go). */
const DEFAULT_PODS = 1;

/** The workloads in order of the times of their first entries. Entries of one time keep the order of the file. */
export function buildWorkloads(
  entries: readonly WorkloadEntry[],
  path: Path,
  templates: TemplateFinder,
  report: Reporter,
): Workload[] {
  const inOrder = entries
    .map((fields, index): PlacedWorkload => ({ fields, path: [...path, index] }))
    .sort((left, right) => left.fields.at - right.fields.at);
  const byName = new Map<string, PlacedWorkload[]>();
  for (const entry of inOrder) {
    checkWorkloadKeys(entry, report);
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

function buildWorkload(
  first: PlacedWorkload,
  later: readonly PlacedWorkload[],
  templates: TemplateFinder,
  report: Reporter,
): Workload[] {
  const { fields, path } = first;
  const creation = later.find((entry) => entry.fields.template !== undefined || entry.fields.podSpec);
  if (creation && fields.template === undefined && !fields.podSpec) {
    const at = shownDuration(creation.fields.at);
    report.error(
      'missing-value',
      path,
      `${fields.kind} "${fields.name}" is scaled before it is created (at ${at})`,
    );
    return [];
  }
  const template = templates.find(fields, path, fields.at);
  if (!template) return [];
  const finished = readTime(fields.phases?.finished, [...path, 'phases', 'finished'], report);
  const series = buildJobSeries(first, report);
  const slept = fields.lifetime === undefined && hasJobs(fields) ? sleptRun(template) : undefined;
  return [
    {
      kind: fields.kind,
      name: fields.name,
      namespace: namespaceOf(fields),
      template,
      lifetime: readTime(fields.lifetime, [...path, 'lifetime'], report) ?? slept?.lifetime ?? null,
      end: fields.end === undefined && slept ? slept.end : endOf(fields),
      ...endsOf(first, report),
      started: readTime(fields.phases?.started, [...path, 'phases', 'started'], report) ?? NOTHING,
      perStart: fields.phases?.perStart ?? 0,
      ready: readTime(fields.phases?.ready, [...path, 'phases', 'ready'], report) ?? NOTHING,
      terminated: readTime(fields.phases?.terminated, [...path, 'phases', 'terminated'], report) ?? NOTHING,
      ...(finished && { finished }),
      job: hasJobs(fields) ? jobGoal(fields) : undefined,
      ...(fields.volumeClaimTemplates?.length && {
        claimTemplates: claimTemplatesOf(fields.volumeClaimTemplates),
      }),
      schedule: scheduleOf(first, report),
      ...(series && { series }),
      strategy: strategyOf(fields),
      ...(fields.ages && { ages: fields.ages }),
      steps: stepsOf(first, later, template, templates, report),
      position: report.positionOf(path),
    },
  ];
}

/** A replay runs no commands, but the containers of a Job that only sleep say how long they run and how they end. */
function sleptRun({ spec }: PodTemplate): { lifetime: Distribution; end: PodEnd } | undefined {
  const { lifetime, end } = writtenRun({ spec: { restartPolicy: 'Never', ...spec } } as unknown as Plain);
  const time = typeof lifetime === 'string' ? parseDuration(lifetime) : undefined;
  if (time === undefined) return undefined;
  const constant = { family: 'constant', value: time / 1e6 } as const;
  return { lifetime: constant, end: end === 'failed' ? 'failed' : 'succeeded' };
}

function hasJobs({ kind }: WorkloadEntry): boolean {
  return kind === 'Job' || kind === 'CronJob';
}

function endOf(fields: WorkloadEntry): PodEnd {
  if (typeof fields.end === 'string') return fields.end;
  return hasJobs(fields) ? 'succeeded' : 'deleted';
}

function endsOf({ fields, path }: PlacedWorkload, report: Reporter): Pick<Workload, 'ends'> {
  const ends = buildEnds(fields.end, [...path, 'end'], report);
  return ends ? { ends } : {};
}

/** Of two templates of one name the last counts, as in pkg/controller/statefulset (getPersistentVolumeClaims). */
function claimTemplatesOf(written: NonNullable<WorkloadEntry['volumeClaimTemplates']>): ClaimTemplate[] {
  const byName = new Map(written.map((each) => [each.metadata.name, each]));
  return Array.from(byName.values(), ({ metadata, spec }) => ({ metadata, spec }) as ClaimTemplate);
}

function scheduleOf({ fields, path }: PlacedWorkload, report: Reporter): JobSchedule | undefined {
  if (fields.kind !== 'CronJob') return undefined;
  if (!fields.every) {
    report.error(
      'missing-value',
      fields.every === undefined ? path : [...path, 'every'],
      'a CronJob needs the time from one run to the next, above 0s: add every, such as every: 5m',
    );
    return undefined;
  }
  return {
    every: fields.every,
    jitter: readTime(fields.jitter, [...path, 'jitter'], report) ?? NOTHING,
    until: fields.until,
  };
}

/** The defaults of apps/v1 (pkg/apis/apps/v1/defaults.go): a Deployment 25 % and 25 %, a DaemonSet 0 and 1. */
function strategyOf({ kind, strategy }: WorkloadEntry): UpdateStrategy {
  return {
    type: strategy?.type ?? 'RollingUpdate',
    maxSurge: strategy?.maxSurge ?? (kind === 'Deployment' ? '25%' : 0),
    maxUnavailable: strategy?.maxUnavailable ?? (kind === 'Deployment' ? '25%' : 1),
  };
}

/** The first step creates the workload. A later one keeps the pods or the template that it does not name. */
function stepsOf(
  first: PlacedWorkload,
  later: readonly PlacedWorkload[],
  template: PodTemplate,
  templates: TemplateFinder,
  report: Reporter,
): WorkloadStep[] {
  const steps: WorkloadStep[] = [
    {
      at: first.fields.at,
      pods: podsOf(first.fields) ?? DEFAULT_PODS,
      template,
      position: report.positionOf(first.path),
    },
  ];
  for (const { fields, path } of later) {
    const before = steps.at(-1)!;
    const changes = checkLaterKeys({ fields, path }, first, report);
    const isNamed = fields.template !== undefined || fields.podSpec !== undefined;
    const { usage } = first.fields;
    const found = isNamed ? templates.find({ ...fields, usage }, path, fields.at) : before.template;
    if (!changes || !found) continue;
    // The same content is the same template, also where it is written again.
    const isSame = JSON.stringify(found) === JSON.stringify(before.template);
    if (!isSame && !replacesPods(fields.kind)) refuseNewTemplate({ fields, path }, report);
    steps.push({
      at: fields.at,
      pods: podsOf(fields) ?? before.pods,
      template: isSame ? before.template : found,
      position: report.positionOf(path),
    });
  }
  return steps;
}

function podsOf(fields: WorkloadEntry): number | undefined {
  return hasJobs(fields) ? fields.parallelism : fields.replicas;
}

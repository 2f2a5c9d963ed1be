/** Reads the entries of `events.pods`: explicit pods, drawn pods and deletions; refuses keys that exclude each other. */
import type { Distribution } from '../distributions/families/distribution.ts';
import type { PodTemplate, ResourceList } from '../objects/pod.ts';
import { type Arrivals, buildArrivals } from './build-arrivals.ts';
import type { TemplateFinder } from './find-template.ts';
import type { Path } from './positioned-yaml.ts';
import { readIn, readTime } from './read-time.ts';
import type { Reporter } from './reporter.ts';
import type { CompetingEnd, DrawnRequests, PodEnd, PodEntry, WeightedEnd } from './scenario.ts';
import { readAmountOf, type WrittenDistribution } from './schema/distribution.ts';
import type { PodFields } from './schema/pod-entry.ts';

const NOTHING: Distribution = { family: 'constant', value: 0 };

/** Reads one entry: one pod, pods drawn from distributions, or a deletion. Empty after an error. */
export function buildPods(
  fields: PodFields,
  path: Path,
  templates: TemplateFinder,
  report: Reporter,
): PodEntry[] {
  const arrivals = buildArrivals(fields, path, report);
  if (fields.eventType === 'delete') return buildDeletion(fields, path, report);
  const template = templates.find(fields, path, fields.arrivalTime ?? fields.start ?? 0);
  if (!template) return [];
  if (fields.podSpec) warnOfMisplacedResources(template, [...path, 'podSpec', 'spec', 'resources'], report);
  const fallback = `pods-${Number(path.at(-1))}`;
  const podName = template.metadata?.name ?? fields.name ?? fallback;
  const withdrawn = readTime(fields.phases?.withdrawn, [...path, 'phases', 'withdrawn'], report);
  const shape = {
    name: fields.name ?? template.metadata?.name ?? fallback,
    namespace: fields.namespace ?? template.metadata?.namespace ?? 'default',
    template,
    end: typeof fields.end === 'string' ? fields.end : ('deleted' as const),
    started: readTime(fields.phases?.started, [...path, 'phases', 'started'], report) ?? NOTHING,
    perStart: fields.phases?.perStart ?? 0,
    ready: readTime(fields.phases?.ready, [...path, 'phases', 'ready'], report) ?? NOTHING,
    terminated: readTime(fields.phases?.terminated, [...path, 'phases', 'terminated'], report) ?? NOTHING,
    ...(withdrawn && { withdrawn }),
    position: report.positionOf(path),
  };
  if (fields.arrivals || fields.distribution)
    return arrivals ? [buildDrawn(fields, path, arrivals, shape, report)] : [];
  if (fields.arrivalTime === undefined) {
    report.warning('default-time', path, 'no arrivalTime: it is created at 0s');
  }
  if (typeof fields.end === 'object') {
    report.error(
      'conflicting-keys',
      [...path, 'end'],
      'several ends by weight go with arrivals: one pod has one end',
    );
  }
  for (const key of ['requests', 'start', 'count', 'until', 'burst', 'pace', 'jitter', 'ends'] as const) {
    if (fields[key] !== undefined)
      report.error('conflicting-keys', [...path, key], `goes with arrivals, not with one pod at arrivalTime`);
  }
  const lifetime = explicitLifetime(fields, path, report);
  return [{ kind: 'explicit', ...shape, podName, at: fields.arrivalTime ?? 0, lifetime }];
}

/** Warns of resources one level too high, where Kubernetes before 1.34 ignores them. The first example of the original tool has them there. */
function warnOfMisplacedResources({ spec }: PodTemplate, path: Path, report: Reporter): void {
  if (!spec.resources || spec.containers.some((container) => container.resources)) return;
  report.warning(
    'misplaced-resources',
    path,
    'these are pod-level resources (Kubernetes 1.34 on; ignored before, and by kube-event-generator): did you mean spec.containers[].resources?',
  );
}

/** evictTime is a lifetime from Running, and 0 means for ever, as in the original tool (pkg/scheduler at 18a163d). */
function explicitLifetime(fields: PodFields, path: Path, report: Reporter): number | null {
  if (fields.lifetime === undefined) return fields.evictTime || null;
  const lifetime = readTime(fields.lifetime, [...path, 'lifetime'], report);
  if (fields.evictTime !== undefined)
    report.error('conflicting-keys', [...path, 'evictTime'], 'is the same as lifetime: keep one of them');
  if (!lifetime) return null;
  if (lifetime.family !== 'constant') {
    report.error(
      'conflicting-keys',
      [...path, 'lifetime'],
      'a drawn lifetime goes with arrivals: write a duration here, or {arrivals, count: 1}',
    );
    return null;
  }
  return Math.round(lifetime.value * 1e6);
}

function buildDeletion(fields: PodFields, path: Path, report: Reporter): PodEntry[] {
  const podName = fields.podSpec?.metadata?.name ?? fields.name;
  if (podName === undefined) {
    report.error('missing-value', path, 'missing name: write the name of the pod to delete');
    return [];
  }
  return [
    {
      kind: 'deletion',
      podName,
      namespace: fields.namespace ?? fields.podSpec?.metadata?.namespace ?? 'default',
      at: fields.arrivalTime ?? 0,
      position: report.positionOf(path),
    },
  ];
}

function buildDrawn(
  fields: PodFields,
  path: Path,
  arrivals: Arrivals,
  shape: Omit<
    Extract<PodEntry, { kind: 'drawn' }>,
    'kind' | keyof Arrivals | 'lifetime' | 'requests' | 'ends' | 'competingEnds'
  >,
  report: Reporter,
): PodEntry {
  if (fields.arrivalTime !== undefined)
    report.error(
      'conflicting-keys',
      [...path, 'arrivalTime'],
      'goes with one pod; pods with arrivals begin at start',
    );
  if (fields.lifetime !== undefined && fields.evictTime !== undefined) {
    report.error('conflicting-keys', [...path, 'evictTime'], 'is the same as lifetime: keep one of them');
  }
  const evictTime: Distribution | null = fields.evictTime
    ? { family: 'constant', value: fields.evictTime / 1e6 }
    : null;
  return {
    kind: 'drawn',
    ...shape,
    ...arrivals,
    lifetime: readTime(fields.lifetime, [...path, 'lifetime'], report) ?? evictTime,
    requests: fields.requests ? buildRequests(fields.requests, [...path, 'requests'], report) : undefined,
    ends: typeof fields.end === 'object' ? buildEnds(fields.end, [...path, 'end'], report) : undefined,
    competingEnds: fields.ends && buildCompetingEnds(fields, path, report),
  };
}

function buildEnds(
  fields: Exclude<NonNullable<PodFields['end']>, string>,
  path: Path,
  report: Reporter,
): WeightedEnd[] {
  const ends = (Object.entries(fields) as [PodEnd, number | undefined][]).flatMap(([end, weight]) =>
    weight ? [{ end, weight }] : [],
  );
  if (ends.length === 0) report.error('missing-value', path, 'needs at least one end with a weight above 0');
  return ends;
}

/** Reads `ends`. Each end may occur once, and keys with the same meaning are refused. */
function buildCompetingEnds(fields: PodFields, path: Path, report: Reporter): CompetingEnd[] {
  for (const key of ['lifetime', 'evictTime', 'end'] as const) {
    if (fields[key] !== undefined)
      report.error(
        'conflicting-keys',
        [...path, key],
        'excludes ends, which has a lifetime for each end: keep one of them',
      );
  }
  const seen = new Set<PodEnd>();
  return fields.ends!.flatMap(({ end, lifetime: written }, index) => {
    const place = [...path, 'ends', index];
    if (seen.has(end)) report.error('conflicting-keys', [...place, 'end'], `"${end}" has a lifetime already`);
    seen.add(end);
    const lifetime = readTime(written, [...place, 'lifetime'], report);
    return lifetime ? [{ end, lifetime }] : [];
  });
}

function buildRequests(
  fields: NonNullable<PodFields['requests']>,
  path: Path,
  report: Reporter,
): DrawnRequests {
  if (isChoiceOfSets(fields)) {
    const options = fields.options.map((option, index) => ({ weight: option.weight ?? 1, value: index }));
    return {
      kind: 'sets',
      choice: { family: 'choice', options },
      sets: fields.options.map((option) => option.value),
    };
  }
  const resources = Object.entries(fields).flatMap(([resource, written]) => {
    const value = written as string | number | WrittenDistribution;
    const plain: WrittenDistribution = typeof value === 'object' ? value : { type: 'constant', value };
    const amount = readIn(plain, readAmountOf(resource), [...path, resource], report);
    return amount ? [{ resource, amount }] : [];
  });
  return { kind: 'each', resources };
}

function isChoiceOfSets(
  fields: NonNullable<PodFields['requests']>,
): fields is { type: 'choice'; options: { weight?: number; value: ResourceList }[] } {
  return (
    'type' in fields && fields.type === 'choice' && Array.isArray((fields as { options?: unknown }).options)
  );
}

/** Reads the entries of `events.pods`: explicit pods, drawn pods and deletions; refuses keys that exclude each other. */
import type { Distribution } from '../distributions/families/distribution.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { buildArrivals } from './build-arrivals.ts';
import { buildAges, buildDrawn } from './build-runs.ts';
import type { TemplateFinder } from './find-template.ts';
import type { Path } from './positioned-yaml.ts';
import { readTime } from './read-time.ts';
import type { Reporter } from './reporter.ts';
import type { PodEntry } from './scenario.ts';
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
  const finished = readTime(fields.phases?.finished, [...path, 'phases', 'finished'], report);
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
    ...(finished && { finished }),
    position: report.positionOf(path),
  };
  if (fields.ages) return [buildAges(fields, fields.ages, path, shape, report)];
  if (fields.residual)
    report.error('conflicting-keys', [...path, 'residual'], 'goes with ages: pods that exist at 0s');
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
  for (const key of [
    'requests',
    'start',
    'count',
    'until',
    'burst',
    'alike',
    'pace',
    'jitter',
    'first',
    'ends',
    'mix',
  ] as const) {
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

/** Turns a checked file into a Scenario: defaults, templates looked up, distributions read, contradictions told with their place. */
import type { ScenarioDialect } from '../dialects/kube-event-generator.ts';
import type { SourcePosition } from '../errors/user-error.ts';
import type { Distribution } from '../fitting/families/distribution.ts';
import type { PodTemplate, ResourceList } from '../objects/pod.ts';
import { buildNodes, buildOffer } from './build-nodes.ts';
import { pathText } from './check-shape.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path, PositionedDocument } from './positioned-yaml.ts';
import type { Problem } from './problem.ts';
import { readDistribution } from './read-distribution.ts';
import type { DrawnRequests, NodeEvent, PodEntry, Scenario, SchedulerEvent } from './scenario.ts';
import { type ReadUnit, readAmountOf, readSeconds, type WrittenDistribution } from './schema/distribution.ts';
import type {
  NodeEventEntry,
  PodEntry as PodFields,
  ScenarioFile,
  SchedulerEventEntry,
} from './schema/scenario-file.ts';

/** How long the modelled scheduler is busy with one pod (docs/targets.md says where this comes from). */
export const DEFAULT_CYCLE = 1_000;
/** From the decision to the binding. */
export const DEFAULT_BIND = 10_000;

const NOTHING: Distribution = { family: 'constant', value: 0 };

/** Collects problems, placing each. */
export interface Reporter {
  error(path: Path, message: string): void;
  warning(path: Path, message: string): void;
  positionOf(path: Path): SourcePosition;
}

export function reporter(
  document: PositionedDocument,
  sourcePath: (path: Path) => Path,
  problems: Problem[],
): Reporter {
  const report = (severity: Problem['severity'], path: Path, message: string): void => {
    const source = sourcePath(path);
    problems.push({
      severity,
      position: document.positionOf(source),
      message: `${pathText(source)}${message}`,
    });
  };
  return {
    error: (path, message) => report('error', path, message),
    warning: (path, message) => report('warning', path, message),
    positionOf: (path) => document.positionOf(sourcePath(path)),
  };
}

/** Builds the scenario. It may be used only if `report` got no error. `fallbackName` names one that has no `metadata.name`. */
export function buildScenario(
  file: ScenarioFile,
  dialect: ScenarioDialect,
  fallbackName: string,
  report: Reporter,
): Scenario {
  const templates = new Map<string, PodTemplate>(
    Object.entries(file.templates ?? {}) as [string, PodTemplate][],
  );
  return {
    name: file.metadata?.name ?? fallbackName,
    description: file.metadata?.description ?? undefined,
    dialect,
    position: report.positionOf([]),
    recorded: file.metadata?.recorded ?? undefined,
    seed: file.seed,
    duration: file.duration,
    kubernetesVersion: file.cluster?.kubernetesVersion,
    scheduler: {
      configuration: file.cluster?.scheduler?.configuration,
      cycle: file.cluster?.scheduler?.latency?.cycle ?? DEFAULT_CYCLE,
      bind: file.cluster?.scheduler?.latency?.bind ?? DEFAULT_BIND,
    },
    nodes: buildNodes(file.cluster?.nodes ?? [], ['cluster', 'nodes'], report),
    templates,
    pods: (file.events?.pods ?? []).flatMap((fields, index) =>
      buildPods(fields, ['events', 'pods', index], templates, report),
    ),
    nodeEvents: (file.events?.nodes ?? []).map((fields, index) =>
      buildNodeEvent(fields, ['events', 'nodes', index], report),
    ),
    schedulerEvents: (file.events?.scheduler ?? []).map((fields, index) =>
      buildSchedulerEvent(fields, ['events', 'scheduler', index], report),
    ),
  };
}

function buildPods(
  fields: PodFields,
  path: Path,
  templates: ReadonlyMap<string, PodTemplate>,
  report: Reporter,
): PodEntry[] {
  const arrivals = arrivalDistribution(fields, path, report);
  if (fields.eventType === 'delete') return buildDeletion(fields, path, report);
  const template = findTemplate(fields, path, templates, report);
  if (!template) return [];
  if (fields.podSpec) warnOfMisplacedResources(template, [...path, 'podSpec', 'spec', 'resources'], report);
  const fallback = `pods-${Number(path.at(-1))}`;
  const podName = template.metadata?.name ?? fields.name ?? fallback;
  const shape = {
    name: fields.name ?? template.metadata?.name ?? fallback,
    namespace: fields.namespace ?? template.metadata?.namespace ?? 'default',
    template,
    end: fields.end ?? ('deleted' as const),
    started: time(fields.phases?.started, [...path, 'phases', 'started'], report) ?? NOTHING,
    ready: time(fields.phases?.ready, [...path, 'phases', 'ready'], report) ?? NOTHING,
    position: report.positionOf(path),
  };
  if (fields.arrivals || fields.distribution)
    return arrivals ? [buildDrawn(fields, path, arrivals, shape, report)] : [];
  if (fields.arrivalTime === undefined) {
    report.warning(path, 'no arrivalTime: it is created at 0s');
  }
  for (const key of ['requests', 'start', 'count', 'until'] as const) {
    if (fields[key] !== undefined)
      report.error([...path, key], `goes with arrivals, not with one pod at arrivalTime`);
  }
  const lifetime = explicitLifetime(fields, path, report);
  return [{ kind: 'explicit', ...shape, podName, at: fields.arrivalTime ?? 0, lifetime }];
}

/** The slip of the original tool's first example: resources one level too high, where Kubernetes before 1.34 ignores them. */
function warnOfMisplacedResources({ spec }: PodTemplate, path: Path, report: Reporter): void {
  if (!spec.resources || spec.containers.some((container) => container.resources)) return;
  report.warning(
    path,
    'these are pod-level resources (Kubernetes 1.34 on; ignored before, and by kube-event-generator): did you mean spec.containers[].resources?',
  );
}

/** evictTime is a lifetime counted from Running, and 0 means for ever, as the original tool did it (pkg/scheduler at 18a163d). */
function explicitLifetime(fields: PodFields, path: Path, report: Reporter): number | null {
  if (fields.lifetime === undefined) return fields.evictTime || null;
  const lifetime = time(fields.lifetime, [...path, 'lifetime'], report);
  if (fields.evictTime !== undefined)
    report.error([...path, 'evictTime'], 'is the same as lifetime: keep one of them');
  if (!lifetime) return null;
  if (lifetime.family !== 'constant') {
    report.error(
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
    report.error(path, 'missing name: which pod is to be deleted?');
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

function arrivalDistribution(fields: PodFields, path: Path, report: Reporter): Distribution | undefined {
  if (fields.arrivals && fields.distribution) {
    report.error([...path, 'distribution'], 'is the same as arrivals: keep one of them');
  }
  const key = fields.arrivals ? 'arrivals' : 'distribution';
  return time(fields.arrivals ?? fields.distribution, [...path, key], report);
}

function findTemplate(
  fields: PodFields,
  path: Path,
  templates: ReadonlyMap<string, PodTemplate>,
  report: Reporter,
): PodTemplate | undefined {
  if (fields.podSpec && fields.template !== undefined) {
    report.error([...path, 'template'], 'podSpec is given as well: keep one of them');
    return undefined;
  }
  if (fields.podSpec) return fields.podSpec as PodTemplate;
  if (fields.template === undefined) {
    report.error(path, 'no podSpec and no template: say what the pod looks like');
    return undefined;
  }
  const template = templates.get(fields.template);
  if (template) return template;
  const meant = didYouMean(fields.template, templates.keys());
  const hint = meant
    ? `did you mean "${meant}"?`
    : templates.size === 0
      ? 'the file has no templates'
      : `there are ${listed(templates.keys())}`;
  report.error([...path, 'template'], `no template is called "${fields.template}" (${hint})`);
  return undefined;
}

function buildDrawn(
  fields: PodFields,
  path: Path,
  arrivals: Distribution,
  shape: Omit<
    Extract<PodEntry, { kind: 'drawn' }>,
    'kind' | 'arrivals' | 'lifetime' | 'start' | 'count' | 'until' | 'requests'
  >,
  report: Reporter,
): PodEntry {
  if (fields.arrivalTime !== undefined)
    report.error([...path, 'arrivalTime'], 'goes with one pod; pods with arrivals begin at start');
  if (fields.count === undefined && fields.until === undefined) {
    report.error(path, 'arrivals without an end: add count or until');
  }
  if (fields.lifetime !== undefined && fields.evictTime !== undefined) {
    report.error([...path, 'evictTime'], 'is the same as lifetime: keep one of them');
  }
  const evictTime: Distribution | null = fields.evictTime
    ? { family: 'constant', value: fields.evictTime / 1e6 }
    : null;
  return {
    kind: 'drawn',
    ...shape,
    arrivals,
    lifetime: time(fields.lifetime, [...path, 'lifetime'], report) ?? evictTime,
    start: fields.start ?? 0,
    count: fields.count,
    until: fields.until,
    requests: fields.requests ? buildRequests(fields.requests, [...path, 'requests'], report) : undefined,
  };
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
    const amount = read(plain, readAmountOf(resource), [...path, resource], report);
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

function time(
  written: WrittenDistribution | undefined,
  path: Path,
  report: Reporter,
): Distribution | undefined {
  return written ? read(written, readSeconds, path, report) : undefined;
}

function read(
  written: WrittenDistribution,
  unit: ReadUnit,
  path: Path,
  report: Reporter,
): Distribution | undefined {
  return readDistribution(written, unit, (key, message) => report.error([...path, ...key], message));
}

function buildNodeEvent(fields: NodeEventEntry, path: Path, report: Reporter): NodeEvent {
  if ((fields.action === 'add' || fields.action === 'update') && !fields.template) {
    report.error(path, `action ${fields.action} needs a template`);
  }
  if (fields.template && fields.action !== 'add' && fields.action !== 'update') {
    report.error([...path, 'template'], `goes with add or update, not with ${fields.action}`);
  }
  const offer =
    fields.action === 'add'
      ? buildOffer(fields.template ?? {}, [...path, 'template'], report)
      : fields.action === 'update' && fields.template
        ? (Object.fromEntries(
            Object.entries(fields.template).filter(([, value]) => value != null),
          ) as NodeEvent['offer'])
        : undefined;
  return {
    at: fields.at,
    action: fields.action,
    name: fields.name,
    count: fields.count,
    offer,
    position: report.positionOf(path),
  };
}

function buildSchedulerEvent(fields: SchedulerEventEntry, path: Path, report: Reporter): SchedulerEvent {
  const times = (['at', 'after', 'arrivalTime'] as const).filter((key) => fields[key] !== undefined);
  if (times.length === 0) report.warning(path, 'no time (at): it happens at 0s');
  if (times.length > 1) report.error([...path, times[1]!], `is the same as ${times[0]}: keep one of them`);
  if (!fields.weights && fields.configuration === undefined)
    report.error(path, 'nothing to change: add weights or configuration');
  const at = fields.at ?? fields.after ?? fields.arrivalTime ?? 0;
  if (!Number.isSafeInteger(at) || at < 0) report.error([...path, 'arrivalTime'], 'is no time from 0s on');
  return {
    at,
    name: fields.name,
    weights: fields.weights ?? undefined,
    configuration: fields.configuration,
    position: report.positionOf(path),
  };
}

function listed(names: Iterable<string>): string {
  const all = [...names];
  return all.length > 5 ? `${all.slice(0, 5).join(', ')} and ${all.length - 5} more` : all.join(', ');
}

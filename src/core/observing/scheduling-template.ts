/** Reduces an observed pod to what scheduling and measuring read, so that pods with equal requests and rules have equal templates. */
import type { Container, ContainerPort, PodSpec, PodTemplate, Toleration } from '../objects/pod.ts';
import type { PodObject } from './pod-object.ts';

export interface SchedulingTemplateOptions {
  /** Whether to keep a label. Default: no label is kept. */
  readonly keepsLabel?: (key: string) => boolean;
  /** Keep the images of containers, without their digests. Default false. */
  readonly keepsImage?: boolean;
}

/** How long, in seconds, the DefaultTolerationSeconds admission lets pods stay on a node that is not ready or unreachable. */
const DEFAULT_TOLERATION_SECONDS = 300;
const UNWELL_NODE = /^node\.kubernetes\.io\/(?:not-ready|unreachable)$/;
/** Labels by which controllers distinguish their pods or revisions. */
const STAMPED_LABELS: ReadonlySet<string> = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
]);

/** Whether a person chose the label. Labels by which controllers number their pods would make every template different. */
export function isGivenLabel(key: string): boolean {
  return !STAMPED_LABELS.has(key);
}

/**
 * Keeps containers with their names, requests, limits and ports, and everything that restricts the choice of a node.
 *
 * Defaults that the API server fills in are left out, so that a pod has the same template behind every server: tolerations of the
 * DefaultTolerationSeconds admission, priority 0, `default-scheduler`. `nodeName` is left out because the scheduler decided it. Everything
 * that could contain a secret is left out: env, args, commands, annotations, volumes, images.
 */
export function schedulingTemplate(pod: PodObject, options: SchedulingTemplateOptions = {}): PodTemplate {
  const { metadata, spec } = pod;
  const keepsImage = options.keepsImage ?? false;
  const labels = options.keepsLabel ? keptLabels(metadata.labels ?? {}, options.keepsLabel) : {};
  return {
    ...(isEmpty(labels) ? {} : { metadata: { labels } }),
    spec: {
      containers: (spec.containers ?? []).map((container) => schedulingContainer(container, keepsImage)),
      ...given({
        initContainers: spec.initContainers?.map((container) =>
          given({ ...schedulingContainer(container, keepsImage), restartPolicy: container.restartPolicy }),
        ),
        resources: requestsAndLimits(spec.resources),
        overhead: spec.overhead,
        nodeSelector: spec.nodeSelector,
        affinity: spec.affinity,
        topologySpreadConstraints: spec.topologySpreadConstraints,
        tolerations: spec.tolerations?.filter((toleration) => !isDefaultToleration(toleration)),
        priority: spec.priority || undefined,
        priorityClassName: spec.priorityClassName,
        preemptionPolicy: spec.preemptionPolicy === 'Never' ? 'Never' : undefined,
        schedulerName: spec.schedulerName === 'default-scheduler' ? undefined : spec.schedulerName,
        hostNetwork: spec.hostNetwork || undefined,
        schedulingGates: spec.schedulingGates,
      }),
    },
  };
}

function schedulingContainer({ name, image, resources, ports }: Container, keepsImage: boolean): Container {
  return given({
    name,
    image: keepsImage ? image?.replace(/@.*$/, '') : undefined,
    resources: requestsAndLimits(resources),
    ports: ports?.map(schedulingPort),
  });
}

function schedulingPort({ containerPort, hostPort, hostIP, protocol }: ContainerPort): ContainerPort {
  return given({ containerPort, hostPort, hostIP, protocol });
}

/** Requests and limits without claims. */
function requestsAndLimits(resources: PodSpec['resources']): PodSpec['resources'] {
  return resources && given({ requests: resources.requests, limits: resources.limits });
}

/** Whether the toleration is exactly one that the admission adds (plugin/pkg/admission/defaulttolerationseconds). */
function isDefaultToleration({ key, operator, effect, tolerationSeconds }: Toleration): boolean {
  return (
    operator === 'Exists' &&
    effect === 'NoExecute' &&
    tolerationSeconds === DEFAULT_TOLERATION_SECONDS &&
    UNWELL_NODE.test(key ?? '')
  );
}

function keptLabels(
  labels: Readonly<Record<string, string>>,
  keepsLabel: (key: string) => boolean,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => keepsLabel(key)));
}

/** The fields that have a value: neither undefined, null, empty text nor an empty map or list. */
function given<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) if (!isEmpty(value)) result[name] = value;
  return result as { [Name in keyof Fields]?: NonNullable<Fields[Name]> };
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

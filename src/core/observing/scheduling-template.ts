/** What scheduling and measuring read of an observed pod, and nothing else of it: pods that ask for the same have equal templates. */
import type { Container, ContainerPort, PodSpec, PodTemplate, Toleration } from '../objects/pod.ts';
import type { PodObject } from './pod-object.ts';

export interface SchedulingTemplateOptions {
  /** Which labels to keep. Default none. */
  readonly keepsLabel?: (key: string) => boolean;
  /** Keep the images of containers, without their digests. Default false. */
  readonly keepsImage?: boolean;
}

/** How long the DefaultTolerationSeconds admission lets pods stay on a node that is not ready or unreachable. */
const DEFAULT_TOLERATION_SECONDS = 300;
const UNWELL_NODE = /^node\.kubernetes\.io\/(?:not-ready|unreachable)$/;
/** Labels by which controllers tell one pod or one revision of theirs from another. */
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

/** Whether a person gave the label: all but those by which controllers number their pods, which would make every pod differ. */
export function isGivenLabel(key: string): boolean {
  return !STAMPED_LABELS.has(key);
}

/**
 * Containers with their names, requests, limits and ports, and all that narrows the choice of a node. What the API server fills in is left out
 * again where it says nothing, so that a pod's template is the same whichever server it went through: tolerations of the
 * DefaultTolerationSeconds admission, priority 0, `default-scheduler`. `nodeName` is left out too, for it is what the scheduler decided;
 * and so is everything that could hold a secret: env, args, commands, annotations, volumes, images.
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

/** Without claims. */
function requestsAndLimits(resources: PodSpec['resources']): PodSpec['resources'] {
  return resources && given({ requests: resources.requests, limits: resources.limits });
}

/** Only as the admission adds it (plugin/pkg/admission/defaulttolerationseconds). */
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

/** The fields that say something: neither undefined, null, empty text nor an empty map or list. */
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

/** Reduces an observed pod to what scheduling and measuring read, so that pods with equal requests and rules have equal templates. */
import type { Container, ContainerPort, PodSpec, PodTemplate, Toleration } from '../objects/pod.ts';
import { effectiveSpec } from './effective-resources.ts';
import type { PodObject } from './pod-object.ts';

/** How long, in seconds, the DefaultTolerationSeconds admission lets pods stay on a node that is not ready or unreachable. */
const DEFAULT_TOLERATION_SECONDS = 300;
/** How long, in seconds, a pod may take to end that does not say it (pkg/apis/core/v1/defaults.go). */
const DEFAULT_GRACE_SECONDS = 30;
const UNWELL_NODE = /^node\.kubernetes\.io\/(?:not-ready|unreachable)$/;
/**
 * Keeps containers with their names, requests, limits (those that count while the pod is resized) and ports, and everything that restricts the choice of a node.
 *
 * Defaults that the API server fills in are left out, so that a pod has the same template behind every server: tolerations of the
 * DefaultTolerationSeconds admission, priority 0, `default-scheduler`, 30 s to end. `nodeName` is left out because the scheduler decided it;
 * labels and volumes, because they differ from pod to pod (see decidingParts). Everything else that could contain a secret is left out: env,
 * args, commands, annotations.
 */
export function schedulingTemplate(pod: PodObject): PodTemplate {
  const spec = effectiveSpec(pod);
  return {
    spec: {
      containers: (spec.containers ?? []).map(schedulingContainer),
      ...given({
        initContainers: spec.initContainers?.map((container) =>
          given({ ...schedulingContainer(container), restartPolicy: container.restartPolicy }),
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
        activeDeadlineSeconds: spec.activeDeadlineSeconds,
        terminationGracePeriodSeconds:
          spec.terminationGracePeriodSeconds === DEFAULT_GRACE_SECONDS
            ? undefined
            : spec.terminationGracePeriodSeconds,
        runtimeClassName: spec.runtimeClassName,
        resourceClaims: spec.resourceClaims?.map(({ name }) => ({ name })),
      }),
    },
  };
}

function schedulingContainer({ name, image, resources, ports }: Container): Container {
  return given({
    name,
    image,
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

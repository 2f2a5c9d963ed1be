/** Reads which requests and limits count for a pod while it is resized: what it has, and what it asks for where its node can still give it. */
import type { Container, PodSpec, ResourceList, ResourceRequirements } from '../objects/pod.ts';
import { parseAmount } from '../objects/quantity.ts';
import type { GrantedResources, PodObject } from './pod-object.ts';
import { conditionOf } from './pod-steps.ts';

/** What a resize in place can change (pkg/apis/core/validation, ValidatePodResize). */
const RESIZABLE = ['cpu', 'memory'];

/**
 * The spec of the pod with the requests that kube-scheduler counts: the larger of what it asks for and what it was granted, and only what it
 * was granted where the node can never give it what it asks for (Infeasible). A resize that is Deferred counts in full.
 *
 * Source: k8s.io/component-helpers/resource/helpers.go, PodRequests with UseStatusResources. Kubernetes 1.27 to 1.32 state a resize in
 * `status.resize`, later releases in the condition PodResizePending.
 *
 * @returns the pod's own spec where nothing differs.
 */
export function effectiveSpec(pod: PodObject): PodSpec {
  const { spec, status } = pod;
  if (!status) return spec;
  const isInfeasible = resizeOf(pod) === 'Infeasible';
  const granted = new Map<string | undefined, GrantedResources>();
  for (const each of [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])])
    if (each.allocatedResources || each.resources) granted.set(each.name, each);
  const resources = effective(spec.resources, status, isInfeasible);
  if (granted.size === 0) return resources === spec.resources ? spec : { ...spec, resources: resources! };
  const ofContainers = (containers: readonly Container[]): readonly Container[] =>
    withResources(containers, granted, isInfeasible);
  const containers = ofContainers(spec.containers);
  const initContainers = spec.initContainers && ofContainers(spec.initContainers);
  if (
    containers === spec.containers &&
    initContainers === spec.initContainers &&
    resources === spec.resources
  )
    return spec;
  return { ...spec, containers, ...(initContainers && { initContainers }), ...(resources && { resources }) };
}

/** Proposed, InProgress, Deferred, Infeasible, or another word of the kubelet; undefined if no resize is under way. */
export function resizeOf(pod: PodObject): string | undefined {
  const pending = conditionOf(pod, 'PodResizePending');
  if (pending) return pending.reason || 'Deferred';
  if (conditionOf(pod, 'PodResizeInProgress')) return 'InProgress';
  return pod.status?.resize || undefined;
}

function withResources(
  containers: readonly Container[],
  granted: ReadonlyMap<string | undefined, GrantedResources>,
  isInfeasible: boolean,
): readonly Container[] {
  let changed = false;
  const result = containers.map((container) => {
    const resources = effective(container.resources, granted.get(container.name) ?? {}, isInfeasible);
    if (resources === container.resources) return container;
    changed = true;
    return { ...container, resources: resources! };
  });
  return changed ? result : containers;
}

/** The same object where nothing differs. */
function effective(
  asked: ResourceRequirements | null | undefined,
  { allocatedResources, resources }: GrantedResources,
  isInfeasible: boolean,
): ResourceRequirements | null | undefined {
  if (!asked) return asked;
  const requests = counted(
    asked.requests ?? {},
    [allocatedResources ?? {}, resources?.requests ?? {}],
    isInfeasible,
  );
  const limits = isInfeasible
    ? counted(asked.limits ?? {}, [resources?.limits ?? {}], true)
    : (asked.limits ?? {});
  if (requests === asked.requests && limits === (asked.limits ?? limits)) return asked;
  const hasNone = Object.keys(requests).length === 0 && asked.requests == null;
  if (hasNone && limits === asked.limits) return asked;
  return {
    ...asked,
    ...(hasNone ? {} : { requests }),
    ...(Object.keys(limits).length > 0 && { limits }),
  };
}

/** The largest of what is asked for and granted, or of what is granted alone; the list itself where that is the same. */
function counted(
  asked: ResourceList,
  granted: readonly ResourceList[],
  isGrantedAlone: boolean,
): ResourceList {
  let result = asked;
  for (const name of RESIZABLE) {
    const had = granted.flatMap((list) => list[name] ?? []);
    if (had.length === 0) continue;
    const candidates = isGrantedAlone || asked[name] === undefined ? had : [asked[name], ...had];
    const largest = candidates.reduce((one, other) =>
      parseAmount(name, other) > parseAmount(name, one) ? other : one,
    );
    const isSame = asked[name] !== undefined && parseAmount(name, asked[name]) === parseAmount(name, largest);
    if (!isSame) result = { ...result, [name]: largest };
  }
  return result;
}

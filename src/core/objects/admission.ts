/** Applies the API server's defaults for new pods and nodes that matter for scheduling: requests, host ports, allocatable. */
import type { Node } from './node.ts';
import type { Container, ContainerPort, PodSpec, ResourceList } from './pod.ts';
import { isPodLevelResource, podRequest } from './pod-request.ts';
import { parseAmount } from './quantity.ts';

export interface AdmissionOptions {
  /** Whether the release has pod-level requests and limits (gate PodLevelResources, on from 1.34). Default true. */
  readonly podLevel?: boolean;
}

/**
 * A submitted pod spec as the API server stores it. A second call changes nothing, and a spec that needs no change is returned unchanged.
 *
 * - A limit without a request becomes the request, for containers and init containers.
 * - With `hostNetwork`, a container port without a host port takes its own number.
 * - With pod-level limits, a missing pod-level request becomes the sum of the containers' requests, or the limit if they request none.
 *   Hugepages always take the limit, because they cannot be overcommitted.
 *
 * Source: pkg/apis/core/v1/defaults.go, SetDefaults_Pod (the same from 1.30 to 1.36, except for the gate).
 */
export function admitPod(spec: PodSpec, options: AdmissionOptions = {}): PodSpec {
  const hostNetwork = spec.hostNetwork === true;
  const containers = admitContainers(spec.containers, hostNetwork);
  const initContainers = spec.initContainers ? admitContainers(spec.initContainers, hostNetwork) : undefined;
  let admitted = spec;
  if (containers !== spec.containers) admitted = { ...admitted, containers };
  if (initContainers && initContainers !== spec.initContainers) admitted = { ...admitted, initContainers };
  return options.podLevel === false ? admitted : admitPodLevel(admitted);
}

/**
 * The amounts that pods can use on a node: its allocatable, or its capacity if it has no allocatable.
 * Source: pkg/apis/core/v1/defaults.go, SetDefaults_NodeStatus.
 */
export function allocatableOf(node: Node): ResourceList {
  return node.status.allocatable ?? node.status.capacity ?? {};
}

function admitContainers(containers: readonly Container[], hostNetwork: boolean): readonly Container[] {
  let admitted: Container[] | undefined;
  for (const [index, container] of containers.entries()) {
    const result = admitPorts(admitRequests(container), hostNetwork);
    if (result === container) continue;
    admitted ??= [...containers];
    admitted[index] = result;
  }
  return admitted ?? containers;
}

function admitRequests(container: Container): Container {
  const resources = container.resources;
  if (!resources?.limits) return container;
  const requests = withMissing(resources.requests, Object.entries(resources.limits));
  return requests ? { ...container, resources: { ...resources, requests } } : container;
}

function admitPorts(container: Container, hostNetwork: boolean): Container {
  if (!hostNetwork || !container.ports?.some(lacksHostPort)) return container;
  const ports = container.ports.map((port) =>
    lacksHostPort(port) && port.containerPort ? { ...port, hostPort: port.containerPort } : port,
  );
  return { ...container, ports };
}

function lacksHostPort(port: ContainerPort): boolean {
  return !port.hostPort;
}

function admitPodLevel(spec: PodSpec): PodSpec {
  if (!spec.resources) return spec;
  const limits = podLevelLimits(spec);
  if (limits.length === 0) return spec;
  const ofContainers: [string, string | number][] = [];
  for (const [resource, amount] of podRequest(spec, { podLevel: false, overhead: false })) {
    if (isPodLevelResource(resource) && !isHugePage(resource))
      ofContainers.push([resource, resource === 'cpu' ? `${amount}m` : amount]);
  }
  const requests = withMissing(spec.resources?.requests, [...ofContainers, ...limits]);
  return requests ? { ...spec, resources: { ...spec.resources, requests } } : spec;
}

/** The pod-level limits. For hugepages that the pod does not name, the sum of the containers' limits. */
function podLevelLimits(spec: PodSpec): [string, string | number][] {
  const own = Object.entries(spec.resources?.limits ?? {});
  if (own.length === 0 && Object.keys(spec.resources?.requests ?? {}).length === 0) return [];
  const named = new Set([
    ...own.map(([resource]) => resource),
    ...Object.keys(spec.resources?.requests ?? {}),
  ]);
  const hugePages = new Map<string, number>();
  for (const container of spec.containers) {
    for (const [resource, limit] of Object.entries(container.resources?.limits ?? {})) {
      if (!isHugePage(resource) || named.has(resource)) continue;
      hugePages.set(resource, (hugePages.get(resource) ?? 0) + parseAmount(resource, limit));
    }
  }
  return [...own.filter(([resource]) => isPodLevelResource(resource)), ...hugePages];
}

function isHugePage(resource: string): boolean {
  return resource.startsWith('hugepages-');
}

/** The list with the missing entries added. Undefined if none is missing. */
function withMissing(
  list: ResourceList | null | undefined,
  defaults: readonly (readonly [string, string | number])[],
): ResourceList | undefined {
  if (defaults.length === 0) return undefined;
  const result = new Map(Object.entries(list ?? {}));
  let changed = false;
  for (const [resource, quantity] of defaults) {
    if (result.has(resource)) continue;
    result.set(resource, quantity);
    changed = true;
  }
  return changed ? Object.fromEntries(result) : undefined;
}

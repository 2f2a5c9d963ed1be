/** Computes a pod's request, which the scheduler, the embedded cluster and every table count. */
import type { Container, PodSpec } from './pod.ts';
import { parseResourceList } from './quantity.ts';

/** LeastAllocated and MostAllocated assume 100m for a container without a cpu request (pkg/scheduler/util/pod_resources.go). */
export const ASSUMED_CPU_MILLI = 100;
/** They assume 200 MiB for a container without a memory request (same file). */
export const ASSUMED_MEMORY_BYTES = 200 * 1024 * 1024;

/** Both assumed amounts, as the scoring plugins use them. */
export const ASSUMED_AMOUNTS: ReadonlyMap<string, number> = new Map([
  ['cpu', ASSUMED_CPU_MILLI],
  ['memory', ASSUMED_MEMORY_BYTES],
]);

export interface PodRequestOptions {
  /** Amounts for every container, init containers too, that does not request the resource. An explicit 0 stays 0. Default none. */
  readonly assumed?: ReadonlyMap<string, number>;
  /** Honour `spec.resources` (pod-level requests; on by default from Kubernetes 1.34). Default true. */
  readonly podLevel?: boolean;
  /** Add `spec.overhead`. Default true. */
  readonly overhead?: boolean;
}

/**
 * A pod's request per resource: max(Σ containers + Σ sidecars, largest init step), or the pod-level request if there is one (cpu, memory,
 * hugepages), plus overhead. An init step is the request of the init container plus those of the sidecars that started before it.
 * Source: k8s.io/component-helpers/resource/helpers.go, PodRequests (1.36).
 *
 * @returns a new map; cpu in millicores, everything else in base units.
 * @throws {QuantityError} for a request that is not a quantity.
 */
export function podRequest(spec: PodSpec, options: PodRequestOptions = {}): Map<string, number> {
  const assumed = options.assumed ?? NO_ASSUMPTION;
  const [first, ...others] = spec.containers;
  const request = first ? containerRequest(first, assumed) : new Map<string, number>();
  for (const container of others) add(request, containerRequest(container, assumed));
  if (spec.initContainers?.length) addInitContainers(request, spec.initContainers, assumed);
  if (options.podLevel !== false && spec.resources)
    for (const [resource, amount] of podLevelRequest(spec)) request.set(resource, amount);
  if (options.overhead !== false && spec.overhead) add(request, parseResourceList(spec.overhead));
  return request;
}

function addInitContainers(
  request: Map<string, number>,
  containers: readonly Container[],
  assumed: ReadonlyMap<string, number>,
): void {
  const sidecars = new Map<string, number>();
  const largestStep = new Map<string, number>();
  for (const container of containers) {
    const own = containerRequest(container, assumed);
    if (container.restartPolicy === 'Always') {
      add(request, own);
      add(sidecars, own);
      raise(largestStep, sidecars);
    } else {
      add(own, sidecars);
      raise(largestStep, own);
    }
  }
  raise(request, largestStep);
}

const NO_ASSUMPTION: ReadonlyMap<string, number> = new Map();

/**
 * The requests of `spec.resources` for the resources that a whole pod can request: cpu, memory, hugepages
 * (component-helpers/resource/helpers.go, IsSupportedPodLevelResource).
 */
export function podLevelRequest(spec: PodSpec): Map<string, number> {
  const request = parseResourceList(spec.resources?.requests);
  for (const resource of request.keys()) {
    if (!isPodLevelResource(resource)) request.delete(resource);
  }
  return request;
}

/** Whether a pod-level request may name this resource. */
export function isPodLevelResource(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-');
}

function containerRequest(container: Container, assumed: ReadonlyMap<string, number>): Map<string, number> {
  const request = parseResourceList(container.resources?.requests);
  for (const [resource, amount] of assumed) if (!request.has(resource)) request.set(resource, amount);
  return request;
}

function add(sum: Map<string, number>, other: ReadonlyMap<string, number>): void {
  for (const [resource, amount] of other) sum.set(resource, (sum.get(resource) ?? 0) + amount);
}

function raise(largest: Map<string, number>, other: ReadonlyMap<string, number>): void {
  for (const [resource, amount] of other) {
    const known = largest.get(resource);
    if (known === undefined || amount > known) largest.set(resource, amount);
  }
}

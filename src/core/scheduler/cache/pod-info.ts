/** Computes, once for each template, everything about a pod that depends on its template alone. */
import { admittedRequest } from '../../objects/admitted-request.ts';
import type { PodSpec, PodTemplate, ResourceList } from '../../objects/pod.ts';
import {
  ASSUMED_AMOUNTS,
  ASSUMED_CPU_MILLI,
  ASSUMED_MEMORY_BYTES,
  podRequest,
} from '../../objects/pod-request.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { type HostPort, hostPortsOf } from './host-ports.ts';
import {
  type ColumnAmounts,
  CPU_COLUMN,
  checkedAmounts,
  MEMORY_COLUMN,
  type ResourceColumns,
  toColumns,
} from './resource-columns.ts';

/** All pods of a template share this object. */
export interface PodInfo {
  readonly spec: PodSpec;
  readonly labels: Readonly<Record<string, string>>;
  readonly priority: number;
  /** The columns and amounts (above 0) that NodeResourcesFit checks and that are added to the node. */
  readonly requestColumns: readonly number[];
  readonly requestAmounts: readonly number[];
  /** The request for the scoring plugins: as stated in {@link request}, with assumed amounts for missing cpu and memory in {@link assumedRequest}. */
  readonly request: ColumnAmounts;
  readonly assumedRequest: ColumnAmounts;
  /** The amounts that the pod adds to the node's assumed sums. They can differ from the assumed request: see the sources below. */
  readonly assumedCpuOnNode: number;
  readonly assumedMemoryOnNode: number;
  readonly hostPorts: readonly HostPort[];
  /** Whether it has an affinity or anti-affinity to pods, and whether it has a required anti-affinity. */
  readonly hasPodAffinity: boolean;
  readonly hasRequiredAntiAffinity: boolean;
  /** What else was computed for the template, by index of the computation (`framework/per-template.ts`). */
  readonly derived: unknown[];
  /** Whether the template was read more than once: then it is likely to be needed again. */
  isShared: boolean;
}

/** Drops what was computed for a template that only one pod has, once that pod is on a node: there may be thousands of such pods. */
export function forgetDerived({ derived, isShared }: PodInfo): void {
  if (!isShared) derived.length = 0;
}

const NO_LABELS: Readonly<Record<string, string>> = Object.freeze({});

/** Returns a function from template to pod info. It computes the info of each template object once. */
export function podInfoReader(
  columns: ResourceColumns,
  behaviour: Behaviour,
): (template: PodTemplate) => PodInfo {
  const known = new WeakMap<PodTemplate, PodInfo>();
  return (template) => {
    let info = known.get(template);
    if (info) info.isShared = true;
    else {
      info = readPodInfo(template, columns, behaviour);
      known.set(template, info);
    }
    return info;
  };
}

function readPodInfo(template: PodTemplate, columns: ResourceColumns, behaviour: Behaviour): PodInfo {
  const podLevel = behaviour.podLevelResources;
  const { spec, request: plain } = admittedRequest(template.spec, podLevel);
  const request = toColumns(columns, plain);
  const isPlain = isWhollyStated(spec);
  // NodeResourcesFit scores without the pod-level request, because NewFit does not pass the gate to its scorer (noderesources/fit.go).
  const assumed = isPlain ? plain : podRequest(spec, { podLevel: false, assumed: ASSUMED_AMOUNTS });
  const onNode = isPlain ? plain : requestOnNode(spec, plain, behaviour);
  const checked = checkedAmounts(columns, request);
  return {
    spec,
    labels: template.metadata?.labels ?? NO_LABELS,
    priority: spec.priority ?? 0,
    requestColumns: checked.columns,
    requestAmounts: checked.amounts,
    request,
    assumedRequest: assumed === plain ? request : toColumns(columns, assumed),
    assumedCpuOnNode: onNode.get(columns.names[CPU_COLUMN] as string) ?? 0,
    assumedMemoryOnNode: onNode.get(columns.names[MEMORY_COLUMN] as string) ?? 0,
    hostPorts: hostPortsOf(spec, behaviour.sidecarHostPorts),
    hasPodAffinity: spec.affinity?.podAffinity != null || spec.affinity?.podAntiAffinity != null,
    hasRequiredAntiAffinity:
      (spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.length ?? 0) > 0,
    derived: new Array<unknown>(columns.derivations).fill(undefined),
    isShared: false,
  };
}

/** Whether nothing is assumed for the pod, so that all its requests are the same: its containers state cpu and memory, and nothing else counts. */
function isWhollyStated({ containers, initContainers, resources }: PodSpec): boolean {
  if (initContainers?.length || resources) return false;
  for (const { resources: own } of containers)
    if (own?.requests?.cpu === undefined || own.requests.memory === undefined) return false;
  return true;
}

function requestOnNode(
  spec: PodSpec,
  plain: ReadonlyMap<string, number>,
  { podLevelResources: podLevel, sidecarsInAssumedRequests }: Behaviour,
): ReadonlyMap<string, number> {
  if (!sidecarsInAssumedRequests) return assumedBefore132(spec);
  return podRequest(spec, { podLevel, assumed: assumedOnNode(spec, plain, podLevel) });
}

/** With a pod-level request, an amount is assumed only for a resource that neither the pod nor a container requests (framework/types.go, from 1.32). */
function assumedOnNode(
  spec: PodSpec,
  plain: ReadonlyMap<string, number>,
  podLevel: boolean,
): ReadonlyMap<string, number> {
  if (!podLevel || Object.keys(spec.resources?.requests ?? {}).length === 0) return ASSUMED_AMOUNTS;
  return new Map([...ASSUMED_AMOUNTS].filter(([resource]) => !plain.has(resource)));
}

/** Up to 1.31 sidecars count in the init steps only: max(Σ containers, largest init step) + overhead (framework/types.go, calculateResource). */
function assumedBefore132(spec: PodSpec): Map<string, number> {
  const result = new Map<string, number>();
  for (const [resource, missing] of [
    ['cpu', ASSUMED_CPU_MILLI],
    ['memory', ASSUMED_MEMORY_BYTES],
  ] as const) {
    const of = (requests: ResourceList | null | undefined) =>
      podRequest({ containers: [{ resources: { requests } }] }).get(resource);
    let running = 0;
    for (const container of spec.containers) running += of(container.resources?.requests) ?? missing;
    let sidecars: number | undefined;
    let largestStep = 0;
    for (const container of spec.initContainers ?? []) {
      const own = of(container.resources?.requests);
      const step = own === undefined && sidecars === undefined ? missing : (own ?? 0) + (sidecars ?? 0);
      largestStep = Math.max(largestStep, step);
      if (container.restartPolicy === 'Always' && own !== undefined) sidecars = (sidecars ?? 0) + own;
    }
    result.set(resource, Math.max(running, largestStep) + (of(spec.overhead) ?? 0));
  }
  return result;
}

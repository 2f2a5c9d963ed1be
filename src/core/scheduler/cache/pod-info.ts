/** Everything about a pod that follows from its template alone, worked out once a template. */
import { admitPod } from '../../objects/admission.ts';
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
  CPU_COLUMN,
  MEMORY_COLUMN,
  PODS_COLUMN,
  type ResourceColumns,
  toColumns,
} from './resource-columns.ts';

/** Shared by all pods of a template: plugins may keep what they compute from it in a WeakMap by this object. */
export interface PodInfo {
  readonly spec: PodSpec;
  readonly labels: Readonly<Record<string, string>>;
  readonly priority: number;
  /** Columns and amounts (over 0) that NodeResourcesFit checks and a node's sum counts. */
  readonly requestColumns: readonly number[];
  readonly requestAmounts: readonly number[];
  /** The request as the scoring plugins see it: {@link request} plain, {@link assumedRequest} with the assumptions for missing cpu and memory. */
  readonly request: ReadonlyMap<number, number>;
  readonly assumedRequest: ReadonlyMap<number, number>;
  /** What the pod adds to the node's assumed sums once it is there (not always the assumed request, see the sources below). */
  readonly assumedCpuOnNode: number;
  readonly assumedMemoryOnNode: number;
  readonly hostPorts: readonly HostPort[];
}

const NO_LABELS: Readonly<Record<string, string>> = Object.freeze({});

/** A function from template to pod info that remembers templates by identity. */
export function podInfoReader(
  columns: ResourceColumns,
  behaviour: Behaviour,
): (template: PodTemplate) => PodInfo {
  const known = new WeakMap<PodTemplate, PodInfo>();
  return (template) => {
    let info = known.get(template);
    if (!info) {
      info = readPodInfo(template, columns, behaviour);
      known.set(template, info);
    }
    return info;
  };
}

function readPodInfo(template: PodTemplate, columns: ResourceColumns, behaviour: Behaviour): PodInfo {
  const podLevel = behaviour.podLevelResources;
  const spec = admitPod(template.spec, { podLevel });
  const plain = podRequest(spec, { podLevel });
  const request = toColumns(columns, plain);
  // NodeResourcesFit scores without the pod-level request: its scorer is never told of the gate (noderesources/fit.go, NewFit).
  const assumed = podRequest(spec, { podLevel: false, assumed: ASSUMED_AMOUNTS });
  const onNode = behaviour.sidecarsInAssumedRequests
    ? podRequest(spec, { podLevel, assumed: assumedOnNode(spec, plain, podLevel) })
    : assumedBefore132(spec);
  const counted = [...request].filter(([column, amount]) => column !== PODS_COLUMN && amount > 0);
  // Fit names what is short in this order; the message sorts its reasons anyway.
  counted.sort(([a], [b]) => a - b);
  return {
    spec,
    labels: template.metadata?.labels ?? NO_LABELS,
    priority: spec.priority ?? 0,
    requestColumns: counted.map(([column]) => column),
    requestAmounts: counted.map(([, amount]) => amount),
    request,
    assumedRequest: toColumns(columns, assumed),
    assumedCpuOnNode: onNode.get(columns.names[CPU_COLUMN] as string) ?? 0,
    assumedMemoryOnNode: onNode.get(columns.names[MEMORY_COLUMN] as string) ?? 0,
    hostPorts: hostPortsOf(spec, behaviour.sidecarHostPorts),
  };
}

/** With a pod-level request, only what neither the pod nor any container requests is assumed (framework/types.go, from 1.32). */
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

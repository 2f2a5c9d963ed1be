/** Builds a node of the scenario as it is created on the cluster, and the patches that change it. */

import type { Node, Taint } from '../../../core/objects/node.ts';
import type { ResourceList } from '../../../core/objects/pod.ts';
import type { NodeSimulator } from '../node-simulator.ts';
import { RUN_LABEL } from './run-label.ts';
import { POOL_ANNOTATION, runLabels } from './run-names.ts';

/** Taints that Kubernetes' own controllers set and remove. */
const CONTROLLERS_TAINT = 'node.kubernetes.io/';

export interface NodeOfRun {
  readonly run: string;
  /** Keep pods of others off it. */
  readonly isConfined: boolean;
  readonly simulator: Pick<NodeSimulator, 'nodeAnnotations' | 'isKept'>;
}

/** A node that a simulator manages is not ready when it is created. That it becomes ready shows that the simulator has taken it. */
export function nodeObject(
  node: Node,
  pool: string | undefined,
  { run, isConfined, simulator }: NodeOfRun,
): object {
  const { metadata, spec, status } = node;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: metadata.name,
      labels: { ...metadata.labels, ...runLabels(run) },
      annotations: {
        ...simulator.nodeAnnotations,
        ...(pool === undefined ? {} : { [POOL_ANNOTATION]: pool }),
      },
    },
    spec: {
      taints: [...(spec?.taints ?? []), ...(isConfined ? [confiningTaint(run)] : [])],
      ...(spec?.unschedulable ? { unschedulable: true } : {}),
    },
    status: {
      capacity: quantities(status.capacity),
      allocatable: quantities(status.allocatable),
      ...(simulator.isKept && { conditions: [readyCondition()] }),
      ...extras(status),
    },
  };
}

/** What a kubelet reports of itself. */
export function readyCondition(): object {
  const now = new Date().toISOString();
  return { type: 'Ready', status: 'True', reason: 'SimulatedByKeg', lastHeartbeatTime: now };
}

/** The part of a node that its patches are computed from. */
export interface NodeState {
  readonly metadata: { readonly resourceVersion: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly taints?: readonly Taint[] };
  readonly status: { readonly capacity?: ResourceList; readonly allocatable?: ResourceList };
}

/** Merge patches of the node and of its status. Labels, taints and resources that the update no longer names are removed. */
export function nodePatches(
  before: NodeState,
  update: Node,
  run: string,
  isConfined: boolean,
): { node: object; status: object } {
  const kept = (before.spec.taints ?? []).filter(({ key }) => key.startsWith(CONTROLLERS_TAINT));
  // A recorded node has these taints too, and an API server refuses a taint that is there twice.
  const wanted = (update.spec?.taints ?? []).filter(
    ({ key, effect }) => !kept.some((taint) => taint.key === key && taint.effect === effect),
  );
  const taints = [...kept, ...wanted, ...(isConfined ? [confiningTaint(run)] : [])];
  const labels = { ...update.metadata.labels, ...runLabels(run) };
  return {
    node: {
      metadata: {
        resourceVersion: before.metadata.resourceVersion,
        labels: withoutOthers(before.metadata.labels, labels),
      },
      spec: { taints, unschedulable: update.spec?.unschedulable ?? false },
    },
    status: {
      status: {
        capacity: withoutOthers(before.status.capacity, quantities(update.status.capacity)),
        allocatable: withoutOthers(before.status.allocatable, quantities(update.status.allocatable)),
        ...extras(update.status),
      },
    },
  };
}

function extras({ images, declaredFeatures }: Node['status']): object {
  return { ...(images && { images }), ...(declaredFeatures && { declaredFeatures }) };
}

function confiningTaint(run: string): Taint {
  return { key: RUN_LABEL, value: run, effect: 'NoSchedule' };
}

/** In a merge patch null removes a key (RFC 7386). */
function withoutOthers(before: object | undefined, after: object): object {
  return { ...Object.fromEntries(Object.keys(before ?? {}).map((key) => [key, null])), ...after };
}

/** An API server takes quantities as strings. */
function quantities(list: ResourceList | null | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(list ?? {}).map(([resource, amount]) => [resource, String(amount)]),
  );
}

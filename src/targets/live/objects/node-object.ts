/** A node of the scenario as KWOK simulates it, and the patches by which it changes. */

import type { Node, Taint } from '../../../core/objects/node.ts';
import type { ResourceList } from '../../../core/objects/pod.ts';
import { RUN_LABEL } from './run-label.ts';
import { KWOK_ANNOTATION, POOL_ANNOTATION, runLabels } from './run-names.ts';

/** Put by Kubernetes' own controllers, which also take them away. */
const CONTROLLERS_TAINT = 'node.kubernetes.io/';

/**
 * Not ready as it is made: that KWOK makes it so tells that KWOK has taken it.
 *
 * @param isConfined other pods than the run's are kept off it.
 */
export function nodeObject(node: Node, pool: string | undefined, run: string, isConfined: boolean): object {
  const { metadata, spec, status } = node;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: metadata.name,
      labels: { ...metadata.labels, ...runLabels(run) },
      annotations: { [KWOK_ANNOTATION]: 'fake', ...(pool === undefined ? {} : { [POOL_ANNOTATION]: pool }) },
    },
    spec: {
      taints: [...(spec?.taints ?? []), ...(isConfined ? [confiningTaint(run)] : [])],
      ...(spec?.unschedulable ? { unschedulable: true } : {}),
    },
    status: { capacity: quantities(status.capacity), allocatable: quantities(status.allocatable) },
  };
}

export interface LiveNode {
  readonly metadata: { readonly resourceVersion: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly taints?: readonly Taint[] };
  readonly status: { readonly capacity?: ResourceList; readonly allocatable?: ResourceList };
}

/** Merge patches of the node and of its status; labels, taints and resources that the update no longer names go. */
export function nodePatches(
  before: LiveNode,
  update: Node,
  run: string,
  isConfined: boolean,
): { node: object; status: object } {
  const kept = (before.spec.taints ?? []).filter(({ key }) => key.startsWith(CONTROLLERS_TAINT));
  const taints = [...kept, ...(update.spec?.taints ?? []), ...(isConfined ? [confiningTaint(run)] : [])];
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
      },
    },
  };
}

function confiningTaint(run: string): Taint {
  return { key: RUN_LABEL, value: run, effect: 'NoSchedule' };
}

/** In a merge patch null takes a key away (RFC 7386). */
function withoutOthers(before: object | undefined, after: object): object {
  return { ...Object.fromEntries(Object.keys(before ?? {}).map((key) => [key, null])), ...after };
}

/** An API server takes quantities as strings. */
function quantities(list: ResourceList | null | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(list ?? {}).map(([resource, amount]) => [resource, String(amount)]),
  );
}

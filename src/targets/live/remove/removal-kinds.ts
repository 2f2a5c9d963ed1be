/** Lists the kinds of objects that keg creates in a cluster, and how each is found: by the label of the run alone. */
import { UserError } from '../../../core/errors/user-error.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import { RUN_LABEL } from '../objects/run-label.ts';

export type RemovedKind =
  | 'workloads'
  | 'pods'
  | 'nodes'
  | 'namespaces'
  | 'priorityClasses'
  | 'runtimeClasses'
  | 'storage'
  | 'stages';

/** One collection of the API, over all namespaces. */
export interface RunKind {
  readonly kind: RemovedKind;
  /** As messages name one object. */
  readonly singular: string;
  readonly group: string;
  readonly resource: string;
  readonly isNamespaced: boolean;
}

/** Their controllers create pods as long as they exist. */
export const WORKLOADS: readonly RunKind[] = [
  workload('deployment', 'apps/v1', 'deployments'),
  workload('stateful set', 'apps/v1', 'statefulsets'),
  workload('daemon set', 'apps/v1', 'daemonsets'),
  workload('replica set', 'apps/v1', 'replicasets'),
  workload('job', 'batch/v1', 'jobs'),
];
export const POD_KIND: RunKind = {
  kind: 'pods',
  singular: 'pod',
  group: '/api/v1',
  resource: 'pods',
  isNamespaced: true,
};
export const NAMESPACES: RunKind = {
  kind: 'namespaces',
  singular: 'namespace',
  group: '/api/v1',
  resource: 'namespaces',
  isNamespaced: false,
};
const NODES: RunKind = {
  kind: 'nodes',
  singular: 'node',
  group: '/api/v1',
  resource: 'nodes',
  isNamespaced: false,
};
export const PRIORITY_CLASSES: RunKind = {
  kind: 'priorityClasses',
  singular: 'priority class',
  group: '/apis/scheduling.k8s.io/v1',
  resource: 'priorityclasses',
  isNamespaced: false,
};
export const RUNTIME_CLASSES: RunKind = {
  kind: 'runtimeClasses',
  singular: 'runtime class',
  group: '/apis/node.k8s.io/v1',
  resource: 'runtimeclasses',
  isNamespaced: false,
};
/** Claims go with their namespace, and volumes after their claims. */
export const STORAGE_KINDS: readonly RunKind[] = [
  storage('persistent volume', '/api/v1', 'persistentvolumes'),
  storage('storage class', '/apis/storage.k8s.io/v1', 'storageclasses'),
  storage('CSI node', '/apis/storage.k8s.io/v1', 'csinodes'),
  storage('CSI driver', '/apis/storage.k8s.io/v1', 'csidrivers'),
  storage('volume attachment', '/apis/storage.k8s.io/v1', 'volumeattachments'),
];
/** Served only where KWOK takes its stages from the API server. */
export const STAGES: RunKind = {
  kind: 'stages',
  singular: 'stage',
  group: '/apis/kwok.x-k8s.io/v1alpha1',
  resource: 'stages',
  isNamespaced: false,
};

/** What only pods need. It is removed after them. Services and budgets go with their namespace. */
export const FOUNDATIONS: readonly RunKind[] = [
  NODES,
  NAMESPACES,
  PRIORITY_CLASSES,
  RUNTIME_CLASSES,
  ...STORAGE_KINDS,
  STAGES,
];
/** All kinds that keg creates. */
export const RUN_KINDS: readonly RunKind[] = [...WORKLOADS, POD_KIND, ...FOUNDATIONS];

function workload(singular: string, group: string, resource: string): RunKind {
  return { kind: 'workloads', singular, group: `/apis/${group}`, resource, isNamespaced: true };
}

function storage(singular: string, group: string, resource: string): RunKind {
  return { kind: 'storage', singular, group, resource, isNamespaced: false };
}

/** The part of an object that its removal reads. */
export interface RunObject extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & {
    readonly deletionTimestamp?: string;
    readonly deletionGracePeriodSeconds?: number;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: readonly { readonly controller?: boolean }[];
  };
  readonly spec?: { readonly finalizers?: readonly string[] };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
  };
}

export function collectionPath({ group, resource }: RunKind): string {
  return `${group}/${resource}`;
}

export function objectPath({ group, resource, isNamespaced }: RunKind, { metadata }: RunObject): string {
  const { namespace = '', name } = metadata;
  return isNamespaced
    ? `${group}/namespaces/${encodeURIComponent(namespace)}/${resource}/${encodeURIComponent(name)}`
    : `${group}/${resource}/${encodeURIComponent(name)}`;
}

/**
 * Selects what one run created or, without an id, what all runs created.
 *
 * @throws {UserError} (usage) for an id that is not a label value, and so might select anything (kubernetes.io/docs/concepts/overview/working-with-objects/labels).
 */
export function runSelector(run: string | undefined): string {
  if (run === undefined) return RUN_LABEL;
  if (!/^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(run)) {
    throw new UserError(`"${run}" is not the id of a run`, {
      next: 'kubectl keg cluster status lists the ids of the runs in the cluster',
    });
  }
  return `${RUN_LABEL}=${run}`;
}

/** Declares the part of the scheduler's cache that plugins may read during a cycle. */
import type { ClusterObjectKind, ObjectOfKind } from '../../objects/cluster-object.ts';
import type { ChangeLog } from './change-log.ts';
import type { NodeInfo } from './node-info.ts';
import type { NodeTable } from './node-table.ts';
import type { ResourceColumns } from './resource-columns.ts';
import type { DomainReader } from './topology-domains.ts';

/** Services, claims, budgets and the other objects that decide besides pods and nodes. */
export interface ClusterObjects {
  /** In order of addition. Without a namespace: of all namespaces. */
  all<Kind extends ClusterObjectKind>(kind: Kind, namespace?: string): Iterable<ObjectOfKind<Kind>>;
  /** The namespace of objects without one is undefined. */
  get<Kind extends ClusterObjectKind>(
    kind: Kind,
    namespace: string | undefined,
    name: string,
  ): ObjectOfKind<Kind> | undefined;
  /** Changes with every change of any object. */
  readonly generation: number;
}

export interface ClusterView {
  /** Nodes in the order in which they are tried. */
  readonly nodes: readonly NodeInfo[];
  /** Their slots, in the same order. */
  readonly order: Int32Array;
  readonly table: NodeTable;
  readonly columns: ResourceColumns;
  readonly objects: ClusterObjects;
  node(name: string): NodeInfo | undefined;
  /** Changes with every change of any node. */
  readonly generation: number;
  /** The generation of the last change of a node's object. */
  readonly objectGeneration: number;
  /** Numbers of nodes that are cordoned, have a NoSchedule or NoExecute taint, or have a PreferNoSchedule taint. At 0, plugins skip their work. */
  readonly cordoned: number;
  readonly tainted: number;
  readonly unpreferred: number;
  /** Which nodes changed lately. */
  readonly changes: ChangeLog;
  /** Numbers the domains of a topology key. */
  readonly domainsOf: DomainReader;
  /** The names of all images on nodes. */
  readonly images: ReadonlyMap<string, unknown>;
  /** The lowest priority of a pod on a node; infinite without such a pod. No pod of this or a lower priority can preempt another. */
  readonly lowestPriority: number;
  /** Nodes with a pod that has an affinity or anti-affinity to pods, and with a pod that has a required anti-affinity. */
  readonly withPodAffinity: ReadonlySet<NodeInfo>;
  readonly withRequiredAntiAffinity: ReadonlySet<NodeInfo>;
}

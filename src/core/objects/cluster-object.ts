/** Declares the objects besides pods and nodes that decide where pods run, as plain data: what a scheduler reads of each. */
import type { LabelSelector } from './label-selector.ts';
import type { ObjectMetadata } from './object-metadata.ts';
import type { NodeSelector, ResourceList, Toleration } from './pod.ts';

interface Named<Kind extends string> {
  readonly kind: Kind;
  readonly metadata: ObjectMetadata;
}

interface Namespace extends Named<'Namespace'> {}

/** Its selector is a plain map; without one it selects nothing. */
interface Service extends Named<'Service'> {
  readonly spec?: { readonly selector?: Readonly<Record<string, string>> | null } | null;
}

/** Its selector is a plain map too. */
interface ReplicationController extends Named<'ReplicationController'> {
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: Readonly<Record<string, string>> | null;
  } | null;
}

/** The controllers whose selectors the scheduler, or the way back from pods to workloads, reads. */
export interface SelectingController
  extends Named<'ReplicaSet' | 'StatefulSet' | 'Deployment' | 'DaemonSet' | 'Job'> {
  readonly spec?: {
    readonly replicas?: number;
    readonly parallelism?: number;
    readonly completions?: number;
    readonly backoffLimit?: number;
    readonly activeDeadlineSeconds?: number;
    readonly ttlSecondsAfterFinished?: number;
    readonly selector?: LabelSelector | null;
  } | null;
}

export interface PodDisruptionBudget extends Named<'PodDisruptionBudget'> {
  readonly spec?: {
    readonly selector?: LabelSelector | null;
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly unhealthyPodEvictionPolicy?: string;
  } | null;
  readonly status?: {
    readonly disruptionsAllowed?: number;
    /** Pods whose eviction was accepted and that still exist; they don't count again. */
    readonly disruptedPods?: Readonly<Record<string, string>> | null;
  } | null;
}

export interface PriorityClass extends Named<'PriorityClass'> {
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}

export interface RuntimeClass extends Named<'RuntimeClass'> {
  readonly handler?: string;
  readonly overhead?: { readonly podFixed?: ResourceList | null } | null;
  readonly scheduling?: {
    readonly nodeSelector?: Readonly<Record<string, string>> | null;
    readonly tolerations?: readonly Toleration[] | null;
  } | null;
}

interface ObjectReference {
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
}

export interface PersistentVolume extends Named<'PersistentVolume'> {
  readonly spec?: {
    readonly capacity?: ResourceList | null;
    readonly accessModes?: readonly string[] | null;
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly volumeAttributesClassName?: string | null;
    readonly claimRef?: ObjectReference | null;
    readonly nodeAffinity?: { readonly required?: NodeSelector | null } | null;
    readonly csi?: {
      readonly driver: string;
      readonly volumeHandle: string;
      readonly readOnly?: boolean;
    } | null;
    /** The in-tree volume sources (awsElasticBlockStore, gcePersistentDisk, …), as written. */
    readonly [source: string]: unknown;
  } | null;
  readonly status?: { readonly phase?: string } | null;
}

export interface PersistentVolumeClaim extends Named<'PersistentVolumeClaim'> {
  readonly spec?: {
    readonly accessModes?: readonly string[] | null;
    readonly storageClassName?: string | null;
    readonly volumeMode?: string;
    readonly volumeAttributesClassName?: string | null;
    readonly volumeName?: string;
    readonly selector?: LabelSelector | null;
    readonly resources?: { readonly requests?: ResourceList | null } | null;
  } | null;
  readonly status?: { readonly phase?: string; readonly capacity?: ResourceList | null } | null;
}

/** An entry of the `volumeClaimTemplates` of a StatefulSet. */
export type ClaimTemplate = Pick<PersistentVolumeClaim, 'metadata' | 'spec'>;

export interface TopologySelectorTerm {
  readonly matchLabelExpressions?:
    | readonly { readonly key: string; readonly values: readonly string[] }[]
    | null;
}

export interface StorageClass extends Named<'StorageClass'> {
  readonly provisioner: string;
  /** `Immediate` (the default) or `WaitForFirstConsumer`. */
  readonly volumeBindingMode?: string;
  readonly allowedTopologies?: readonly TopologySelectorTerm[] | null;
}

/** Its name is the name of its node. */
export interface CSINode extends Named<'CSINode'> {
  readonly spec?: {
    readonly drivers?:
      | readonly {
          readonly name: string;
          readonly nodeID?: string;
          readonly topologyKeys?: readonly string[] | null;
          readonly allocatable?: { readonly count?: number } | null;
        }[]
      | null;
  } | null;
}

interface CSIDriver extends Named<'CSIDriver'> {
  readonly spec?: {
    readonly storageCapacity?: boolean;
    readonly attachRequired?: boolean;
    /** Pods with its volumes stay off nodes without the driver. */
    readonly preventPodSchedulingIfMissing?: boolean;
  } | null;
}

export interface CSIStorageCapacity extends Named<'CSIStorageCapacity'> {
  readonly storageClassName: string;
  readonly nodeTopology?: LabelSelector | null;
  readonly capacity?: string | number;
  readonly maximumVolumeSize?: string | number;
}

interface VolumeAttachment extends Named<'VolumeAttachment'> {
  readonly spec?: {
    readonly attacher?: string;
    readonly nodeName?: string;
    readonly source?: { readonly persistentVolumeName?: string } | null;
  } | null;
}

export type ClusterObject =
  | Namespace
  | Service
  | ReplicationController
  | SelectingController
  | PodDisruptionBudget
  | PriorityClass
  | RuntimeClass
  | PersistentVolume
  | PersistentVolumeClaim
  | StorageClass
  | CSINode
  | CSIDriver
  | CSIStorageCapacity
  | VolumeAttachment;

export type ClusterObjectKind = ClusterObject['kind'];

/** The object type of one kind. */
export type ObjectOfKind<Kind extends ClusterObjectKind> = ClusterObject & { readonly kind: Kind };

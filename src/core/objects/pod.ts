/** The part of a Kubernetes Pod that scheduling and measuring read, as plain data. Unknown fields are kept unchanged. */

import type { LabelSelector } from './label-selector.ts';
import type { OwnerReference } from './object-metadata.ts';

/** Kubernetes quantities (`500m`, `1Gi`, `2`) by resource name. YAML and JSON also allow plain numbers. */
export type ResourceList = Readonly<Record<string, string | number>>;

export interface ResourceRequirements {
  readonly requests?: ResourceList | null | undefined;
  readonly limits?: ResourceList | null | undefined;
}

export interface ContainerPort {
  readonly containerPort?: number;
  readonly hostPort?: number;
  readonly hostIP?: string;
  readonly protocol?: string;
}

export interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly resources?: ResourceRequirements | null;
  readonly ports?: readonly ContainerPort[] | null;
  /** `Always` on an init container makes it a sidecar. */
  readonly restartPolicy?: string;
  readonly restartPolicyRules?: readonly { readonly action?: string }[] | null;
  readonly volumeMounts?:
    | readonly {
        readonly name: string;
        readonly mountPath?: string;
        readonly bindMountOptions?: readonly string[] | null;
      }[]
    | null;
}

export interface Toleration {
  readonly key?: string;
  /** `Equal` (the default) or `Exists`; `Lt` and `Gt` compare integers (from 1.35). */
  readonly operator?: string;
  readonly value?: string;
  /** Empty covers every effect. */
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

export interface NodeSelectorRequirement {
  readonly key: string;
  /** In, NotIn, Exists, DoesNotExist, Gt, Lt. */
  readonly operator: string;
  readonly values?: readonly string[] | null | undefined;
}

export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly NodeSelectorRequirement[] | null | undefined;
  readonly matchFields?: readonly NodeSelectorRequirement[] | null | undefined;
}

export interface NodeSelector {
  readonly nodeSelectorTerms: readonly NodeSelectorTerm[];
}

export interface PreferredSchedulingTerm {
  readonly weight: number;
  readonly preference: NodeSelectorTerm;
}

interface NodeAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector | null;
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PreferredSchedulingTerm[] | null;
}

export interface PodAffinityTerm {
  readonly labelSelector?: LabelSelector | null;
  /** Empty, and no namespaceSelector: the pod's own namespace. */
  readonly namespaces?: readonly string[] | null;
  readonly namespaceSelector?: LabelSelector | null;
  readonly topologyKey: string;
  readonly matchLabelKeys?: readonly string[] | null;
  readonly mismatchLabelKeys?: readonly string[] | null;
}

interface WeightedPodAffinityTerm {
  readonly weight: number;
  readonly podAffinityTerm: PodAffinityTerm;
}

/** Affinity to pods, and anti-affinity, have the same form. */
export interface PodAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[] | null;
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[] | null;
}

export interface Affinity {
  readonly nodeAffinity?: NodeAffinity | null;
  readonly podAffinity?: PodAffinity | null;
  readonly podAntiAffinity?: PodAffinity | null;
}

export interface TopologySpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  /** DoNotSchedule or ScheduleAnyway. */
  readonly whenUnsatisfiable: string;
  readonly labelSelector?: LabelSelector | null;
  readonly minDomains?: number | null;
  /** Honor or Ignore. */
  readonly nodeAffinityPolicy?: string | null;
  readonly nodeTaintsPolicy?: string | null;
  readonly matchLabelKeys?: readonly string[] | null;
}

/** A volume of a pod: a name and one source (persistentVolumeClaim, ephemeral, image, gcePersistentDisk, …), as written. */
export interface Volume {
  readonly name: string;
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean } | null;
  readonly ephemeral?: { readonly volumeClaimTemplate?: unknown } | null;
  readonly image?: { readonly reference?: string; readonly pullPolicy?: string } | null;
  readonly [source: string]: unknown;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[] | null;
  /** Pod-level requests and limits (beta, on by default from 1.34). */
  readonly resources?: ResourceRequirements | null;
  readonly overhead?: ResourceList | null;
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>> | null;
  readonly affinity?: Affinity | null;
  readonly tolerations?: readonly Toleration[] | null;
  readonly priority?: number;
  readonly priorityClassName?: string;
  readonly preemptionPolicy?: string;
  readonly schedulerName?: string;
  readonly schedulingGates?: readonly { readonly name: string }[] | null;
  readonly hostNetwork?: boolean;
  readonly hostUsers?: boolean | null;
  readonly terminationGracePeriodSeconds?: number;
  readonly activeDeadlineSeconds?: number | null;
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[] | null;
  readonly volumes?: readonly Volume[] | null;
  readonly runtimeClassName?: string | null;
  /** Groups of pods that are scheduled together (alpha). */
  readonly workloadRef?: object | null;
  readonly schedulingGroup?: object | null;
  readonly resourceClaims?: readonly { readonly name: string }[] | null;
}

export interface PodMetadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly annotations?: Readonly<Record<string, string>> | null;
  readonly ownerReferences?: readonly OwnerReference[] | null;
}

/** A pod of a scenario or a template: metadata and spec, no status. */
export interface PodTemplate {
  readonly metadata?: PodMetadata | null;
  readonly spec: PodSpec;
}

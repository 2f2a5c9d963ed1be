/** The part of a Kubernetes Pod that scheduling and measuring read, as plain data. Unknown fields are kept unchanged. */

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

export interface Affinity {
  readonly nodeAffinity?: NodeAffinity | null;
  readonly podAffinity?: unknown;
  readonly podAntiAffinity?: unknown;
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
  readonly terminationGracePeriodSeconds?: number;
  readonly topologySpreadConstraints?: readonly unknown[] | null;
}

export interface PodMetadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly annotations?: Readonly<Record<string, string>> | null;
}

/** A pod of a scenario or a template: metadata and spec, no status. */
export interface PodTemplate {
  readonly metadata?: PodMetadata | null;
  readonly spec: PodSpec;
}

/** Declares the part of a Pod object, as API servers send it, that observations use. Everything else is ignored. */
import type { OwnerReference } from '../objects/object-metadata.ts';
import type { PodMetadata, PodSpec, ResourceList, ResourceRequirements } from '../objects/pod.ts';

/** An owner as API servers send it: always with a uid. */
export interface ObservedOwner extends OwnerReference {
  readonly uid: string;
}

interface PodObjectMetadata extends PodMetadata {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly resourceVersion?: string;
  /** Grows with every change of the spec (from Kubernetes 1.33 on; KEP-5067). */
  readonly generation?: number;
  readonly ownerReferences?: readonly ObservedOwner[] | null;
  /** RFC 3339, whole seconds. */
  readonly creationTimestamp?: string | null;
  /** RFC 3339: the latest time of its end. Set when its deletion is requested. */
  readonly deletionTimestamp?: string | null;
  readonly deletionGracePeriodSeconds?: number | null;
}

export interface PodCondition {
  /** PodScheduled, Ready, DisruptionTarget, … */
  readonly type: string;
  /** True, False or Unknown. */
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
}

export interface TerminatedState {
  readonly exitCode: number;
  readonly reason?: string;
  /** The Unix epoch, or absent, for a container that never ran. */
  readonly startedAt?: string | null;
  readonly finishedAt?: string | null;
}

/** Exactly one field is set. No field means waiting. */
interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string } | null;
  readonly running?: { readonly startedAt?: string | null } | null;
  readonly terminated?: TerminatedState | null;
}

/** What the kubelet has granted to a container, or to a pod as a whole. */
export interface GrantedResources {
  /** Requests that the kubelet has reserved. */
  readonly allocatedResources?: ResourceList | null;
  /** What the runtime has set. */
  readonly resources?: ResourceRequirements | null;
}

export interface ContainerStatus extends GrantedResources {
  readonly name?: string;
  readonly state?: ContainerState | null;
  /** How its previous run ended. */
  readonly lastState?: ContainerState | null;
  readonly restartCount?: number;
}

export interface PodStatus extends GrantedResources {
  /** How a resize goes, in Kubernetes 1.27 to 1.32: Proposed, InProgress, Deferred, Infeasible. */
  readonly resize?: string | null;
  /** Pending, Running, Succeeded, Failed or Unknown. */
  readonly phase?: string;
  readonly reason?: string;
  readonly message?: string;
  /** When the kubelet accepted the pod, before it pulled an image. */
  readonly startTime?: string | null;
  /** The node on which a preemption made room for the pod. */
  readonly nominatedNodeName?: string | null;
  readonly conditions?: readonly PodCondition[] | null;
  readonly containerStatuses?: readonly ContainerStatus[] | null;
  readonly initContainerStatuses?: readonly ContainerStatus[] | null;
}

export interface PodObject {
  readonly metadata: PodObjectMetadata;
  readonly spec: PodSpec;
  readonly status?: PodStatus | null;
}

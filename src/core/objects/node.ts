/** The part of a Kubernetes Node that scheduling and measuring read, as plain data. */
import type { ResourceList } from './pod.ts';

export interface Taint {
  readonly key: string;
  readonly value?: string;
  /** NoSchedule, PreferNoSchedule or NoExecute. */
  readonly effect: string;
}

/** An image on a node. The scheduler compares images by name. */
export interface NodeImage {
  readonly names?: readonly string[] | null;
  readonly sizeBytes?: number;
}

export interface Node {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>> | null;
    readonly annotations?: Readonly<Record<string, string>> | null;
  };
  readonly spec?: {
    readonly unschedulable?: boolean;
    readonly taints?: readonly Taint[] | null;
  } | null;
  readonly status: {
    readonly allocatable?: ResourceList | null;
    readonly capacity?: ResourceList | null;
    readonly images?: readonly NodeImage[] | null;
    /** Features that the node's kubelet declares (from 1.36). */
    readonly declaredFeatures?: readonly string[] | null;
  };
}

/** Declares the header and the observations of a recording as plain data. An observation is one thing seen at one time. */

import type { Problem } from '../errors/problem.ts';
import type { ClusterObject } from '../objects/cluster-object.ts';
import type { NodeImage, Taint } from '../objects/node.ts';
import type { PodTemplate, ResourceList } from '../objects/pod.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { PodObservation } from './pod-observation.ts';
import type { Coverage, ProvenSpeed } from './run-quality.ts';

export const RECORDING_API_VERSION = 'keg.dev/v1alpha1';

/** Line 1 of a recording. */
export interface RecordingHeader {
  readonly apiVersion: string;
  readonly kind: 'Recording';
  readonly name?: string;
  readonly source: RecordingSource;
  /** RFC 3339 with nanoseconds. A replay in virtual time starts at the scenario's `recorded` start or at the Unix epoch. */
  readonly start: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** The source of the times, and their resolution. */
  readonly clock: {
    readonly kind: 'virtual' | 'monotonic' | 'stamps';
    readonly resolution: string;
    /** Resolution of Kubernetes' own stamps, if they are kept beside the times. */
    readonly stamps?: string;
  };
  readonly redaction: string;
  /** Warnings that were known before the first observation. */
  readonly problems?: readonly Problem[];
}

export interface RecordingSource {
  /** `replay`, `cluster`, or `import`. */
  readonly kind: 'replay' | 'cluster' | 'import';
  /** For a replay: embedded, kwok or simulator. */
  readonly target?: string;
  /** For an import: the format. */
  readonly from?: string;
  /** Version of Kubernetes, as `1.36`. */
  readonly kubernetes?: string;
  /** Which pods of a cluster or dump were selected, in kubectl's flags; absent if all were. */
  readonly selection?: string;
  /** `inferred`: the nodes could not be read, and are inferred from the pods. */
  readonly nodes?: string;
  /** Where the usage of pods was read, and how often. Absent if it was not, or is not sampled. */
  readonly usage?: { readonly from: string; readonly interval: Microseconds };
  readonly scenario?: string;
  readonly seed?: number;
  /** Whether the seed decided which pods there are: the load was drawn from distributions. */
  readonly drawn?: boolean;
  /** The KubeSchedulerConfiguration, or one profile of it, of a replay on the embedded cluster. Absent: the default, or not known. */
  readonly configuration?: unknown;
  /** How long the scheduler of a replay on the embedded cluster took. Absent: the defaults of a scenario, or not known. */
  readonly latency?: SchedulerLatency;
  /** `parallel`: the scheduler of a replay on the embedded cluster checked nodes as workers that race. Absent: one after the other, or not known. */
  readonly search?: string;
  /** Planned speed, scenario time ÷ wall time. */
  readonly speed?: number;
  /** The part of a recording or scenario that this is; `to` is absent where it goes on to the end. */
  readonly window?: { readonly from: Microseconds; readonly to?: Microseconds | undefined };
}

/** For each pod the scheduler is busy for `cycle`, and the binding follows after `bind`. */
export interface SchedulerLatency {
  readonly cycle: Microseconds;
  readonly bind: Microseconds;
}

/** A pod template, stored once and named by the hash of its content. */
export interface TemplateObservation {
  readonly at: Microseconds;
  readonly kind: 'template';
  readonly hash: string;
  readonly template: PodTemplate;
}

export interface NodeAddedObservation {
  readonly at: Microseconds;
  readonly kind: 'node-added';
  readonly uid: string;
  readonly name: string;
  /** The entry of the scenario's `cluster.nodes`, or the node pool label, that it belongs to. */
  readonly pool?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
  readonly capacity?: ResourceList;
  readonly allocatable: ResourceList;
  /** Whether its kubelet reports it as ready; absent if the source does not contain it. */
  readonly ready?: boolean;
  readonly images?: readonly NodeImage[];
  /** Features that its kubelet declares (from 1.36). */
  readonly declaredFeatures?: readonly string[];
  /** Its age when first seen, if it is older than the recording (left-truncated). */
  readonly age?: Microseconds;
  /** Not seen itself: inferred from its pods. It has at least these labels and resources, and later changes only add to them. */
  readonly inferred?: boolean;
  /** If an autoscaler ordered it. */
  readonly ordered?: NodeOrder;
  /** Price of the node for one hour, in any currency. */
  readonly price?: number;
}

export interface NodeOrder {
  readonly at: Microseconds;
  /** When the oldest pod was created that it is for; absent if it is for none. */
  readonly since?: Microseconds;
}

/** Only what changed is present. A cordon is `unschedulable: true`. */
export interface NodeChangedObservation {
  readonly at: Microseconds;
  readonly kind: 'node-changed';
  readonly uid: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
  readonly capacity?: ResourceList;
  readonly allocatable?: ResourceList;
  readonly ready?: boolean;
  readonly images?: readonly NodeImage[];
  readonly declaredFeatures?: readonly string[];
}

interface NodeRemovedObservation {
  readonly at: Microseconds;
  readonly kind: 'node-removed';
  readonly uid: string;
}

/**
 * An object besides pods and nodes that decides where pods run exists in this state, from here on: with the metadata and the fields that
 * decide, and with its uid.
 */
interface ObjectSetObservation {
  readonly at: Microseconds;
  readonly kind: 'object-set';
  readonly object: ClusterObject;
}

/** The object of an earlier `object-set` with this uid no longer exists. */
interface ObjectRemovedObservation {
  readonly at: Microseconds;
  readonly kind: 'object-removed';
  readonly uid: string;
}

/** The scheduler's weights or configuration changed. */
interface SchedulerChangedObservation {
  readonly at: Microseconds;
  readonly kind: 'scheduler-changed';
  readonly name?: string;
  readonly weights?: Readonly<Record<string, number>>;
  readonly configuration?: unknown;
}

/** A time in which something was not seen: from `from` to `at`, with the reason. */
export interface GapObservation {
  readonly at: Microseconds;
  readonly kind: 'gap';
  readonly from: Microseconds;
  readonly reason: string;
  /** What is missing: pods, nodes, events, a kind of object that decides (services, …) or everything. */
  readonly scope?: string;
  /** `times`: every event follows, only late. `events`: objects that came and went within the gap may be missing. */
  readonly lost?: 'times' | 'events';
}

/** Ends a clean recording. `at` is the end of the window. */
export interface CloseObservation {
  readonly at: Microseconds;
  readonly kind: 'close';
  /** Where the source is a replay. */
  readonly speed?: ProvenSpeed;
  /** Where the source is a cluster. */
  readonly coverage?: Coverage;
  /** Warnings that became known later. */
  readonly problems?: readonly Problem[];
}

export type Observation =
  | TemplateObservation
  | NodeAddedObservation
  | NodeChangedObservation
  | NodeRemovedObservation
  | ObjectSetObservation
  | ObjectRemovedObservation
  | PodObservation
  | SchedulerChangedObservation
  | GapObservation
  | CloseObservation;

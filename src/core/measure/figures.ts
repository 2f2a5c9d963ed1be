/** Defines the figures of a recording. They are stable, documented, plain data: `-o json` prints exactly these (docs/reference/measuring.md). */
import type { Problem } from '../errors/problem.ts';
import type { RecordingSource } from '../recording/observation.ts';
import type { JumpFacts, LagLimit, LagSummary, PauseFact, SpeedChange } from '../recording/run-quality.ts';
import type { DurationSummary } from './duration-summary.ts';
import type { FragmentationFigures } from './fragmentation-shape.ts';
import type { IgnoredFigures } from './ignored-figures.ts';
import type { JobFigures } from './job-figures.ts';
import type { ReplicaFigures } from './replica-figures.ts';
import type { ScalingFigures } from './scaling-shape.ts';
import type { ResourceSeries, UsedFigures } from './used-figures.ts';

/** All times and durations are microseconds of recording time; shares and utilisations are ratios (1 is all of it). */
export interface Figures {
  readonly apiVersion: string;
  readonly kind: 'Report';
  readonly recording: RecordingFacts;
  readonly window: {
    readonly from: 0;
    readonly to: number /** Ended by a `close` line. */;
    readonly closed: boolean;
  };
  readonly speed: SpeedFigures;
  readonly pods: PodFigures;
  /** First intended creation to the last pod's end, or to the window's end while pods are alive; null without pods. */
  readonly makespan: {
    readonly duration: number /** No pod was alive at the end. */;
    readonly complete: boolean;
  } | null;
  readonly neverBound: NeverBoundFigures;
  readonly waiting: WaitingFigures;
  readonly phases: {
    readonly boundToStarted: DurationSummary;
    /** The part of it until the init containers were done, of pods that have some; absent where none has. */
    readonly boundToInitialized?: DurationSummary;
    readonly startedToReady: DurationSummary;
  };
  /** Absent where the recording contains no failure of a container, no restart and no loss of readiness. */
  readonly containers?: ContainerFigures;
  /** The same pods, by different groupings. */
  readonly podGroups: PodGroups;
  /** Absent where no pod has an owner. */
  readonly replicas?: readonly ReplicaFigures[];
  /** Absent where no pod belongs to a Job. */
  readonly jobs?: JobFigures;
  readonly disruptions: DisruptionFigures;
  /** null unless it is a replay on the wall at one speed other than 1x. */
  readonly compression: CompressionFigures | null;
  readonly queue: CountFigures;
  /** Nodes without a pod; pods of DaemonSets and static pods do not count. */
  readonly idleNodes: CountFigures;
  readonly cluster: ScopeFigures;
  readonly pools: readonly PoolFigures[];
  /** A node that comes back under its name is another one. */
  readonly nodes: readonly NodeFigures[];
  /** Absent where no autoscaler took part, and no node has a price. */
  readonly scaling?: ScalingFigures;
  /** As the analyzer of kube-event-generator computes them. Absent without pods or nodes. */
  readonly fragmentation?: FragmentationFigures;
  /** Exact means per bucket: 128 to 256 buckets, unless the window is under two seconds. The last one may be shorter. */
  readonly series: SeriesFigures;
  readonly gaps: { readonly count: number /** Length of their union. */; readonly total: number };
  readonly ignored: IgnoredFigures;
  /** Warnings: those of the recording's header, then those of its close line, then those of reading it. */
  readonly problems: readonly Problem[];
}

export interface RecordingFacts {
  readonly name: string | null;
  readonly source: RecordingSource;
  readonly start: string;
  readonly tool: { readonly name: string; readonly version: string };
}

export interface SpeedFigures {
  readonly clock: 'virtual' | 'monotonic' | 'stamps';
  /** Scenario time ÷ wall time; null in virtual time that was not held to a speed. */
  readonly planned: number | null;
  readonly achieved: number | null;
  /** Injection lag in wall µs. */
  readonly lag: LagSummary | null;
  /** What made events late; null where the recording does not contain it. */
  readonly limitedBy: LagLimit | null;
  /** How long the API server took to answer, in wall µs; null where the recording does not contain it. */
  readonly answers: LagSummary | null;
  /** Of a replay with --speed max; null otherwise. */
  readonly jumps: JumpFacts | null;
  /** Absent where the clock never stopped. */
  readonly pauses?: readonly PauseFact[];
  /** Absent where the planned speed stayed the same. */
  readonly changes?: readonly SpeedChange[];
}

export interface ContainerFigures {
  readonly restarts: number;
  /** Pods with a restart. */
  readonly restartedPods: number;
  /** Ends of runs with another exit code than 0, the most frequent first; of a pod that finished, its decisive one. */
  readonly failures: readonly {
    readonly exitCode: number;
    /** As Kubernetes names it: Error, OOMKilled, …; of a pod that finished, the pod's own reason if it has one. */
    readonly reason: string | null;
    readonly count: number;
  }[];
  /** How often a pod that was ready was not ready any more, without being deleted or finished. */
  readonly readinessLost: number;
}

/** created = succeeded + failed + deleted + alive.pending + alive.bound + alive.lost, always. */
export interface PodFigures {
  readonly created: number;
  /** Of those created: they existed before the recording or, in a replay, at 0s. Absent where there are none. */
  readonly older?: number;
  readonly bound: number;
  /** Bound pods whose node is not in the recording; they count for the cluster only. */
  readonly unplaced: number;
  readonly started: number;
  readonly ready: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Deleted, or terminal only after their deletion was requested. `neverBound.withdrawn` of them were deleted before they were bound. */
  readonly deleted: number;
  readonly alive: {
    /** With those that a scheduling gate holds. */
    readonly pending: number;
    readonly bound: number;
    /** Bound to a node that was removed, without an observation after that. */
    readonly lost: number;
  };
}

export interface NeverBoundFigures {
  readonly count: number;
  /** Still in the queue at the end. */
  readonly pending: number;
  /** Not tried at the end, because of a scheduling gate. */
  readonly gated: number;
  /** Deleted, or terminal, before they were bound. */
  readonly withdrawn: number;
  readonly oldest: number | null;
  /** Most frequent first. */
  readonly reasons: readonly NeverBoundReason[];
  /** In order of creation. */
  readonly pods: readonly NeverBoundPod[];
}

export interface NeverBoundReason {
  /** The scheduler's last message without its counts; null where none was recorded. */
  readonly reason: string | null;
  readonly count: number;
  readonly pending: number;
  readonly gated: number;
  readonly withdrawn: number;
  readonly oldest: number;
  /** Up to three, as namespace/name. */
  readonly samples: readonly string[];
}

export interface NeverBoundPod {
  readonly namespace: string;
  readonly name: string;
  readonly group: string | null;
  readonly state: 'pending' | 'gated' | 'withdrawn';
  readonly created: number;
  /** From its intended creation to the end of the window, or to its withdrawal. */
  readonly age: number;
  readonly reason: string | null;
  readonly message: string | null;
}

/** Bind minus intended creation. */
interface WaitingFigures extends DurationSummary {
  readonly neverBound: number;
  /** Bound pods left out because their creation was not seen (left-truncated). */
  readonly leftTruncated: number;
}

/** How compression distorts waiting. */
export interface CompressionFigures {
  /** Planned scenario time ÷ wall time: a duration on the wall clock is this much longer in scenario time. */
  readonly speed: number;
  /** `waiting` in wall µs. */
  readonly waiting: DurationSummary;
  /** Pods with a failed attempt to schedule before they were bound. */
  readonly refused: number;
  /** The part of waiting that does not depend on the speed (the scheduler's own time, its backoff), summed over all pods; wall µs. */
  readonly uncompressed: number;
  /** How much longer this part is at this speed than at 1x, as a share of the time that pods held their nodes; null if none did. */
  readonly distortion: number | null;
  /** A distortion above this gives a warning. */
  readonly limit: number;
  /** Up to this speed the distortion is below the limit, estimated from this replay; null where nothing limits the speed. */
  readonly bearableSpeed: number | null;
}

/** Each list in the order of the first pod. Namespace/workload in `workload`; pods of no group count as one. */
export interface PodGroups {
  readonly workload: readonly PodGroupFigures[];
  readonly namespace: readonly PodGroupFigures[];
  readonly priority: readonly PodGroupFigures[];
  /** Of bound pods only, by the pool of their node. */
  readonly pool: readonly PodGroupFigures[];
}

/** created = succeeded + failed + deleted + alive. */
export interface PodGroupFigures {
  readonly name: string;
  readonly created: number;
  readonly bound: number;
  /** Also pods that are still pending at the end. */
  readonly neverBound: number;
  /** Bind minus intended creation. */
  readonly waiting: DurationSummary;
  readonly succeeded: number;
  readonly failed: number;
  readonly deleted: number;
  /** At the end, bound or not. */
  readonly alive: number;
  /** Ended from outside: preempted, evicted, … */
  readonly disrupted: number;
  /** Of containers. */
  readonly restarts: number;
}

/** Pods that were ended from outside, each once. */
export interface DisruptionFigures {
  readonly pods: number;
  /** The most frequent first. As Kubernetes names them: PreemptionByScheduler, EvictionByEvictionAPI, … */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
}

/** Pods created, not bound and not gone; nodes without a pod. */
export interface CountFigures {
  /** Time-weighted. */
  readonly mean: number | null;
  readonly p95: number | null;
  readonly max: number | null;
  readonly end: number;
}

export interface ScopeFigures {
  /** Number of different nodes, and number at the end. */
  readonly nodes: { readonly seen: number; readonly end: number };
  /** By resource name: cpu, memory, pods, then the others in alphabetical order. */
  readonly resources: Readonly<Record<string, ResourceFigures>>;
}

export interface PoolFigures extends ScopeFigures {
  /** null for nodes without a pool. */
  readonly pool: string | null;
}

export interface NodeFigures {
  readonly node: string;
  readonly pool: string | null;
  readonly added: number;
  readonly removed: number | null;
  readonly resources: Readonly<Record<string, ResourceFigures>>;
}

/** Amounts are millicores for cpu, bytes for memory, ephemeral storage and huge pages, and plain counts for all others. */
export interface ResourceFigures {
  readonly unit: 'millicores' | 'bytes' | 'count';
  /** ∫requested ÷ ∫allocatable; null where nothing was ever allocatable. */
  readonly utilisation: number | null;
  readonly p95: number | null;
  /** Highest utilisation that lasted for any time, with its amounts. */
  readonly peak: {
    readonly utilisation: number;
    readonly requested: number;
    readonly allocatable: number;
    readonly at: number;
  } | null;
  readonly timeAbove80: number;
  readonly timeAbove90: number;
  /** Time with anything allocatable. p95 and the two times above refer to it. */
  readonly timeOffered: number;
  readonly requested: {
    readonly mean: number | null;
    readonly max: number;
    readonly maxAt: number;
    readonly end: number;
  };
  readonly allocatable: { readonly mean: number | null; readonly end: number };
  /** What pods used, apart from what they requested; absent where the recording has no usage of this resource. */
  readonly used?: UsedFigures;
  /** Time-weighted mean of capacity that is free but unusable; the share is of allocatable. */
  readonly stranded: { readonly mean: number | null; readonly share: number | null };
  /** Over the nodes that offer it, while there are two or more; null for a node. */
  readonly imbalance: { readonly range: number; readonly sigma: number } | null;
}

/** Means per bucket over the window; the last bucket may be shorter. */
interface SeriesFigures {
  /** Width of a bucket. */
  readonly bucket: number;
  readonly resources: Readonly<Record<string, ResourceSeries>>;
  readonly pending: readonly number[];
  readonly idleNodes: readonly number[];
}

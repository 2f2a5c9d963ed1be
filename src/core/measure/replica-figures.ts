/** Defines the replicas of a workload over time. They are apart, because the figures of a report contain them. */

/** A workload whose pods name it as their owner. */
export interface ReplicaFigures {
  /** As namespace/name. */
  readonly workload: string;
  /** Of its topmost owner: Deployment, StatefulSet, Job, … */
  readonly kind: string;
  /** What its objects ask for, from their first observation on; null where the recording has none with a number. */
  readonly desired: ReplicaCount | null;
  /** Pods that have started and not ended. */
  readonly running: ReplicaCount;
}

export interface ReplicaCount {
  readonly mean: number | null;
  readonly max: number;
  readonly end: number;
  /** Exact means per bucket, as those of the report's series. */
  readonly series: readonly number[];
}

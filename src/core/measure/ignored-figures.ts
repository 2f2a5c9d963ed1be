/** Defines the counts of observations that a measurement could not use. Part of `-o json`, and as stable as the rest. */

/** Observations that could not be used, by reason. A clean recording has zeros. */
export interface IgnoredFigures {
  readonly total: number;
  readonly unknownPod: number;
  /** A node observation of an unknown uid, or a bind to a node never seen (the pod then counts for the cluster only). */
  readonly unknownNode: number;
  readonly unknownTemplate: number;
  /** Repeated: a second bind or a second start of the same pod. */
  readonly duplicate: number;
  /** In the wrong order: a start before the bind. */
  readonly misplaced: number;
  /** A quantity that Kubernetes refuses. That resource is left out. */
  readonly unreadable: number;
  /** Earlier than the observation before it. It counts at the time of that one. */
  readonly unordered: number;
  readonly afterClose: number;
}

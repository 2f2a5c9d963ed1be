/** Defines the life that KWOK Stages give a pod, as steps with delays and weights from which each pod draws its own. */

/** Uniform from `from` to `to`, in integer microseconds. A limit `deletion` is the rest of the pod's grace period. */
export interface StageDelay {
  readonly from: number | 'deletion';
  readonly to: number | 'deletion';
}

export interface LifeStep {
  /** Above 0, or 0 for all steps of a choice, which are then equally likely. */
  readonly weight: number;
  readonly delay: StageDelay;
  /** The phase that the pod is in after the step, where the step changes it. */
  readonly phase?: 'Running' | 'Succeeded' | 'Failed';
  /** The pod becomes ready. */
  readonly isReady?: true;
  /** The object is deleted. */
  readonly isGone?: true;
  /** What can follow; none: the pod stays as it is. */
  readonly next: readonly LifeStep[];
}

export interface StageLife {
  /** From its binding on. */
  readonly run: readonly LifeStep[];
  /** From the request to delete it on. */
  readonly deletion: readonly LifeStep[];
}

/** Declares what is kept of an attempt that failed, so that the next one need not repeat it while nothing changes. */
import type { Rejection } from './rejection.ts';

export interface RememberedFailure {
  /** The generations of the cluster and of the nominations: as long as they are the same, so is the result. */
  generation: number;
  nominations: number;
  /** What the result depends on otherwise. Undefined: on more. */
  readonly causes: FailureCauses | undefined;
  result: FailedCycle;
}

/** The result of a cycle in vain that has no victims. Attempts with the same result share it. */
interface FailedCycle {
  readonly evaluated: number;
  readonly message: string | undefined;
  readonly rejectors: ReadonlySet<string>;
  readonly nominated: string | null | undefined;
  readonly made: readonly never[];
  readonly feasibleCount: 0;
  readonly nextStart: number;
}

export interface FailureCauses {
  readonly nodes: number;
  readonly lowestPriority: number;
  /** Whether the pod needed room and nothing else of the nodes' state: then its next attempt only counts. */
  readonly countable: boolean;
  /** Kinds of rejections, and the number of nodes for each. */
  readonly kinds: readonly Rejection[];
  readonly counts: readonly number[];
}

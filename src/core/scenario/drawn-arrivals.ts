/** Defines when drawn pods arrive: a list of times, bursts, and a pace. */

import type { Distribution } from '../distributions/families/distribution.ts';
import type { OwnRun } from './own-run.ts';

/** Pods that arrive at a known time, in integer microseconds. */
export interface ListedArrival {
  readonly at: number;
  readonly count: number;
  /** Undefined: its pods run as the entry says. */
  readonly own?: OwnRun | undefined;
}

/** Pods that arrive together, as from a controller. */
export interface DrawnBurst {
  /** Rounded, and at least 1. A list of arrivals has its own counts. */
  readonly size: Distribution;
  /** Between the pods of a burst, in seconds. */
  readonly gap: Distribution;
}

/** The pods of a burst run alike. */
export interface AlikePods {
  /** Of the normal scores of two lifetimes of one burst, 0 to 1. */
  readonly correlation: number;
  /** A pod that arrives at most this long after the one before belongs to its burst, in integer microseconds; undefined: the bursts as written. */
  readonly within?: number | undefined;
}

/** Factor of the arrival rate from each step on; 1 before the first step. Times are integer microseconds. */
export interface ArrivalPace {
  /** The steps repeat after this long. */
  readonly every: number | undefined;
  /** In order of time, within one repeat. */
  readonly steps: readonly { readonly at: number; readonly factor: number }[];
}

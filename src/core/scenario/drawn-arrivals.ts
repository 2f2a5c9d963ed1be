/** Defines when drawn pods arrive: a list of times, bursts, and a pace. */

import type { Distribution } from '../distributions/families/distribution.ts';
import type { OwnRun } from './own-run.ts';

/** When the pods of an entry arrive, or the Jobs of a series. */
export interface DrawnArrivals {
  /** Gaps between arrivals, in seconds; or the times of all arrivals, in order. */
  readonly arrivals: Distribution | readonly ListedArrival[];
  readonly start: number;
  readonly count: number | undefined;
  readonly until: number | undefined;
  /** With bursts, `arrivals` are the gaps from the start of one burst to the start of the next. */
  readonly burst: DrawnBurst | undefined;
  readonly alike?: AlikePods | undefined;
  readonly pace: ArrivalPace | undefined;
  /** How late each arrival or burst is, in seconds; it does not move the next one. */
  readonly jitter: Distribution | undefined;
  /** From `start` to the first arrival or burst, in seconds; undefined: as the other gaps. */
  readonly first: Distribution | undefined;
}

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
interface AlikePods {
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

/** Defines the figures of what pods used, and the series of a resource. */

/** Usage over time, in the unit of the resource (cpu in millicores and parts of them). */
export interface UsedFigures {
  /** ∫used ÷ ∫allocatable; null where nothing was ever allocatable. */
  readonly utilisation: number | null;
  readonly p95: number | null;
  /** Highest used share of allocatable that lasted for any time. */
  readonly peak: number | null;
  readonly mean: number | null;
  readonly max: number;
  readonly maxAt: number;
  readonly end: number;
}

/** Means per bucket. */
export interface ResourceSeries {
  readonly requested: readonly number[];
  readonly allocatable: readonly number[];
  /** What pods used; absent where the recording has no usage of this resource. */
  readonly used?: readonly number[];
}

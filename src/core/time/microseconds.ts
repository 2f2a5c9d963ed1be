/** The unit of all times and durations in keg: integer microseconds, so that sums and comparisons are exact. */

/** An integer. A time counts from the start of its scenario or recording; a duration is the difference of two times. */
export type Microseconds = number;

/** 2^53 − 1 µs, about 285 years: the largest exact integer. What is due then or later never happens. */
export const NEVER: Microseconds = Number.MAX_SAFE_INTEGER;

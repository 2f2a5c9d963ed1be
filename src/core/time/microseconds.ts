/** The unit of all times and durations in keg: integer microseconds, so that sums and comparisons are exact. */

/** An integer. A time counts from the start of its scenario or recording; a duration is the difference of two times. */
export type Microseconds = number;

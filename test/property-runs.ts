/** Decides how many cases a long property test tries, and the size of a long test: few in a quick run, many at night. */
import { isNightly, propertySeed } from './property-seed.ts';

export interface PropertyRuns {
  readonly numRuns: number;
  readonly seed: number;
}

/** The share of a night's cases to try, from 0 to 1. */
const scale = Number(process.env.KEG_NIGHTLY_SCALE ?? 1);

/**
 * Options for `fc.assert`: `quick` cases, or `nightly` cases (times KEG_NIGHTLY_SCALE) where KEG_PROPERTY_RUNS is `nightly`.
 * The seed is that of all property tests.
 */
export function propertyRuns(quick: number, nightly: number): PropertyRuns {
  return { numRuns: isNightly ? Math.max(1, Math.round(nightly * scale)) : quick, seed: propertySeed };
}

/** The smaller of two sizes of a test that takes long, or the whole size where KEG_PROPERTY_RUNS is `nightly`. */
export function sizeOfRun<Size>(small: Size, whole: Size): Size {
  return isNightly ? whole : small;
}

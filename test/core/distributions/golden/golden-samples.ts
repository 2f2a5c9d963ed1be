/** The samples whose maxima are in values.tsv, under the names of make-values.py. */
import type { SeenDuration } from '../../../../src/core/distributions/estimating/sample.ts';

function ended(...durations: readonly number[]): SeenDuration[] {
  return durations.map((duration) => ({ duration, isEnded: true }));
}

function cutOff(...durations: readonly number[]): SeenDuration[] {
  return durations.map((duration) => ({ duration, isEnded: false }));
}

/** Durations with their entries; those in `cutOff` did not end. */
function late(cutOff: readonly number[], ...seen: readonly (readonly [number, number])[]): SeenDuration[] {
  return seen.map(([duration, entry]) => ({ duration, entry, isEnded: !cutOff.includes(duration) }));
}

export const GOLDEN_SAMPLES: Readonly<Record<string, readonly SeenDuration[]>> = {
  /** Lieblein and Zelen, J. Res. NBS 57, 1956. */
  bearings: ended(
    17.88,
    28.92,
    33,
    41.52,
    42.12,
    45.6,
    48.48,
    51.84,
    51.96,
    54.12,
    55.56,
    67.8,
    68.64,
    68.64,
    68.88,
    84.12,
    93.12,
    98.64,
    105.12,
    105.84,
    127.92,
    128.04,
    173.4,
  ),
  /** NIST/SEMATECH e-Handbook 8.4.1.3 (public domain). */
  nist: [
    ...ended(54, 187, 216, 240, 244, 335, 361, 373, 375, 386),
    ...cutOff(...Array.from({ length: 10 }, () => 500)),
  ],
  /** The 6-MP leukaemia trial (Freireich 1963). */
  leukaemia: [
    ...ended(6, 6, 6, 7, 10, 13, 16, 22, 23),
    ...cutOff(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35),
  ],
  /** Made for this test: durations with the ages at which their observation began. */
  late: late(
    [19, 31, 44],
    [3, 0],
    [4, 1],
    [6, 0],
    [7, 5],
    [9, 2],
    [11, 0],
    [12, 7],
    [15, 0],
    [19, 4],
    [21, 12],
    [26, 0],
    [31, 9],
    [38, 20],
    [44, 0],
    [60, 30],
  ),
  /** Made for this test: a bell, entered late and cut off. */
  bell: late(
    [31, 38, 41],
    [14, 0],
    [19, 10],
    [22, 0],
    [24, 15],
    [26, 5],
    [27, 0],
    [29, 20],
    [30, 0],
    [31, 25],
    [33, 12],
    [35, 30],
    [38, 0],
    [41, 28],
    [46, 0],
    [55, 40],
  ),
  /** Made for this test: a heavy tail, entered late and cut off. */
  'heavy-late': late(
    [40, 300],
    [1, 0],
    [1.5, 1],
    [2, 0],
    [2.5, 0.5],
    [3, 0],
    [3.5, 2],
    [4, 0],
    [5, 0],
    [6, 3],
    [8, 0],
    [11, 6],
    [15, 0],
    [22, 0],
    [40, 9],
    [75, 0],
    [140, 50],
    [300, 100],
    [420, 0],
    [900, 300],
  ),
  /** Made for this test: a heavy tail. */
  heavy: [...ended(1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 8, 11, 15, 22, 40, 75, 140, 420, 900), ...cutOff(300)],
};

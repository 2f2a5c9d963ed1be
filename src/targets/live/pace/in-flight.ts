/** States how many calls a play has under way at a time. */

/** Enough for 1,200 a second where answers take 50 ms, and a fraction of what an API server accepts at a time (200 by default). */
export const IN_FLIGHT = 64;

/** Simulates how many arrivals a window gets, so that a model of arrivals keeps the number of those that were observed. */

import { type Distribution, quantile } from '../../distributions/families/distribution.ts';
import { randomStream } from '../../distributions/random-stream.ts';

export interface Counts {
  readonly mean: number;
  readonly variance: number;
}

/** Gaps drawn for one model. */
const DRAWS = 200_000;
const FEWEST_ROUNDS = 60;
const MOST_ROUNDS = 400;

/**
 * @param gap - draws the time from one arrival or burst to the next, from a uniform.
 * @param size - draws how many pods come with it.
 * @param expected - about how many gaps the window has.
 */
export function simulatedCounts(
  gap: (uniform: number) => number,
  size: (uniform: number) => number,
  window: number,
  expected: number,
): Counts {
  const rounds = Math.round(Math.min(MOST_ROUNDS, Math.max(FEWEST_ROUNDS, DRAWS / Math.max(1, expected))));
  /** A law that is far off, with gaps of about 0, does not end by itself. */
  const most = 20 * expected + 100;
  let [sum, squares] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    // Each round has its own stream, so that two laws that differ little draw about the same counts.
    const random = streamOf(round);
    let [at, pods] = [gap(random()), 0];
    for (let drawn = 0; at < window && drawn < most; drawn += 1) {
      pods += size(random());
      at += gap(random());
    }
    sum += pods;
    squares += pods * pods;
  }
  const mean = sum / rounds;
  return { mean, variance: Math.max(0, squares / rounds - mean * mean) };
}

/** The first uniforms of each round: small groups need no others, and there may be thousands of groups. */
const firstUniforms: Float64Array[] = [];
const KEPT = 256;

function streamOf(round: number): () => number {
  const kept = firstUniforms[round] ?? keep(round);
  let next = 0;
  let beyond: (() => number) | undefined;
  return () => {
    if (next < KEPT) return kept[next++]!;
    beyond ??= streamAfter(round);
    return beyond();
  };
}

function keep(round: number): Float64Array {
  const kept = Float64Array.from({ length: KEPT }, newStream(round));
  firstUniforms[round] = kept;
  return kept;
}

function streamAfter(round: number): () => number {
  const random = newStream(round);
  for (let skipped = 0; skipped < KEPT; skipped += 1) random();
  return random;
}

function newStream(round: number): () => number {
  return randomStream(round, 'counts of arrivals');
}

/** The counts of arrivals whose gaps have this law. */
export function countsOf(law: Distribution, window: number, expected: number): Counts {
  return simulatedCounts(
    (uniform) => quantile(law, uniform),
    () => 1,
    window,
    expected,
  );
}

/** Draws from values with equal weights. */
export function drawnOf(values: readonly number[]): (uniform: number) => number {
  return (uniform) => values[Math.floor(uniform * values.length)] ?? 0;
}

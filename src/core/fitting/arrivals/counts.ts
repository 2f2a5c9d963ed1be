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
 * @param size - draws how many pods come with it. Undefined: always one.
 * @param expected - about how many gaps the window has.
 */
export function simulatedCounts(
  gap: (uniform: number) => number,
  size: ((uniform: number) => number) | undefined,
  window: number,
  expected: number,
): Counts {
  const rounds = Math.round(Math.min(MOST_ROUNDS, Math.max(FEWEST_ROUNDS, DRAWS / Math.max(1, expected))));
  /** A law that is far off, with gaps of about 0, does not end by itself. */
  const most = 20 * expected + 100;
  let [sum, squares] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    // Each round has its own uniforms, so that two laws that differ little draw about the same counts.
    const nextBlock = blocksOfRound(round);
    let [at, drawn, pods] = [0, 0, 0];
    while (at < window && drawn < most) {
      const block = nextBlock();
      for (let index = 0; index < block.length; index += 2) {
        at += gap(block[index]!);
        if (!(at < window && drawn < most)) break;
        drawn += 1;
        pods += size ? size(block[index + 1]!) : 1;
      }
    }
    sum += pods;
    squares += pods * pods;
  }
  const mean = sum / rounds;
  return { mean, variance: Math.max(0, squares / rounds - mean * mean) };
}

/** The uniforms of a round come in blocks. */
const BLOCK = 256;
/** Blocks that are kept: 8 MiB. Several laws are tried for one group, and there may be thousands of groups. */
const MOST_KEPT = 4096;

interface Round {
  readonly kept: Float64Array[];
  /** Stands behind the last block that is kept. */
  readonly random: () => number;
}

const rounds: Round[] = [];
let keptBlocks = 0;

function blocksOfRound(round: number): () => Float64Array {
  rounds[round] ??= { kept: [], random: newStream(round) };
  const { kept, random } = rounds[round];
  let taken = 0;
  let beyond: (() => number) | undefined;
  return () => {
    const known = kept[taken];
    if (known) {
      taken += 1;
      return known;
    }
    if (beyond === undefined && keptBlocks < MOST_KEPT) {
      keptBlocks += 1;
      taken += 1;
      const block = blockOf(random);
      kept.push(block);
      return block;
    }
    beyond ??= streamAfter(round, taken * BLOCK);
    return blockOf(beyond);
  };
}

function blockOf(random: () => number): Float64Array {
  const block = new Float64Array(BLOCK);
  for (let index = 0; index < BLOCK; index += 1) block[index] = random();
  return block;
}

function streamAfter(round: number, draws: number): () => number {
  const random = newStream(round);
  for (let skipped = 0; skipped < draws; skipped += 1) random();
  return random;
}

function newStream(round: number): () => number {
  return randomStream(round, 'counts of arrivals');
}

/** The counts of arrivals whose gaps have this law. */
export function countsOf(law: Distribution, window: number, expected: number): Counts {
  return simulatedCounts((uniform) => quantile(law, uniform), undefined, window, expected);
}

/** Draws from values with equal weights. */
export function drawnOf(values: readonly number[]): (uniform: number) => number {
  return (uniform) => values[Math.floor(uniform * values.length)] ?? 0;
}

/** Seeded random streams by name, so that an additional draw from one stream changes no draw from another. */
import { hash128 } from '../objects/content-hash.ts';

/**
 * An endless stream of uniforms strictly inside (0, 1), multiples of 2^-53. The same seed and name give the same stream on every platform.
 * The generator is xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021; 32-bit integer
 * arithmetic, period 2^128 − 1). Its state is a hash of the seed and the name.
 */
export function randomStream(seed: number, ...name: string[]): () => number {
  const state = new Int32Array(hash128(JSON.stringify([seed, ...name])));
  if (state.every((word) => word === 0)) state[3] = 1;
  return () => {
    for (;;) {
      const high = next(state) >>> 5;
      const low = next(state) >>> 6;
      const bits = high * 0x4000000 + low;
      if (bits !== 0) return bits / 0x20000000000000;
    }
  };
}

/** An array of 32-bit integers holds the state: variables of a closure are allocated anew where they exceed 31 bits. */
function next(state: Int32Array): number {
  const b = state[1]!;
  const c = state[2]! ^ state[0]!;
  const d = state[3]! ^ b;
  const product = Math.imul(b, 5);
  state[0]! ^= d;
  state[1] = b ^ c;
  state[2] = c ^ (b << 9);
  state[3] = (d << 11) | (d >>> 21);
  return Math.imul((product << 7) | (product >>> 25), 9);
}

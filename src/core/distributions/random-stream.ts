/** Seeded random streams by name, so that an additional draw from one stream changes no draw from another. */
import { hash128 } from '../objects/content-hash.ts';

/**
 * An endless stream of uniforms strictly inside (0, 1), multiples of 2^-53. The same seed and name give the same stream on every platform.
 * The generator is xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021; 32-bit integer
 * arithmetic, period 2^128 − 1). Its state is a hash of the seed and the name.
 */
export function randomStream(seed: number, ...name: string[]): () => number {
  let [a, b, c, d] = hash128(JSON.stringify([seed, ...name]));
  if ((a | b | c | d) === 0) d = 1;

  function next(): number {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  }

  return () => {
    for (;;) {
      const high = next() >>> 5;
      const low = next() >>> 6;
      const bits = high * 0x4000000 + low;
      if (bits !== 0) return bits / 0x20000000000000;
    }
  };
}

/** Computes a 128-bit hash of text with 32-bit integers only, so that it is the same on every platform and needs no I/O. */

/**
 * Four 32-bit words from the UTF-16 code units of `text`. There are four lanes; after every eight units each is mixed into its neighbour, and
 * a full avalanche follows at the end. Different texts get different hashes in practice; the hash does not resist an attacker.
 */
export function hash128(text: string): [number, number, number, number] {
  let a = 0x243f6a88;
  let b = 0x85a308d3;
  let c = 0x13198a2e;
  let d = 0x03707344;
  const { length } = text;
  for (let position = 0; position < length; position += 8) {
    a = mix(a ^ pairAt(text, position), 0x9e3779b1, 15) + b;
    b = mix(b ^ pairAt(text, position + 2), 0x85ebca77, 13) + c;
    c = mix(c ^ pairAt(text, position + 4), 0xc2b2ae3d, 17) + d;
    d = mix(d ^ pairAt(text, position + 6), 0x27d4eb2f, 11) + a;
  }
  a ^= length;
  for (let round = 0; round < 3; round += 1) {
    a = avalanche(a + d);
    b = avalanche(b + a);
    c = avalanche(c + b);
    d = avalanche(d + c);
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

/** The hash as 32 hexadecimal digits. */
export function contentHash(text: string): string {
  return hash128(text)
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('');
}

function pairAt(text: string, position: number): number {
  return (unitAt(text, position) << 16) | unitAt(text, position + 1);
}

/** Units beyond the end are 0. The length is part of the hash, so trailing zeros still make a difference. */
function unitAt(text: string, position: number): number {
  return position < text.length ? text.charCodeAt(position) : 0;
}

function mix(word: number, multiplier: number, turn: number): number {
  const product = Math.imul(word, multiplier);
  return Math.imul((product << turn) | (product >>> (32 - turn)), 0x165667b1);
}

/** A change of one bit of the word changes every bit of the result with probability near one half (the finaliser of MurmurHash3, public domain). */
function avalanche(word: number): number {
  let result = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  result = Math.imul(result ^ (result >>> 13), 0xc2b2ae35);
  return (result ^ (result >>> 16)) | 0;
}

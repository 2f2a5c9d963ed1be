/** SHA-256 (FIPS 180-4) in plain arithmetic, so that names can be pseudonymised where there is no I/O; checked against Node's own in tests. */

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of the first 8. */
const [ROUND_WORDS, FIRST_STATE] = constants();

/** A running hash: its state and how many bytes it has taken, always a whole number of blocks. */
export interface HashState {
  readonly words: Int32Array;
  readonly bytes: number;
}

export const BLOCK_BYTES = 64;

export function emptyHash(): HashState {
  return { words: FIRST_STATE.slice(), bytes: 0 };
}

/** @param block exactly 64 bytes. */
export function takeBlock({ words, bytes }: HashState, block: Uint8Array): HashState {
  const next = words.slice();
  compress(next, block, 0);
  return { words: next, bytes: bytes + BLOCK_BYTES };
}

/** The hash of what the state has taken and then `rest`, as 32 bytes. */
export function finishHash({ words, bytes }: HashState, rest: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((rest.length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  padded.set(rest);
  padded[rest.length] = 0x80;
  const bits = (bytes + rest.length) * 8;
  const high = Math.floor(bits / 2 ** 32);
  for (let index = 0; index < 4; index += 1) {
    padded[padded.length - 5 - index] = high >>> (index * 8);
    padded[padded.length - 1 - index] = bits >>> (index * 8);
  }
  const state = words.slice();
  for (let offset = 0; offset < padded.length; offset += BLOCK_BYTES) compress(state, padded, offset);
  const digest = new Uint8Array(32);
  for (let index = 0; index < 32; index += 1) digest[index] = state[index >> 2]! >>> (24 - (index & 3) * 8);
  return digest;
}

const schedule = new Int32Array(64);

function compress(state: Int32Array, bytes: Uint8Array, offset: number): void {
  for (let index = 0; index < 16; index += 1) {
    const from = offset + index * 4;
    schedule[index] =
      (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!;
  }
  for (let index = 16; index < 64; index += 1) {
    const early = schedule[index - 15]!;
    const late = schedule[index - 2]!;
    const low = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const high = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    schedule[index] = schedule[index - 16]! + low + schedule[index - 7]! + high;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let index = 0; index < 64; index += 1) {
    const choice = (e & f) ^ (~e & g);
    const first =
      (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + ROUND_WORDS[index]! + schedule[index]!) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function constants(): [Int32Array, Int32Array] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < 64; candidate += 1)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  return [
    Int32Array.from(primes, (prime) => rootBits(prime, 3n)),
    Int32Array.from(primes.slice(0, 8), (prime) => rootBits(prime, 2n)),
  ];
}

/** The first 32 bits after the point of a root, by whole numbers alone: ECMAScript leaves the precision of Math.cbrt open. */
function rootBits(prime: number, degree: bigint): number {
  const target = BigInt(prime) << (32n * degree);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** degree <= target) low = middle;
    else high = middle;
  }
  return Number(BigInt.asIntN(32, low));
}

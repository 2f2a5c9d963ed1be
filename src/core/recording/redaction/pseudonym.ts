/** Replaces names by pseudonyms: the same name and salt give the same pseudonym, and without the salt there is no way back. */
import { sha256 } from '@noble/hashes/sha2.js';

export interface Pseudonyms {
  /** Returns ten hexadecimal digits. */
  of(text: string): string;
  /** Returns twenty, for what identifies an object among all others. */
  longOf(text: string): string;
  /** Eight hexadecimal digits that differ from salt to salt and do not reveal the salt; for the header. */
  readonly saltMark: string;
}

/** There are 16^10 pseudonyms. Among a million names, the chance that two names share one is below one half; such names count as one. */
const DIGITS = 10;
const LONG = 20;
const BLOCK_BYTES = 64;
const INNER = 0x36;
const OUTER = 0x5c;

/**
 * Pseudonyms are HMAC-SHA-256 (RFC 2104) of the name under the salt, cut to {@link DIGITS}.
 *
 * The library's own `hmac` prepares the key for each name and makes three objects a name: 0.2 million names a second. Copying two prepared
 * states into one scratch state gives 0.5 million.
 */
export function createPseudonyms(salt: string): Pseudonyms {
  const encoder = new TextEncoder();
  const given = encoder.encode(salt);
  const key = given.length > BLOCK_BYTES ? sha256(given) : given;
  const keyed = (filling: number) =>
    sha256
      .create()
      .update(Uint8Array.from({ length: BLOCK_BYTES }, (_, index) => (key[index] ?? 0) ^ filling));
  const inner = keyed(INNER);
  const outer = keyed(OUTER);
  const scratch = sha256.create();
  const digest = new Uint8Array(scratch.outputLen);
  let encoded = new Uint8Array(256);

  function digits(text: string, count: number): string {
    const mostBytes = text.length * BYTES_A_CHARACTER;
    if (mostBytes > encoded.length) encoded = new Uint8Array(mostBytes);
    const { written } = encoder.encodeInto(text, encoded);
    inner._cloneInto(scratch).update(encoded.subarray(0, written)).digestInto(digest);
    outer._cloneInto(scratch).update(digest).digestInto(digest);
    return hex(digest, count / 2);
  }

  const of = (text: string): string => digits(text, DIGITS);

  return { of, longOf: (text) => digits(text, LONG), saltMark: of('salt').slice(0, 8) };
}

/** One UTF-16 code unit needs at most three bytes of UTF-8. */
const BYTES_A_CHARACTER = 3;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex(bytes: Uint8Array, count: number): string {
  let text = '';
  for (let index = 0; index < count; index += 1) text += HEX[bytes[index]!];
  return text;
}

/** Other names for names: the same one for the same name and salt, and no way back without the salt. */
import { BLOCK_BYTES, emptyHash, finishHash, takeBlock } from './sha256.ts';

export interface Pseudonyms {
  /** Ten hexadecimal digits. */
  of(text: string): string;
  /** Tells salts apart in a header without telling the salt. */
  readonly saltMark: string;
}

/** Of 16^10 pseudonyms, a million names share one with a chance below one half: then two names are taken for one. */
const DIGITS = 10;
const INNER = 0x36;
const OUTER = 0x5c;

/** HMAC-SHA-256 (RFC 2104) of the name under the salt, cut short. */
export function createPseudonyms(salt: string): Pseudonyms {
  const encoder = new TextEncoder();
  const given = encoder.encode(salt);
  const key = given.length > BLOCK_BYTES ? finishHash(emptyHash(), given) : given;
  const keyed = (filling: number) =>
    takeBlock(
      emptyHash(),
      Uint8Array.from({ length: BLOCK_BYTES }, (_, index) => (key[index] ?? 0) ^ filling),
    );
  const inner = keyed(INNER);
  const outer = keyed(OUTER);
  const of = (text: string) => hex(finishHash(outer, finishHash(inner, encoder.encode(text))), DIGITS / 2);
  return { of, saltMark: of('salt').slice(0, 8) };
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex(bytes: Uint8Array, count: number): string {
  let text = '';
  for (let index = 0; index < count; index += 1) text += HEX[bytes[index]!];
  return text;
}

/** The content hash is stable: recordings contain it. */
import test from 'ava';
import { contentHash, hash128 } from '../../../src/core/objects/content-hash.ts';

/** Computed once. A change of any of them makes templates of old recordings look new. */
const KNOWN: readonly (readonly [string, string])[] = [
  ['', 'e878845197a566071582b8a1d08afe5c'],
  ['a', 'eb433ff6e1c9ecec90c82d6800a6e9cf'],
  ['a\0', '334c2a01fb14d79a9bcf71d255331485'],
  ['ab', 'cecc1af2fd450a0e007f66016c70a0dd'],
  ['ba', 'fd8c0f68b6e6a01705db91197b067ab7'],
  ['abcdefgh', 'b4f006748baf75e2ff5b84a8735474ad'],
  ['abcdefghi', '16b3303beef0ba818521990477ea9b6c'],
  ['é😀', 'a5f1a901c76e92c9a70084ff64b38a37'],
  ['{"spec":{"containers":[]}}', '03b6f3d4728167c920e4918700a0fbf6'],
];

test('known texts keep their hashes', (t) => {
  for (const [text, hash] of KNOWN) t.is(contentHash(text), hash, JSON.stringify(text));
});

test('the hash is four words of 32 bits, each with its leading zeros', (t) => {
  for (let i = 0; i < 500; i++) {
    const words = hash128(String(i));
    t.true(words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32));
    t.regex(contentHash(String(i)), /^[0-9a-f]{32}$/);
  }
});

test('ten thousand similar texts have different hashes', (t) => {
  const hashes = new Set(Array.from({ length: 10_000 }, (_, i) => contentHash(`pod-${i}`)));
  t.is(hashes.size, 10_000);
});

/** Pseudonyms: the hash is the standard's, the same name is the same, and the salt decides. */
import { createHash, createHmac } from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import { createPseudonyms } from '../../../../src/core/recording/redaction/pseudonym.ts';
import { emptyHash, finishHash, takeBlock } from '../../../../src/core/recording/redaction/sha256.ts';

test('the hash is SHA-256, whatever the length', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const expected = createHash('sha256').update(bytes).digest('hex');
      t.is(Buffer.from(finishHash(emptyHash(), bytes)).toString('hex'), expected);
      if (bytes.length < 64) return;
      const parts = finishHash(takeBlock(emptyHash(), bytes.subarray(0, 64)), bytes.subarray(64));
      t.is(Buffer.from(parts).toString('hex'), expected);
    }),
    { numRuns: 300 },
  );
});

test('a pseudonym is the first ten digits of HMAC-SHA-256 under the salt', (t) => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), fc.string({ unit: 'binary' }), (salt, name) => {
      const expected = createHmac('sha256', Buffer.from(salt)).update(Buffer.from(name)).digest('hex');
      t.is(createPseudonyms(salt).of(name), expected.slice(0, 10));
    }),
    { numRuns: 300 },
  );
});

test('another salt is other pseudonyms, and its mark tells them apart', (t) => {
  const one = createPseudonyms('one');
  const other = createPseudonyms('other');
  t.not(one.of('web-0'), other.of('web-0'));
  t.not(one.saltMark, other.saltMark);
  t.is(one.saltMark, createPseudonyms('one').saltMark);
});

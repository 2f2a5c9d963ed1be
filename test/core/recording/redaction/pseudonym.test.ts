/** Tests of pseudonyms: they follow the standard, equal names get equal ones, and the salt decides. */
import { createHmac } from 'node:crypto';
import test from 'ava';
import { createPseudonyms } from '../../../../src/core/recording/redaction/pseudonym.ts';
import fc from '../../../seeded-properties.ts';

const expected = (salt: string, name: string) =>
  createHmac('sha256', Buffer.from(salt)).update(Buffer.from(name)).digest('hex');

test('a pseudonym is the first ten digits of HMAC-SHA-256 under the salt', (t) => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), fc.string({ unit: 'binary' }), (salt, name) => {
      t.is(createPseudonyms(salt).of(name), expected(salt, name).slice(0, 10));
    }),
    { numRuns: 300 },
  );
});

test('a pseudonym stays the same from release to release', (t) => {
  t.is(createPseudonyms('some salt').of('web-7f9c8b6d5f-7'), '4ad14d8590');
});

test('salts and names around the length of a hash block give what the standard gives', (t) => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 127, 128, 129, 1_000]) {
    const text = 'é'.repeat(length);
    const plain = 'x'.repeat(length);
    for (const salt of [text, plain])
      for (const name of [text, plain, '😀'.repeat(length)])
        t.is(createPseudonyms(salt).of(name), expected(salt, name).slice(0, 10));
  }
});

test('another salt gives other pseudonyms and another mark', (t) => {
  const one = createPseudonyms('one');
  const other = createPseudonyms('other');
  t.not(one.of('web-0'), other.of('web-0'));
  t.not(one.saltMark, other.saltMark);
  t.is(one.saltMark, createPseudonyms('one').saltMark);
});

test('the mark of a salt is eight digits of the pseudonym of the word salt', (t) => {
  t.is(createPseudonyms('one').saltMark, expected('one', 'salt').slice(0, 8));
});

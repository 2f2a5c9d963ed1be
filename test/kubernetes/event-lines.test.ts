/** The bytes of a watch are split into lines. */
import test from 'ava';
import { createEventLines } from '../../src/kubernetes/event-lines.ts';
import fc from '../seeded-properties.ts';

test('chunk borders do not change the lines, and an incomplete last line is dropped', (t) => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => JSON.stringify(text)),
        { maxLength: 8 },
      ),
      fc.string(),
      fc.array(fc.nat(200), { maxLength: 12 }),
      (whole, torn, cuts) => {
        const bytes = Buffer.from(`${whole.map((text) => `${text}\n`).join('')}${torn.replaceAll('\n', '')}`);
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
          (a, b) => a - b,
        );
        const lines = createEventLines();
        const got = places
          .slice(1)
          .flatMap((place, index) => lines.push(bytes.subarray(places[index], place)));
        t.deepEqual(got, whole);
      },
    ),
  );
});

test('a line without an end does not fill the memory', (t) => {
  const lines = createEventLines();
  const chunk = Buffer.alloc(8 * 1024 * 1024, 'a');
  t.throws(() => {
    for (let count = 0; count < 10; count += 1) lines.push(chunk);
  });
});

/** Streams are equal on every platform, and independent of each other. */
import test from 'ava';
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import fc from '../../seeded-properties.ts';

function take(stream: () => number, n: number): number[] {
  return Array.from({ length: n }, stream);
}

test('the first values are equal on every platform', (t) => {
  t.deepEqual(take(randomStream(0), 3), [0.08504622770065606, 0.5573264995054626, 0.9115025888950066]);
  t.deepEqual(
    take(randomStream(7, 'web', 'arrivals'), 3),
    [0.3145877392879618, 0.6553436771563403, 0.48778263071614536],
  );
  t.deepEqual(
    take(randomStream(7, 'web', 'lifetime'), 3),
    [0.4935665071449922, 0.26658137164952644, 0.4809764175227941],
  );
});

test('the same seed and name give the same stream', (t) => {
  t.deepEqual(take(randomStream(1, 'a'), 100), take(randomStream(1, 'a'), 100));
});

test('a draw from one stream changes no draw from another', (t) => {
  const alone = take(randomStream(1, 'a'), 10);
  const first = randomStream(1, 'a');
  const second = randomStream(1, 'b');
  const together = Array.from({ length: 10 }, () => {
    second();
    return first();
  });
  t.deepEqual(together, alone);
});

test('different seeds and names give different streams, also where joined names are equal', (t) => {
  const seeds = fc.tuple(fc.integer(), fc.array(fc.string(), { maxLength: 3 }));
  fc.assert(
    fc.property(seeds, seeds, ([seedA, nameA], [seedB, nameB]) => {
      const same = JSON.stringify([seedA, nameA]) === JSON.stringify([seedB, nameB]);
      return same === (randomStream(seedA, ...nameA)() === randomStream(seedB, ...nameB)());
    }),
  );
  t.not(randomStream(1, 'ab')(), randomStream(1, 'a', 'b')());
});

test('every value lies strictly inside (0, 1) and is a multiple of 2^-53', (t) => {
  const stream = randomStream(3, 'inside');
  for (let round = 0; round < 100_000; round += 1) {
    const u = stream();
    if (!(u > 0 && u < 1 && Number.isInteger(u * 2 ** 53))) t.fail(String(u));
  }
  t.pass();
});

test('values fill 1,000 cells evenly (chi-square within five standard deviations)', (t) => {
  const cells = new Float64Array(1000);
  const stream = randomStream(4, 'cells');
  const n = 1_000_000;
  for (let round = 0; round < n; round += 1) cells[Math.floor(stream() * 1000)]! += 1;
  const expected = n / 1000;
  const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  t.true(Math.abs(chiSquare - 999) < 5 * Math.sqrt(2 * 999), String(chiSquare));
});

test('each of the 53 bits is set half of the time', (t) => {
  const stream = randomStream(5, 'bits');
  const n = 100_000;
  const counts = new Float64Array(53);
  for (let round = 0; round < n; round += 1) {
    let rest = stream();
    for (let bit = 0; bit < 53; bit += 1) {
      rest *= 2;
      if (rest >= 1) {
        counts[bit]! += 1;
        rest -= 1;
      }
    }
  }
  for (const [bit, count] of counts.entries()) {
    t.true(Math.abs(count - n / 2) < 5 * Math.sqrt(n / 4), `bit ${bit}: ${count}`);
  }
});

test('successive values, and the streams of neighbouring seeds and names, are uncorrelated', (t) => {
  const n = 100_000;
  const correlation = (a: () => number, b: () => number) => {
    let sum = 0;
    for (let round = 0; round < n; round += 1) sum += (a() - 0.5) * (b() - 0.5) * 12;
    return sum / n;
  };
  const lagged = randomStream(6);
  t.true(Math.abs(correlation(lagged, lagged)) < 5 / Math.sqrt(n / 2));
  t.true(Math.abs(correlation(randomStream(1, 'x'), randomStream(2, 'x'))) < 5 / Math.sqrt(n));
  t.true(Math.abs(correlation(randomStream(1, 'x'), randomStream(1, 'y'))) < 5 / Math.sqrt(n));
});

test('the first values of 10,000 successive seeds are as even as one stream', (t) => {
  const cells = new Float64Array(100);
  for (let seed = 0; seed < 10_000; seed += 1) cells[Math.floor(randomStream(seed, 'pods')() * 100)]! += 1;
  const chiSquare = cells.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
  t.true(Math.abs(chiSquare - 99) < 5 * Math.sqrt(2 * 99), String(chiSquare));
});

/** Arrivals are written as a list, a beat, or distributions. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type { Quantity, QuantityFit } from '../../../../src/core/fitting/pods/fit-group.ts';
import { writeArrivals } from '../../../../src/core/fitting/writing/write-arrivals.ts';

function constantly(quantity: Quantity, value: number): QuantityFit {
  const drawn = { form: 'constant', why: '', watched: undefined, tail: undefined } as const;
  const none = { best: undefined, goodness: undefined, ranking: [] };
  const distribution = { family: 'constant', value } as const;
  return { quantity, sample: sampleOf([]), choice: { verdict: 'constant', distribution, drawn, ...none } };
}

const PLAIN = {
  arrived: 31,
  recorded: undefined,
  beat: undefined,
  rateProfile: { every: undefined, steps: [{ at: 0, factor: 1 }] },
  burstSize: undefined,
};

test('recorded arrivals are a list of times, with the gap inside their bursts', (t) => {
  const recorded = [
    { at: 5, count: 1 },
    { at: 3600, count: 30 },
  ];
  t.deepEqual(writeArrivals({ ...PLAIN, recorded, fits: [constantly('burst gaps', 0.5)] }, 7200), {
    arrivals: ['5s', { at: '1h0m0s', count: 30 }],
    burst: { gap: { type: 'constant', value: '500ms' } },
  });
});

test('arrivals on a beat have its first time, its end and their lateness', (t) => {
  const beat = { period: 300, first: 77, until: 90, jitter: { family: 'constant', value: 2 } } as const;
  t.deepEqual(writeArrivals({ ...PLAIN, beat, fits: [constantly('arrivals', 300)] }, 7200), {
    arrivals: { type: 'constant', value: '5m0s' },
    first: '1m17s',
    jitter: { type: 'constant', value: '2s' },
    until: '1m30s',
  });
});

test('a group without arrivals has none', (t) => {
  t.is(writeArrivals({ ...PLAIN, arrived: 0, fits: [] }, 7200), undefined);
});

test('a step of a pace that is rounded to the next one, or to the end of the cycle, is left out', (t) => {
  const steps = [0, 30, 30.0000001, 59.9999999].map((at, index) => ({ at, factor: index + 1 }));
  const rateProfile = { every: 60, steps };
  const written = writeArrivals({ ...PLAIN, rateProfile, fits: [constantly('arrivals', 2)] }, 7200);
  t.deepEqual(written?.pace, {
    every: '1m0s',
    steps: [
      { at: '0s', factor: 1 },
      { at: '30s', factor: 3 },
    ],
  });
});

/** Curves of several replays over each other: exact means over common buckets, and what the seeds span. */
import test from 'ava';
import {
  commonBuckets,
  countBand,
  type ReplayCurves,
  useBand,
} from '../../../src/core/comparing/replay-curves.ts';
import fc from '../../seeded-properties.ts';

const MEAN = fc.integer({ min: 0, max: 100 });
/** Of one replay: buckets that are 1, 2 or 4 wide, the last one shorter. */
const CURVES = fc
  .record({ power: fc.nat(2), means: fc.array(MEAN, { minLength: 1, maxLength: 12 }), cut: fc.nat(0) })
  .map(({ power, means, cut }): ReplayCurves => {
    const bucket = 2 ** power;
    const end = means.length * bucket - cut;
    const resources = { cpu: { requested: means, allocatable: means.map(() => 100) } };
    return { end, bucket, resources, pending: means, idleNodes: [] };
  });

test('the mean of one replay over its window stays the same in wider buckets', (t) => {
  fc.assert(
    fc.property(CURVES, CURVES, (replay, other) => {
      const buckets = commonBuckets([replay, other]);
      const { median } = countBand([replay], 'pending', buckets);
      const area = (means: readonly (number | null)[], bucket: number): number =>
        means.reduce<number>((sum, mean, place) => {
          return sum + (mean ?? 0) * Math.max(0, Math.min(bucket, replay.end - place * bucket));
        }, 0);
      t.true(Math.abs(area(median, buckets.bucket) - area(replay.pending, replay.bucket)) < 1e-9);
    }),
  );
});

test('the median of the seeds lies within their range, and ends with the longest', (t) => {
  const [short, long, other] = [
    { end: 2, bucket: 1, resources: {}, pending: [1, 9], idleNodes: [] },
    { end: 6, bucket: 2, resources: {}, pending: [2, 4, 6], idleNodes: [] },
    { end: 6, bucket: 2, resources: {}, pending: [3, 0, 8], idleNodes: [] },
  ];
  const buckets = commonBuckets([short, long, other]);
  t.deepEqual(buckets, { bucket: 2, count: 3 });
  t.deepEqual(countBand([short, long, other], 'pending', buckets), {
    median: [3, 2, 7],
    low: [2, 0, 6],
    high: [5, 4, 8],
  });
});

test('a share is what is requested of what is allocatable, and nothing where nothing is', (t) => {
  const resources = { cpu: { requested: [1, 3, 0, 0], allocatable: [4, 4, 0, 0] } };
  const replay = { end: 4, bucket: 1, resources, pending: [0, 0, 0, 0], idleNodes: [] };
  t.deepEqual(useBand([replay], 'cpu', { bucket: 2, count: 2 }).median, [0.5, null]);
  t.deepEqual(useBand([replay], 'memory', { bucket: 2, count: 2 }).median, [null, null]);
});

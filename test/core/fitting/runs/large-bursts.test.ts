/** The bursts that carry a group come when they came, and each draws from its own run times and requests. */
import test from 'ava';
import { quantile } from '../../../../src/core/distributions/families/distribution.ts';
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { burstRuns } from '../../../../src/core/fitting/runs/burst-runs.ts';
import { largeBursts } from '../../../../src/core/fitting/runs/large-bursts.ts';
import { partsOfTime } from '../../../../src/core/fitting/runs/parts-of-time.ts';
import type { StratifiedRun } from '../../../../src/core/fitting/runs/strata.ts';
import fc from '../../../seeded-properties.ts';
import { ranFor } from './made-runs.ts';

const WINDOW = 100_000;
const WATCH = { window: WINDOW, resolution: 0 };

function burst(at: number, size: number, lifetime: number, cpu = '1'): PodHistory[] {
  return Array.from({ length: size }, (_, index) => ranFor(WINDOW, at + index / 100, lifetime + index, cpu));
}

const SINGLES = Array.from({ length: 400 }, (_, index) => ranFor(WINDOW, 100 + 200 * index, 300, '1'));

test('the bursts that carry most of the pods, time or requests are found, in the order of time', (t) => {
  const [many, long, big] = [burst(70_000, 150, 200), burst(30_010, 30, 9000), burst(50_010, 20, 500, '64')];
  const found = largeBursts([...SINGLES, ...many, ...long, ...big], WATCH);
  t.deepEqual(found, [long, big, many]);
});

test('bursts that are alike, and bursts of fewer than five pods, are no large ones', (t) => {
  const alike = Array.from({ length: 500 }, (_, index) => burst(200 * index, 3, 300)).flat();
  t.deepEqual(largeBursts(alike, WATCH), []);
  t.deepEqual(largeBursts([...SINGLES, ...burst(30_010, 4, 60_000)], WATCH), []);
});

test('without its large bursts a group scatters by at most 5 %, or has none of five pods left', (t) => {
  const property = fc.property(
    fc.array(
      fc.record({ size: fc.integer({ min: 1, max: 80 }), lifetime: fc.integer({ min: 1, max: 900 }) }),
      {
        minLength: 1,
        maxLength: 50,
      },
    ),
    (bursts) => {
      const all = bursts.map(({ size, lifetime }, index) => burst(1000 * index, size, lifetime));
      const large = new Set(largeBursts(all.flat(), WATCH).map((pods) => pods[0]));
      const sizes = all.filter((pods) => !large.has(pods[0])).map(({ length }) => length);
      const pods = all.flat().length;
      return sizes.every((size) => size < 5) || Math.hypot(...sizes) <= 0.05 * pods + 1e-9;
    },
  );
  t.notThrows(() => fc.assert(property));
});

test('each burst draws from its own pods, from its first pod to the next burst', (t) => {
  const { strata, kept } = burstRuns([burst(1000, 20, 50, '2'), burst(9000, 30, 5000, '8')], WATCH);
  t.is(kept, undefined);
  t.deepEqual(
    strata.map(({ from, until, pods, requests, lifetime }) => ({
      ...{ from, until, pods: Math.round(pods), cpu: requests.map((each) => each.requests.cpu) },
      longest: Math.round(quantile(lifetime!.distribution!, 1)),
    })),
    [
      { from: undefined, until: 9000, pods: 20, cpu: ['2'], longest: 69 },
      { from: 9000, until: undefined, pods: 30, cpu: ['8'], longest: 5029 },
    ],
  );
});

test('a stretch whose pods run unlike the others is cut out at both of its ends', (t) => {
  const pods = [...SINGLES, ...burst(30_010, 30, 9000)];
  const runs = pods.map((pod): StratifiedRun<PodHistory> => {
    const seen = { duration: pod.ended! - pod.created, isEnded: true, limit: WINDOW - pod.created };
    return { item: pod, seen, feature: { created: pod.created }, amounts: {} };
  });
  const parts = partsOfTime(runs, [10_000, 30_010, 30_020, 60_000], 3, 0);
  t.deepEqual(
    parts.map((part) => part.length),
    [150, 30, 250],
  );
  t.true(parts[1]!.every(({ seen }) => seen.duration >= 9000));
});

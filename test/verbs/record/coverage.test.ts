/** Tests of coverage and delays: in bounded memory, and with two clocks that differ. */
import test from 'ava';
import { nearestRank } from '../../../src/core/measure/duration-percentiles.ts';
import type { GapObservation, Observation } from '../../../src/core/recording/observation.ts';
import { createCoverageMeter } from '../../../src/verbs/record/coverage.ts';
import { createDelayHistogram } from '../../../src/verbs/record/delay-histogram.ts';
import { createLateDelivery } from '../../../src/verbs/record/late-delivery.ts';
import fc from '../../seeded-properties.ts';

const SECOND = 1_000_000;

test('percentiles are by nearest rank, rounded up to 1 ms, or 0.1 s from 10 s on', (t) => {
  const delays = fc.array(fc.oneof(fc.nat(9_000_000), fc.nat(600 * SECOND)), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(delays, (all) => {
      const histogram = createDelayHistogram();
      for (const delay of all) histogram.add(delay);
      const rounded = all.map((delay) => {
        const width = delay < 10 * SECOND ? 1000 : 100_000;
        return Math.ceil(delay / width) * width;
      });
      const sorted = Float64Array.from(rounded).sort();
      t.deepEqual(histogram.summary(), {
        n: all.length,
        p50: nearestRank(sorted, 50)!,
        p95: nearestRank(sorted, 95)!,
        p99: nearestRank(sorted, 99)!,
        max: sorted.at(-1)!,
      });
    }),
  );
});

function bound(at: number, stamp: number): Observation {
  return { at, kind: 'pod-bound', uid: 'p', node: 'a', stamp };
}

test('lateness does not count the second of the stamp and the skew of the clocks', (t) => {
  const meter = createCoverageMeter();
  t.is(meter.observe(bound(10_400_000, 10 * SECOND), true), 0);
  t.is(meter.observe(bound(14_500_000, 10 * SECOND), true), 3_500_000);
  t.is(meter.observe(bound(14_500_000, 10 * SECOND), false), undefined);
  const behind = createCoverageMeter();
  for (const second of [100, 200]) behind.observe(bound(second * SECOND, (second - 60) * SECOND), true);
  t.is(behind.observe(bound(302 * SECOND, 240 * SECOND), true), SECOND);
  t.is(behind.coverage(400 * SECOND).late.n, 3);
});

test('what kubelets stamp and report later is no late delivery', (t) => {
  const meter = createCoverageMeter();
  const finished = { kind: 'pod-finished', uid: 'p', phase: 'Succeeded' } as const;
  meter.observe(bound(10_400_000, 10 * SECOND), true);
  meter.observe({ ...finished, at: 60 * SECOND, stamp: 20 * SECOND }, true);
  const { late, reports } = meter.coverage(100 * SECOND);
  t.like(late, { n: 1, max: 0 });
  t.like(reports, { n: 1, max: 39 * SECOND });
});

test('the covered share leaves out gaps once, also if they overlap, and not lost times', (t) => {
  const meter = createCoverageMeter();
  const gap = (from: number, at: number): GapObservation => ({ at, kind: 'gap', from, reason: 'x' });
  meter.observe(gap(10, 20), true);
  meter.observe(gap(15, 30), true);
  meter.observe({ ...gap(40, 90), lost: 'times' }, true);
  t.like(meter.coverage(100), { gaps: 3, covered: 0.8 });
  t.is(createCoverageMeter().coverage(0).covered, 1);
});

test('late deliveries are one gap until one is prompt, unless another gap explains them', (t) => {
  const recorded: Observation[] = [];
  const late = createLateDelivery({ observe: (each) => void recorded.push(each), templateHash: () => '' });
  t.is(late.note(bound(20 * SECOND, 19 * SECOND), 0), undefined);
  late.excuse(25 * SECOND);
  late.note(bound(40 * SECOND, 24 * SECOND), 15 * SECOND);
  late.note(bound(41 * SECOND, 41 * SECOND), 0);
  t.deepEqual(recorded, []);
  late.note(bound(60 * SECOND, 45 * SECOND), 14 * SECOND);
  late.note(bound(61 * SECOND, 40 * SECOND), 20 * SECOND);
  late.note(bound(70 * SECOND, 70 * SECOND), 0);
  t.is(recorded.length, 1);
  t.like(recorded[0], { at: 70 * SECOND, kind: 'gap', from: 46 * SECOND, lost: 'times', scope: 'pods' });
  t.regex((recorded[0] as GapObservation).reason, /^slow consumer: .*20s late$/);
  t.is(late.finish(80 * SECOND), undefined);
});

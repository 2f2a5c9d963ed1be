/** The pace of a play that the cluster does not sustain follows the order in which calls are sent. */
import test from 'ava';
import type { PlannedPod, TimelineEvent } from '../../../../src/core/timeline/timeline-event.ts';
import { expectedPace } from '../../../../src/targets/live/survey/expected-pace.ts';
import fc from '../../../seeded-properties.ts';
import { create } from '../planned-pods.ts';

const SECOND = 1_000_000;
const ALL = { phases: true, ends: true };
const UNLIMITED = { rate: Number.POSITIVE_INFINITY, burst: 1 };

function pods(times: readonly number[], plan: Partial<PlannedPod> = {}): TimelineEvent[] {
  return times.map((at, sequence) => ({ at, sequence, action: create(`p${sequence}`, plan) }));
}

function evenly(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index * SECOND);
}

test('a play is as fast as planned, or lies between what creations and all calls allow', (t) => {
  const times = fc.array(fc.integer({ min: 1, max: 100 * SECOND }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(
      times,
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: 500 }),
      (all, speed, rate) => {
        const timeline = pods(all.toSorted((a, b) => a - b));
        const load = { timeline, own: ALL, until: undefined };
        const achieved = expectedPace(load, speed, rate, UNLIMITED);
        const [count, length] = [all.length, timeline.at(-1)!.at / SECOND];
        t.true(achieved > 0 && achieved <= speed);
        t.true(achieved >= length / (length / speed + (2 * count) / rate) - 1e-9);
        if (count > 64) t.true(achieved <= length / ((count - 64) / rate) + 1e-9);
        t.true(expectedPace(load, speed, 2 * rate, UNLIMITED) >= achieved * 0.99);
      },
    ),
  );
});

test('where creations are late they overtake the phases, so phases do not slow them down', (t) => {
  const load = { timeline: pods(evenly(6_000)), own: ALL, until: undefined };
  // 6,000 creations take 60 s.
  const far = expectedPace(load, 1e6, 100, UNLIMITED);
  t.true(Math.abs(far - 100) < 2, String(far));
  // At little more than the limit all 12,000 calls come one after the other.
  const near = expectedPace(load, 55, 100, UNLIMITED);
  t.true(near > 49 && near < 56, String(near));
});

test('pods that are bound late start late, and leave the API server to the creations', (t) => {
  const load = { timeline: pods(evenly(1_000)), own: ALL, until: undefined };
  const bound = (rate: number) => expectedPace(load, 80, 100, { rate, burst: 1 });
  t.true(bound(5) > 1.2 * bound(1_000), `${bound(5)} and ${bound(1_000)}`);
});

test('a play that the cluster sustains goes at the planned speed', (t) => {
  const timeline = pods(evenly(100), { lifetime: SECOND, end: 'deleted' });
  t.is(expectedPace({ timeline, own: ALL, until: undefined }, 1, 100, UNLIMITED), 1);
});

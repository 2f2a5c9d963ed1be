/** The queue law holds at the highest speed and at no higher one. */
import test from 'ava';
import { highestSpeed, wallRates, worstWait } from '../../../../src/targets/live/survey/highest-speed.ts';
import fc from '../../../seeded-properties.ts';

const SECOND = 1_000_000;

/** A token bucket played event by event, with tokens that fill up as time goes by: another way to the same answer. */
function longestWaitByTokens(times: readonly number[], speed: number, rate: number, burst: number): number {
  let tokens = burst;
  let last = times[0] ?? 0;
  let longest = 0;
  for (const at of times) {
    tokens = Math.min(burst, tokens + ((at - last) / speed / SECOND) * rate) - 1;
    last = at;
    longest = Math.max(longest, -tokens / rate);
  }
  return longest * SECOND;
}

const schedule = fc
  .array(fc.nat(20 * SECOND), { minLength: 1, maxLength: 120 })
  .map((times) => times.sort((a, b) => a - b));
const rate = fc.integer({ min: 1, max: 20 });
const burst = fc.integer({ min: 1, max: 20 });
const longest = fc.integer({ min: 0, max: 2 }).map((seconds) => seconds * SECOND);

test('the longest wait is that of a token bucket', (t) => {
  fc.assert(
    fc.property(schedule, rate, burst, fc.constantFrom(0.5, 1, 7.3, 100), (times, rate, burst, speed) => {
      const { wait } = worstWait(Float64Array.from(times), speed, { rate, burst });
      const byTokens = longestWaitByTokens(times, speed, rate, burst);
      t.true(Math.abs(wait - byTokens) < 1, `${wait} against ${byTokens}`);
    }),
  );
});

test('at the highest speed no wait is too long, at 1.05 times of it one is', (t) => {
  fc.assert(
    fc.property(schedule, rate, burst, longest, (times, rate, burst, longest) => {
      const bearable = highestSpeed(Float64Array.from(times), { rate, burst }, longest);
      const waitAt = (speed: number) => longestWaitByTokens(times, speed, rate, burst);
      if (bearable === Number.POSITIVE_INFINITY) t.true(waitAt(1e9) <= longest + 2);
      else if (bearable === 0) t.true(waitAt(1e-6) > longest);
      else {
        t.true(waitAt(bearable) <= longest + 2);
        t.true(waitAt(bearable * 1.05) > longest);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a higher rate, a larger burst or more patience never lowers the speed', (t) => {
  fc.assert(
    fc.property(schedule, rate, burst, longest, (values, rate, burst, longest) => {
      const times = Float64Array.from(values);
      const speed = highestSpeed(times, { rate, burst }, longest);
      t.true(highestSpeed(times, { rate: 2 * rate, burst }, longest) >= speed);
      t.true(highestSpeed(times, { rate, burst: burst + 1 }, longest) >= speed);
      t.true(highestSpeed(times, { rate, burst }, longest + SECOND) >= speed);
    }),
  );
});

test('a steady stream fits up to the speed at which it arrives as fast as it is served', (t) => {
  const everySecond = Float64Array.from({ length: 100_000 }, (_, index) => index * SECOND);
  const speed = highestSpeed(everySecond, { rate: 50, burst: 100 }, SECOND);
  t.true(speed > 50 && speed < 50.1, `${speed}`);
});

test('more arrivals at one moment than the burst allows fit at no speed', (t) => {
  t.is(highestSpeed(new Float64Array(400), { rate: 50, burst: 100 }, SECOND), 0);
  t.is(worstWait(new Float64Array(400), 1, { rate: 50, burst: 100 }).wait, 6 * SECOND);
});

test('arrivals within the burst fit at any speed', (t) => {
  t.is(highestSpeed(new Float64Array(150), { rate: 50, burst: 100 }, SECOND), Number.POSITIVE_INFINITY);
  t.is(highestSpeed(new Float64Array(0), { rate: 50, burst: 100 }, SECOND), Number.POSITIVE_INFINITY);
});

test('rates are per wall second: the mean of all, the peak of any one second', (t) => {
  const times = Float64Array.from([0, 0, 4 * SECOND, 9_999_999, 10 * SECOND, 19 * SECOND, 100 * SECOND]);
  t.deepEqual(wallRates(times, 10), { mean: 0.7, peak: 4 });
  t.deepEqual(wallRates(times, 1), { mean: 0.07, peak: 2 });
  t.deepEqual(wallRates(new Float64Array(0), 10), { mean: 0, peak: 0 });
  t.deepEqual(wallRates(new Float64Array(5), 10), { mean: 5, peak: 5 });
});

test('the peak is the largest count of any half-open second', (t) => {
  fc.assert(
    fc.property(schedule, fc.constantFrom(0.5, 1, 3), (times, speed) => {
      const window = speed * SECOND;
      const counts = times.map((from) => times.filter((at) => at >= from && at < from + window).length);
      t.is(wallRates(Float64Array.from(times), speed).peak, Math.max(...counts));
    }),
  );
});

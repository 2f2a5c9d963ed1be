/** What a cluster answers varies from one half second to the next: a probe keeps its slow and its quick rate. */
import test from 'ava';
import { steadyRate } from '../../../../src/targets/live/survey/steady-rate.ts';

const SECOND = 1_000_000;

/** Answers per half second, from one second on. */
function answers(...counts: readonly number[]): number[] {
  return counts.flatMap((count, window) =>
    Array.from({ length: count }, (_, k) => SECOND + ((window + k / count) * SECOND) / 2),
  );
}

test('the slow rate is that of the slower half, the quick one that of the quickest window', (t) => {
  const rate = steadyRate(answers(100, 40, 80, 60), SECOND, 3 * SECOND);
  t.deepEqual(rate, { slow: 100, mean: 140, quick: 200 });
});

test('answers before and after the measurement do not count', (t) => {
  const times = [0, 999_999, ...answers(50, 50), 2 * SECOND, 5 * SECOND];
  t.deepEqual(steadyRate(times, SECOND, 2 * SECOND), { slow: 100, mean: 100, quick: 100 });
});

test('a cluster that answers nothing has a rate of 0', (t) => {
  t.deepEqual(steadyRate([], 0, 3 * SECOND), { slow: 0, mean: 0, quick: 0 });
});

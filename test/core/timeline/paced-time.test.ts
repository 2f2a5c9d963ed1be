/** The next arrival where the arrival rate changes. */
import test from 'ava';
import { pacedTime } from '../../../src/core/timeline/paced-time.ts';

const NEVER = Number.MAX_SAFE_INTEGER;

test('before the first step the factor is 1, from the step on it is that of the step', (t) => {
  const after = pacedTime({ every: undefined, steps: [{ at: 100, factor: 2 }] });
  t.is(after(0, 100), 100);
  t.is(after(0, 101), 101);
  t.is(after(0, 102), 101);
  t.is(after(50, 150), 100 + 50);
  t.is(after(100, 10), 105);
  t.is(after(99, 3), 101);
});

test('a step of factor 0 lets no time of a gap pass', (t) => {
  const steps = [
    { at: 10, factor: 0 },
    { at: 30, factor: 1 },
  ];
  const after = pacedTime({ every: undefined, steps });
  t.is(after(0, 9), 9);
  t.is(after(0, 10), 10);
  t.is(after(0, 11), 31);
  t.is(after(15, 5), 35);
});

test('after a last step of factor 0 no arrival comes', (t) => {
  const after = pacedTime({ every: undefined, steps: [{ at: 10, factor: 0 }] });
  t.is(after(0, 10), 10);
  t.is(after(0, 11), NEVER);
  t.is(after(20, 0), NEVER);
});

test('repeated steps begin again after every, with the factor of the last step before the first', (t) => {
  const steps = [
    { at: 20, factor: 2 },
    { at: 60, factor: 4 },
  ];
  const after = pacedTime({ every: 100, steps });
  t.is(after(0, 40), 10);
  t.is(after(0, 80), 20);
  t.is(after(0, 82), 21);
  t.is(after(60, 160), 100);
  t.is(after(60, 164), 101);
  t.is(after(100, 80), 120);
  t.is(after(110, 40 + 80), 160);
});

test('steps that repeat with factors of 0 only give no arrival', (t) => {
  t.is(pacedTime({ every: 10, steps: [{ at: 0, factor: 0 }] })(0, 1), NEVER);
});

test('a time beyond the largest safe integer is that integer', (t) => {
  t.is(pacedTime({ every: undefined, steps: [{ at: 0, factor: 1e-6 }] })(0, 2 ** 52), NEVER);
});

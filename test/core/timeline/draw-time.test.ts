/** Drawn seconds become integer microseconds, never, or an error. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { NEVER } from '../../../src/core/time/microseconds.ts';
import { drawTime, lifetimeOf, microseconds } from '../../../src/core/timeline/draw-time.ts';

const ENTRY = { name: 'web', position: { file: 'day.yaml', line: 3 } };

test('seconds are rounded to the nearest microsecond', (t) => {
  t.is(microseconds(0, ENTRY), 0);
  t.is(microseconds(1.5, ENTRY), 1_500_000);
  t.is(microseconds(0.000_000_4, ENTRY), 0);
  t.is(microseconds(0.000_000_6, ENTRY), 1);
  t.is(microseconds(9_007_199_254.740_99, ENTRY), 9_007_199_254_740_990);
});

test('a negative draw is an error with the position of its entry', (t) => {
  const message = '"web" drew a negative time (-1s)';
  const error = t.throws(() => microseconds(-1, ENTRY), { instanceOf: UserError, message });
  t.deepEqual(error.position, ENTRY.position);
});

for (const seconds of [9_007_199_255, 1e10, Number.POSITIVE_INFINITY]) {
  test(`a draw of ${seconds} s never comes`, (t) => {
    t.is(microseconds(seconds, ENTRY), NEVER);
    t.is(lifetimeOf(seconds, ENTRY), null);
  });
}

test('a constant is its value; other draws depend on seed and name', (t) => {
  t.is(drawTime({ family: 'constant', value: 7 }, 1, 'a')(), 7);
  const uniform = { family: 'uniform', min: 0, max: 1 } as const;
  t.is(drawTime(uniform, 1, 'a', 'b')(), drawTime(uniform, 1, 'a', 'b')());
  t.not(drawTime(uniform, 1, 'a', 'b')(), drawTime(uniform, 2, 'a', 'b')());
  t.not(drawTime(uniform, 1, 'a', 'b')(), drawTime(uniform, 1, 'a', 'c')());
});

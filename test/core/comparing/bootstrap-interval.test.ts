/** How sure a median over seeds is. */
import test from 'ava';
import { bootstrapInterval } from '../../../src/core/comparing/bootstrap-interval.ts';
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import { standardNormal } from '../../../src/core/distributions/standard-normal.ts';

test('fewer than five values have no interval', (t) => {
  t.is(bootstrapInterval([1, 2, 3, 4]), undefined);
  t.not(bootstrapInterval([1, 2, 3, 4, 5]), undefined);
});

test('equal values have an interval of one point', (t) => {
  t.deepEqual(bootstrapInterval([7, 7, 7, 7, 7, 7]), [7, 7]);
});

test('the order of the values does not change the bounds by more than the draws do', (t) => {
  const values = Array.from({ length: 21 }, (_, index) => index);
  const [low, high] = bootstrapInterval(values)!;
  t.true(low >= 4 && low <= 8, `${low}`);
  t.true(high >= 12 && high <= 16, `${high}`);
});

test('in 91 to 99 of 100 experiments with 20 seeds the interval holds the true median', (t) => {
  const draw = standardNormal(randomStream(1, 'coverage'));
  const experiments = 200;
  let held = 0;
  for (let experiment = 0; experiment < experiments; experiment += 1) {
    const values = Array.from({ length: 20 }, () => draw());
    const [low, high] = bootstrapInterval(values)!;
    if (low <= 0 && high >= 0) held += 1;
  }
  t.true(held >= 182 && held <= 198, `${held} of ${experiments}`);
});

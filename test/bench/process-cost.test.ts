/** Medians of benches do not lean to one side. */
import test from 'ava';
import { median } from '../../bench/process-cost.ts';

test('the median of an odd count is the value in the middle', (t) => {
  t.is(median([9, 1, 4]), 4);
});

test('the median of an even count is the mean of the two in the middle', (t) => {
  t.is(median([9, 1, 4, 2]), 3);
});

test('no values have no median', (t) => {
  t.is(median([]), Number.NaN);
});

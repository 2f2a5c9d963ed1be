/** A start whose likelihood is no number does not stand in the way of the others. */
import test from 'ava';
import { likeliestStart } from '../../../../src/core/distributions/families/hyperexponential/likeliest-start.ts';

function likeliest(values: readonly number[]): number | undefined {
  return likeliestStart([...values.keys()], (index) => values[index]!);
}

test('the start of the highest likelihood is taken, of equal ones the first', (t) => {
  t.is(likeliest([-5, -2, -3]), 1);
  t.is(likeliest([-5, -2, -2]), 1);
});

test('a start whose likelihood is not a number gives way to any other, wherever it stands', (t) => {
  t.is(likeliest([Number.NaN, -2, -3]), 1);
  t.is(likeliest([-3, Number.NaN, -2]), 2);
  t.is(likeliest([Number.NaN, Number.NEGATIVE_INFINITY]), 1);
});

test('without any likelihood there is no start', (t) => {
  t.is(likeliest([]), undefined);
  t.is(likeliest([Number.NaN, Number.NaN]), undefined);
});

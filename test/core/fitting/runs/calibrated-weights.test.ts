/** Weights are changed as little as possible, so that totals are the observed ones. */
import test from 'ava';
import { calibratedWeights } from '../../../../src/core/fitting/runs/calibrated-weights.ts';

const totalOf = (weights: readonly number[], values: readonly (readonly number[])[], column: number) =>
  weights.reduce((sum, weight, index) => sum + weight * values[index]![column]!, 0);

test('weights whose totals are the targets stay as they are', (t) => {
  const values = [1, 2, 3].map((x) => [1, x]);
  t.deepEqual(calibratedWeights([1, 1, 1], values, [3, 6]), [1, 1, 1]);
});

test('totals become the targets, and the ratios of weights are exponential in the values', (t) => {
  const values = [1, 2, 4, 9].map((x) => [1, x]);
  const weights = calibratedWeights([1, 1, 1, 1], values, [4, 20]);
  t.true(Math.abs(totalOf(weights, values, 0) - 4) < 1e-3);
  t.true(Math.abs(totalOf(weights, values, 1) - 20) < 5e-3);
  const slope = (from: number, to: number) =>
    Math.log(weights[to]! / weights[from]!) / (values[to]![1]! - values[from]![1]!);
  t.true(Math.abs(slope(0, 1) - slope(2, 3)) < 1e-6);
});

test('a column that is a multiple of another one changes nothing', (t) => {
  const values = [1, 2, 4, 9].map((x) => [1, x, 4 * x]);
  const weights = calibratedWeights([1, 1, 1, 1], values, [4, 20, 80]);
  t.true(Math.abs(totalOf(weights, values, 1) - 20) < 5e-3);
});

test('targets that no weights reach leave finite weights', (t) => {
  const weights = calibratedWeights(
    [1, 1],
    [
      [1, 5],
      [1, 5],
    ],
    [2, 30],
  );
  t.true(weights.every((weight) => Number.isFinite(weight) && weight > 0));
});

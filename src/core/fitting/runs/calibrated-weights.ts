/** Changes the weights of observed runs as little as possible, so that their totals are the ones that were observed. */

/** Steps of Newton's method; each is halved until it improves. */
const MOST_STEPS = 40;
const MOST_HALVINGS = 20;
/** Totals agree to this share. */
const CLOSE = 1e-4;
/** Added to the diagonal, relative to the largest: amounts of two resources may be multiples of each other. */
const RIDGE = 1e-9;

/**
 * Weights w · exp(λ · x) whose totals Σ w x are the targets: of all such weights, those of the least relative entropy to `weights` (raking;
 * Deville and Särndal, "Calibration estimators in survey sampling", 1992). Where no weights reach the targets, they are as near as the
 * steps came.
 *
 * @param values - one row for each weight; a column for each target.
 */
export function calibratedWeights(
  weights: readonly number[],
  values: readonly (readonly number[])[],
  targets: readonly number[],
): number[] {
  const used = targets.flatMap((target, index) => (target > 0 ? [index] : []));
  // Each column is divided by its target, so that all targets are 1.
  const rows = values.map((row) => used.map((index) => row[index]! / targets[index]!));
  let multipliers = used.map(() => 0);
  let current = state(weights, rows, multipliers);
  for (let step = 0; step < MOST_STEPS && current.miss > CLOSE; step += 1) {
    const change = solved(current.hessian, current.gradient);
    let better: typeof current | undefined;
    for (let share = 1, halving = 0; halving < MOST_HALVINGS && !better; share /= 2, halving += 1) {
      const moved = multipliers.map((each, index) => each - share * change[index]!);
      const next = state(weights, rows, moved);
      if (next.value < current.value) [better, multipliers] = [next, moved];
    }
    if (!better) break;
    current = better;
  }
  return current.weights;
}

interface State {
  readonly weights: number[];
  /** Of the convex function that is minimised. */
  readonly value: number;
  readonly gradient: number[];
  readonly hessian: number[][];
  /** The largest deviation of a total from its target, as a share. */
  readonly miss: number;
}

function state(
  start: readonly number[],
  rows: readonly (readonly number[])[],
  multipliers: readonly number[],
): State {
  const size = multipliers.length;
  const gradient = multipliers.map(() => -1);
  const hessian = multipliers.map(() => Array<number>(size).fill(0));
  let value = -multipliers.reduce((sum, each) => sum + each, 0);
  const weights = start.map((weight, index) => {
    const row = rows[index]!;
    let exponent = 0;
    for (let column = 0; column < size; column += 1) exponent += multipliers[column]! * row[column]!;
    const scaled = weight * Math.exp(exponent);
    value += scaled;
    for (let column = 0; column < size; column += 1) {
      gradient[column]! += scaled * row[column]!;
      for (let other = 0; other <= column; other += 1)
        hessian[column]![other]! += scaled * row[column]! * row[other]!;
    }
    return scaled;
  });
  const miss = gradient.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  return { weights, value: Number.isFinite(value) ? value : Infinity, gradient, hessian, miss };
}

/** Solves H x = g by Cholesky's method; `hessian` has its lower half. */
function solved(hessian: readonly (readonly number[])[], gradient: readonly number[]): number[] {
  const size = gradient.length;
  const ridge = RIDGE * hessian.reduce((most, row, index) => Math.max(most, row[index]!), 0);
  const lower = hessian.map((row) => [...row]);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = hessian[row]![column]! + (row === column ? ridge : 0);
      for (let inner = 0; inner < column; inner += 1) sum -= lower[row]![inner]! * lower[column]![inner]!;
      lower[row]![column] = row === column ? Math.sqrt(Math.max(sum, ridge)) : sum / lower[column]![column]!;
    }
  }
  const result = [...gradient];
  for (let row = 0; row < size; row += 1) {
    for (let inner = 0; inner < row; inner += 1) result[row]! -= lower[row]![inner]! * result[inner]!;
    result[row]! /= lower[row]![row]!;
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    for (let inner = row + 1; inner < size; inner += 1) result[row]! -= lower[inner]![row]! * result[inner]!;
    result[row]! /= lower[row]![row]!;
  }
  return result;
}

/** Solves and inverts small matrices for the parameters of one distribution: at most five unknowns. */

export type Matrix = readonly (readonly number[])[];

/** The inverse of a symmetric positive definite matrix by Cholesky's factorisation; undefined if it is not positive definite. */
export function inverseOfPositive(matrix: Matrix): number[][] | undefined {
  const size = matrix.length;
  const lower: number[][] = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k += 1) sum -= lower[i]![k]! * lower[j]![k]!;
      if (i !== j) lower[i]![j] = sum / lower[j]![j]!;
      else if (sum > matrix[i]![i]! * 1e-13) lower[i]![i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  const columns = matrix.map((_, column) =>
    backward(
      lower,
      forward(
        lower,
        matrix.map((__, row) => (row === column ? 1 : 0)),
      ),
    ),
  );
  return matrix.map((_, row) => columns.map((column) => column[row]!));
}

/** M v. */
export function matrixProduct(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, column) => sum + value * vector[column]!, 0));
}

/** vᵀ M v. */
export function quadraticForm(matrix: Matrix, vector: readonly number[]): number {
  return matrixProduct(matrix, vector).reduce((sum, value, row) => sum + value * vector[row]!, 0);
}

function forward(lower: Matrix, right: readonly number[]): number[] {
  const solution: number[] = [];
  for (let i = 0; i < right.length; i += 1) {
    let sum = right[i]!;
    for (let k = 0; k < i; k += 1) sum -= lower[i]![k]! * solution[k]!;
    solution.push(sum / lower[i]![i]!);
  }
  return solution;
}

function backward(lower: Matrix, right: readonly number[]): number[] {
  const solution = [...right];
  for (let i = right.length - 1; i >= 0; i -= 1) {
    let sum = solution[i]!;
    for (let k = i + 1; k < right.length; k += 1) sum -= lower[k]![i]! * solution[k]!;
    solution[i] = sum / lower[i]![i]!;
  }
  return solution;
}

/** Computes the derivatives of an objective by differences: exact ones near a maximum, rough ones on the way there. */

/** A function of up to five unknowns. */
export type Objective = (at: readonly number[]) => number;

export interface Derivatives {
  readonly value: number;
  readonly gradient: readonly number[];
  readonly information: number[][];
}

/** The step of the differences, in units. Their sixth-order error and the rounding of the sum then both stay below 1e-11 of a unit. */
const STEP = 4e-3;

/** Of second order, from as few points as can be: for steps that only have to lead upwards. */
export function roughDerivatives(
  objective: Objective,
  at: readonly number[],
  units: readonly number[],
): Derivatives {
  const value = objective(at);
  const steps = units.map((unit) => STEP * unit);
  const up = steps.map((h, i) => objective(moved(at, i, h)));
  const down = steps.map((h, i) => objective(moved(at, i, -h)));
  const gradient = steps.map((h, i) => (up[i]! - down[i]!) / (2 * h));
  const information = steps.map((h, i) =>
    steps.map((_, j) => (i === j ? (2 * value - up[i]! - down[i]!) / (h * h) : 0)),
  );
  for (const [i, h] of steps.entries()) {
    for (const [j, g] of steps.slice(0, i).entries()) {
      const corners = objective(moved(moved(at, i, h), j, g)) + objective(moved(moved(at, i, -h), j, -g));
      const cross = (corners + 2 * value - up[i]! - down[i]! - up[j]! - down[j]!) / (2 * h * g);
      information[i]![j] = -cross;
      information[j]![i] = -cross;
    }
  }
  return { value, gradient, information };
}

/** Of sixth order in each direction; see {@link crossDerivative} for the others. */
export function derivatives(
  objective: Objective,
  at: readonly number[],
  units: readonly number[],
): Derivatives {
  const value = objective(at);
  const sides = units.map((unit, i) => sidesOf(objective, at, i, STEP * unit));
  const gradient = sides.map(({ slope }) => slope);
  const information = units.map((unit, i) =>
    units.map((other, j) => {
      if (i === j) return -sides[i]!.bendOver(value);
      return j < i ? -crossDerivative(objective, at, [i, STEP * unit], [j, STEP * other]) : 0;
    }),
  );
  for (const [i, row] of information.entries())
    for (let j = i + 1; j < row.length; j += 1) row[j] = information[j]![i]!;
  return { value, gradient, information };
}

/** Of sixth order. */
export function gradientAt(objective: Objective, at: readonly number[], units: readonly number[]): number[] {
  return units.map((unit, i) => sidesOf(objective, at, i, STEP * unit).slope);
}
/** A difference of fourth order: the four corners at one step and at two steps, combined so that their leading errors cancel. */
function crossDerivative(
  objective: Objective,
  at: readonly number[],
  [i, h]: readonly [number, number],
  [j, g]: readonly [number, number],
): number {
  const corners = (k: number): number => {
    const up = moved(at, i, k * h);
    const down = moved(at, i, -k * h);
    const difference =
      objective(moved(up, j, k * g)) -
      objective(moved(up, j, -k * g)) -
      objective(moved(down, j, k * g)) +
      objective(moved(down, j, -k * g));
    return difference / (4 * k * k * h * g);
  };
  return (4 * corners(1) - corners(2)) / 3;
}

/** The slope and the bend along one axis, from three points on each side. */
function sidesOf(
  objective: Objective,
  at: readonly number[],
  index: number,
  h: number,
): { readonly slope: number; readonly bendOver: (value: number) => number } {
  const [a, b, c] = [1, 2, 3].map((k) => objective(moved(at, index, k * h))) as [number, number, number];
  const [u, v, w] = [1, 2, 3].map((k) => objective(moved(at, index, -k * h))) as [number, number, number];
  return {
    slope: (45 * (a - u) - 9 * (b - v) + (c - w)) / (60 * h),
    bendOver: (value) =>
      ((a + u - 2 * value) * 270 - (b + v - 2 * value) * 27 + (c + w - 2 * value) * 2) / (180 * h * h),
  };
}

/** The point beside `at`, along one axis. */
export function moved(at: readonly number[], index: number, by: number): number[] {
  const result = [...at];
  result[index]! += by;
  return result;
}

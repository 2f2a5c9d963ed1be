/** Maximises any smooth likelihood of up to five unknowns: Newton's method on differences of high order, with shorter steps where it would overshoot. */
import { inverseOfPositive, type Matrix, matrixProduct } from './small-matrix.ts';

export type Objective = (at: readonly number[]) => number;

export interface Maximum {
  readonly at: readonly number[];
  readonly value: number;
  /** Minus the second derivatives at the maximum: the observed information. */
  readonly information: readonly (readonly number[])[];
}

interface Derivatives {
  readonly value: number;
  readonly gradient: readonly number[];
  readonly information: number[][];
}

/** The step of the differences, in units. Their sixth-order error and the rounding of the sum then both stay below 1e-11 of a unit. */
const STEP = 4e-3;
const LONGEST_STEP = 1.5;
const FAR = 40;

/**
 * @param start - any point where the objective is finite.
 * @param units - for each unknown the length over which the objective's curvature changes little (about the spread of what it moves).
 * @returns undefined where there is no maximum: it lies at infinity, or it is a ridge.
 */
export function maximize(
  objective: Objective,
  start: readonly number[],
  units: readonly number[],
): Maximum | undefined {
  let at = [...start];
  let lastLength = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 100; round += 1) {
    const here = derivatives(objective, at, units);
    if (!Number.isFinite(here.value) || here.gradient.some((slope) => !Number.isFinite(slope)))
      return undefined;
    const exact = inverseOfPositive(here.information);
    const step = limited(matrixProduct(exact ?? damped(here.information, units), here.gradient), units);
    const length = longest(step, units);
    if (exact && length < 1e-3 && (length < 1e-11 || length >= 0.5 * lastLength)) {
      return { at, value: here.value, information: here.information };
    }
    if (exact && length < 1e-3) at = at.map((value, index) => value + step[index]!);
    else {
      const next = furtherUp(objective, at, here.value, step);
      if (!next)
        return exact && length < 1e-2 ? { at, value: here.value, information: here.information } : undefined;
      at = next.at;
    }
    lastLength = length;
    if (at.some((value, index) => Math.abs(value - start[index]!) > FAR * units[index]!)) return undefined;
  }
  return undefined;
}

/** The observed information at a maximum that is already known. */
export function informationAt(
  objective: Objective,
  at: readonly number[],
  units: readonly number[],
): number[][] {
  return derivatives(objective, at, units).information;
}

/**
 * The maximum near a point whose information is known, to about 1e-6 of a standard error. It takes few evaluations, for the many repeats
 * of a bootstrap: Newton's method that keeps that information (the chord method).
 */
export function maximizeNearby(
  objective: Objective,
  start: readonly number[],
  units: readonly number[],
  inverseInformation: readonly (readonly number[])[],
): { at: readonly number[]; value: number } {
  let at = [...start];
  let value = objective(at);
  for (let round = 0; round < 12; round += 1) {
    const gradient = units.map((unit, index) => {
      const h = 1e-3 * unit;
      return (objective(moved(at, index, h)) - objective(moved(at, index, -h))) / (2 * h);
    });
    const step = limited(matrixProduct(inverseInformation, gradient), units);
    const next = furtherUp(objective, at, value, step);
    if (!next) break;
    const gain = next.value - value;
    at = next.at;
    value = next.value;
    if (gain < 1e-6) break;
  }
  return { at, value };
}

function derivatives(objective: Objective, at: readonly number[], units: readonly number[]): Derivatives {
  const value = objective(at);
  const size = at.length;
  const gradient: number[] = [];
  const information: number[][] = at.map(() => at.map(() => 0));
  for (let i = 0; i < size; i += 1) {
    const h = STEP * units[i]!;
    const [a, b, c] = [1, 2, 3].map((k) => objective(moved(at, i, k * h))) as [number, number, number];
    const [u, v, w] = [1, 2, 3].map((k) => objective(moved(at, i, -k * h))) as [number, number, number];
    gradient.push((45 * (a - u) - 9 * (b - v) + (c - w)) / (60 * h));
    information[i]![i] =
      -((a + u - 2 * value) * 270 - (b + v - 2 * value) * 27 + (c + w - 2 * value) * 2) / (180 * h * h);
    for (let j = 0; j < i; j += 1) {
      const cross = crossDerivative(objective, at, [i, h], [j, STEP * units[j]!]);
      information[i]![j] = -cross;
      information[j]![i] = -cross;
    }
  }
  return { value, gradient, information };
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

function moved(at: readonly number[], index: number, by: number): number[] {
  const result = [...at];
  result[index]! += by;
  return result;
}

/** Halves the step until the point is higher; undefined where no step longer than 1e-9 of the first leads higher. */
function furtherUp(
  objective: Objective,
  at: readonly number[],
  value: number,
  step: readonly number[],
): { readonly at: number[]; readonly value: number } | undefined {
  for (let share = 1; share > 1e-9; share /= 2) {
    const next = at.map((coordinate, index) => coordinate + share * step[index]!);
    const reached = objective(next);
    if (reached > value) return { at: next, value: reached };
  }
  return undefined;
}

function limited(step: readonly number[], units: readonly number[]): number[] {
  const shrink = Math.min(1, LONGEST_STEP / longest(step, units));
  return step.map((value) => value * shrink);
}

function longest(step: readonly number[], units: readonly number[]): number {
  return step.reduce((most, value, index) => Math.max(most, Math.abs(value) / units[index]!), 0);
}

/** The inverse, with enough added to the diagonal to make the matrix positive definite (Levenberg's method): the step then leads upwards. */
function damped(information: Matrix, units: readonly number[]): number[][] {
  const size = information.reduce(
    (most, row, i) => Math.max(most, ...row.map((value, j) => Math.abs(value * units[i]! * units[j]!))),
    1e-12,
  );
  for (let added = 1e-3 * size; ; added *= 10) {
    const raised = information.map((row, i) =>
      row.map((value, j) => (i === j ? value + added / (units[i]! * units[i]!) : value)),
    );
    const inverse = inverseOfPositive(raised);
    if (inverse) return inverse;
  }
}

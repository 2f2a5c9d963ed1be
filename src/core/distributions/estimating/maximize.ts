/** Maximises any smooth likelihood of up to five unknowns: Newton's method on differences of high order, with shorter steps where it would overshoot. */
import {
  type Derivatives,
  derivatives,
  gradientAt,
  moved,
  type Objective,
  roughDerivatives,
} from './derivatives.ts';
import { inverseOfPositive, type Matrix, matrixProduct } from './small-matrix.ts';

export interface Maximum {
  readonly at: readonly number[];
  readonly value: number;
  /** Minus the second derivatives at the maximum: the observed information. */
  readonly information: readonly (readonly number[])[];
}

const LONGEST_STEP = 1.5;
const FAR = 40;
const MOST_ROUNDS = 100;

/** A step shorter than this, in units, leads to where a quadratic describes the objective well. */
const NEAR = 1e-2;
/** From a point this near, one information serves for all steps that are left. */
const VERY_NEAR = 1e-3;

/**
 * Newton's method. Far from the maximum the derivatives are rough, because only the direction matters. Near it they are of high order, and
 * very near it only the gradient is computed anew.
 *
 * @param start - any point where the objective is finite.
 * @param units - for each unknown the length over which the objective's curvature changes little (about the spread of what it moves).
 * @returns undefined where there is no maximum: it lies at infinity, or it is a ridge.
 */
export function maximize(
  objective: Objective,
  start: readonly number[],
  units: readonly number[],
): Maximum | undefined {
  let at = approach(objective, start, units);
  for (let round = 0; at && round < MOST_ROUNDS; round += 1) {
    const here = derivatives(objective, at, units);
    const to = stepFrom(here, units);
    if (!to) return undefined;
    const { value, information } = here;
    const { step, exact, length } = to;
    if (exact && length < VERY_NEAR)
      return { at: settled(objective, at, step, exact, units), value, information };
    const next = furtherUp(objective, at, value, step);
    if (!next) return exact && length < NEAR ? { at, value, information } : undefined;
    if (isFar(next.at, start, units)) return undefined;
    at = next.at;
  }
  return undefined;
}

/** A point near the maximum, by rough derivatives: the next step would be short. Undefined where there is no maximum. */
export function approach(
  objective: Objective,
  start: readonly number[],
  units: readonly number[],
): readonly number[] | undefined {
  let at: readonly number[] = start;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const here = roughDerivatives(objective, at, units);
    const to = stepFrom(here, units);
    if (!to) return undefined;
    const next = furtherUp(objective, at, here.value, to.step);
    if (!next) return at;
    if (isFar(next.at, start, units)) return undefined;
    at = next.at;
    if (to.length < NEAR) return at;
  }
  return undefined;
}

interface Step {
  readonly step: number[];
  /** In units. */
  readonly length: number;
  /** The inverse of the information; undefined where the objective does not bend down on all sides. */
  readonly exact: Matrix | undefined;
}

/** Newton's step; undefined where the objective or one of its derivatives is not finite. */
function stepFrom({ value, gradient, information }: Derivatives, units: readonly number[]): Step | undefined {
  if (!Number.isFinite(value) || gradient.some((slope) => !Number.isFinite(slope))) return undefined;
  const exact = inverseOfPositive(information);
  const inverse = exact ?? damped(information, units);
  if (!inverse) return undefined;
  const step = limited(matrixProduct(inverse, gradient), units);
  return { step, length: longest(step, units), exact };
}

function isFar(at: readonly number[], start: readonly number[], units: readonly number[]): boolean {
  return at.some((coordinate, index) => Math.abs(coordinate - start[index]!) > FAR * units[index]!);
}

/** A step shorter than this, in units, changes nothing that counts. */
const TINY = 1e-11;

/**
 * The chord method from a point near the maximum, until the next step would be tiny: each is shorter than the one before by the same factor.
 * Or until steps no longer shrink: their last digits are then the rounding of the objective.
 */
function settled(
  objective: Objective,
  from: readonly number[],
  first: readonly number[],
  inverse: Matrix,
  units: readonly number[],
): number[] {
  let at = [...from];
  let step = first;
  for (let length = longest(step, units); ; ) {
    at = at.map((value, index) => value + step[index]!);
    if (length < TINY) return at;
    step = matrixProduct(inverse, gradientAt(objective, at, units));
    const before = length;
    length = longest(step, units);
    if (!(length < 0.5 * before)) return at;
    if (length * length < TINY * before) return at.map((value, index) => value + step[index]!);
  }
}

/** The observed information at a maximum that is already known. */
export function informationAt(
  objective: Objective,
  at: readonly number[],
  units: readonly number[],
): number[][] {
  return derivatives(objective, at, units).information;
}

/** A search nearby ends when a step gains less than this: the next one would move a parameter by less than a thousandth of its standard error. */
const SMALL_GAIN = 1e-5;

/**
 * The maximum near a point whose information is known, to about 1e-3 of a standard error. It takes few evaluations, for the many repeats of
 * a bootstrap: each step corrects the information by what the gradient did (Broyden, Fletcher, Goldfarb and Shanno, 1970).
 */
export function maximizeNearby(
  objective: Objective,
  start: readonly number[],
  units: readonly number[],
  inverseInformation: Matrix,
): { at: readonly number[]; value: number } {
  let at = [...start];
  let value = objective(at);
  let inverse = inverseInformation;
  let gradient = shortGradient(objective, at, value, units);
  for (let round = 0; round < 12; round += 1) {
    const next = furtherUp(objective, at, value, limited(matrixProduct(inverse, gradient), units));
    if (!next) break;
    const gain = next.value - value;
    const taken = next.at.map((coordinate, index) => coordinate - at[index]!);
    ({ at, value } = next);
    if (gain < SMALL_GAIN) break;
    const before = gradient;
    gradient = shortGradient(objective, at, value, units);
    inverse = corrected(
      inverse,
      taken,
      before.map((slope, index) => slope - gradient[index]!),
    );
  }
  return { at, value };
}

/** One-sided: the step is so short that the maximum moves by less than 1e-6 of a unit. */
function shortGradient(
  objective: Objective,
  at: readonly number[],
  value: number,
  units: readonly number[],
): number[] {
  return units.map((unit, index) => {
    const h = 1e-6 * unit;
    return (objective(moved(at, index, h)) - value) / h;
  });
}

/** The inverse of an information that turns `step` into `change`, the fall of the gradient; unchanged where the objective bends upwards. */
function corrected(inverse: Matrix, step: readonly number[], change: readonly number[]): Matrix {
  const agreement = step.reduce((sum, value, index) => sum + value * change[index]!, 0);
  if (!(agreement > 0)) return inverse;
  const turned = matrixProduct(inverse, change);
  const size = 1 + change.reduce((sum, value, index) => sum + value * turned[index]!, 0) / agreement;
  return inverse.map((row, i) =>
    row.map(
      (value, j) =>
        value + (size * step[i]! * step[j]! - step[i]! * turned[j]! - turned[i]! * step[j]!) / agreement,
    ),
  );
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

/**
 * The inverse, with enough added to the diagonal to make the matrix positive definite (Levenberg's method): the step then leads upwards.
 * Undefined where no finite number is enough: a likelihood that rises without end has second derivatives that are not finite.
 */
function damped(information: Matrix, units: readonly number[]): number[][] | undefined {
  const size = information.reduce(
    (most, row, i) => Math.max(most, ...row.map((value, j) => Math.abs(value * units[i]! * units[j]!))),
    1e-12,
  );
  for (let added = 1e-3 * size; added < Number.POSITIVE_INFINITY; added *= 10) {
    const raised = information.map((row, i) =>
      row.map((value, j) => (i === j ? value + added / (units[i]! * units[i]!) : value)),
    );
    const inverse = inverseOfPositive(raised);
    if (inverse) return inverse;
  }
  return undefined;
}

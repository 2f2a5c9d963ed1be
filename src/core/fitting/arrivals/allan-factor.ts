/** Extrapolates the variance of counts to half a window: where counts depend on each other over long times, it grows faster than the time. */

/** Slices together, each twice as many as before. */
const LENGTHS = [1, 2, 4, 8, 16];
/** The length at which the variance is known best of those that are long. */
const LONG = 8;
/** A slope this many standard errors above 0 is no chance (one-sided, 5 %). */
const SIGNIFICANT = 1.645;

/**
 * Allan's variance for each length of m slices, half the mean square of the difference of neighbouring sums, divided by m: constant for
 * independent slices, and rising as a power of m with long-range dependence (Allan, "Statistics of atomic frequency standards", 1966; for
 * counts Turcott and Teich, "Fractal character of the electrocardiogram", 1996). The logarithms lie on a line; if its slope is clearly above
 * 0, the line is continued to half of the slices.
 *
 * @returns the variance of a slice that explains sums over half the window.
 */
export function extrapolatedFactor(slices: Float64Array): number {
  const points = LENGTHS.map((length) => ({
    at: Math.log(length),
    value: Math.log(Math.max(Number.MIN_VALUE, allanVariance(slices, length) / length)),
    weight: degreesOfFreedom(slices.length, length) / 2,
  }));
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const meanOf = (of: (point: (typeof points)[number]) => number): number =>
    points.reduce((sum, point) => sum + point.weight * of(point), 0) / total;
  const [centre, height] = [meanOf(({ at }) => at), meanOf(({ value }) => value)];
  const spread = total * meanOf(({ at }) => (at - centre) ** 2);
  const slope = (total * meanOf(({ at, value }) => (at - centre) * (value - height))) / spread;
  const long = allanVariance(slices, LONG) / LONG;
  if (slope * Math.sqrt(spread) <= SIGNIFICANT) return long;
  return Math.max(long, Math.exp(height + slope * (Math.log(slices.length / 2) - centre)));
}

/** From all neighbouring sums of that many slices, overlapping ones too. */
function allanVariance(slices: Float64Array, length: number): number {
  const upTo = new Float64Array(slices.length + 1);
  for (let index = 0; index < slices.length; index += 1) upTo[index + 1] = upTo[index]! + slices[index]!;
  const last = slices.length - 2 * length;
  let squares = 0;
  for (let from = 0; from <= last; from += 1)
    squares += (upTo[from + 2 * length]! - 2 * upTo[from + length]! + upTo[from]!) ** 2;
  return squares / (last + 1) / 2;
}

/** Of the variance over independent slices: the variance of its logarithm is 2 ÷ this (Riley, "Handbook of frequency stability analysis", 2008, 5.4.1). */
function degreesOfFreedom(slices: number, length: number): number {
  const points = slices + 1;
  const overlap = (4 * length * length) / (4 * length * length + 5);
  return ((3 * (points - 1)) / (2 * length) - (2 * (points - 2)) / points) * overlap;
}

/** The regularised incomplete gamma functions P and Q with both tails in logarithms, and the inverse of P. */
import { exp, expm1, log, log1p } from './exact-math.ts';
import { HALF_LOG_TWO_PI, logGamma, stirlingError } from './log-gamma.ts';
import { normalQuantile } from './normal-distribution.ts';
import { erfcx } from './scaled-erfc.ts';

/** P(a, x) = γ(a, x) ÷ Γ(a): the cdf of the gamma distribution with shape a > 0 and scale 1. */
export function gammaLower(a: number, x: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? x : 0;
  const { isLower, log, factor } = smallerTail(a, x);
  return isLower ? exp(log) * factor : 1 - exp(log) * factor;
}

/** Q(a, x) = 1 − P(a, x), accurate however small it is. */
export function gammaUpper(a: number, x: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? x : 1;
  const { isLower, log, factor } = smallerTail(a, x);
  return isLower ? 1 - exp(log) * factor : exp(log) * factor;
}

/** ln P(a, x), also where P underflows a double. */
export function logGammaLower(a: number, x: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? x : Number.NEGATIVE_INFINITY;
  const tail = smallerTail(a, x);
  return tail.isLower ? tail.log + log(tail.factor) : log1p(-exp(tail.log) * tail.factor);
}

/** ln Q(a, x), also where Q underflows a double. */
export function logGammaUpper(a: number, x: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? x : 0;
  const tail = smallerTail(a, x);
  return tail.isLower ? log1p(-exp(tail.log) * tail.factor) : tail.log + log(tail.factor);
}

/**
 * The x with P(a, x) = u. Newton's method in ln x on the logarithm of the nearer tail, which is monotone and concave. It starts from Wilson
 * and Hilferty's cube ("The distribution of chi-square", 1931) or from the leading term at 0.
 */
export function gammaLowerInverse(a: number, u: number): number {
  if (!(u > 0 && u < 1)) {
    if (u === 0) return 0;
    return u === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  }
  const logLeadingTerm = (log(u) + logGamma(a + 1)) / a;
  if (logLeadingTerm < -40) return exp(logLeadingTerm);
  const z = normalQuantile(u);
  const cubeRoot = 1 - 1 / (9 * a) + z / (3 * Math.sqrt(a));
  let x = a >= 0.5 && cubeRoot > 0.1 ? a * cubeRoot * cubeRoot * cubeRoot : exp(logLeadingTerm);
  const isLower = u <= 0.5;
  const target = isLower ? log(u) : log1p(-u);
  const closeEnough = 1e-9 / Math.sqrt(1 + a);
  for (let round = 0; round < 100; round += 1) {
    const reached = isLower ? logGammaLower(a, x) : logGammaUpper(a, x);
    const slope = a * exp(logLeading(a, x) - reached);
    const wanted = (isLower ? target - reached : reached - target) / slope;
    const step = Math.min(2, Math.max(-2, wanted));
    x += x * expm1(step);
    if (!(step > closeEnough || step < -closeEnough)) return x;
  }
  return x;
}

/** From this shape on, the uniform expansion is used: the series would need about 8.5 √a terms. */
const LARGE_SHAPE = 20_000;
const PRECISION = 1e-17;

/** The tail that needs no subtraction, as e^log × factor. */
interface Tail {
  readonly isLower: boolean;
  readonly log: number;
  readonly factor: number;
}

function smallerTail(a: number, x: number): Tail {
  if (x === Number.POSITIVE_INFINITY) return { isLower: false, log: Number.NEGATIVE_INFINITY, factor: 1 };
  if (a >= LARGE_SHAPE) return uniformExpansion(a, x);
  if (x < 1 && a < 1) return nearZero(a, x);
  if (x < a + 1) return { isLower: true, log: logLeading(a, x), factor: lowerSeries(a, x) };
  return { isLower: false, log: logLeading(a, x), factor: a * upperFraction(a, x) };
}

/** ln(x^a e^−x ÷ Γ(a + 1)). */
function logLeading(a: number, x: number): number {
  if (a < 10) return a * log(x) - x - logGamma(a + 1);
  return a * logOfRatioBelowLine((x - a) / a) - HALF_LOG_TWO_PI - 0.5 * log(a) - stirlingError(a);
}

/** ln(1 + t) − t, at most 0, without cancellation where t is small: with s = t/(2 + t), −t s + 2 (s³/3 + s⁵/5 + …). */
function logOfRatioBelowLine(t: number): number {
  if (t > 0.3 || t < -0.3) return log1p(t) - t;
  const s = t / (2 + t);
  const square = s * s;
  let sum = 0;
  let power = s * square;
  for (let divisor = 3; power > 1e-19 || power < -1e-19; divisor += 2) {
    sum += power / divisor;
    power *= square;
  }
  return 2 * sum - t * s;
}

/** P ÷ (x^a e^−x ÷ Γ(a + 1)) (Abramowitz and Stegun, 6.5.29). */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > PRECISION * sum; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Q ÷ (x^a e^−x ÷ Γ(a)) (Abramowitz and Stegun, 6.5.31), by Lentz's method. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 100_000; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const change = c * d;
    fraction *= change;
    if (change - 1 < 1e-16 && change - 1 > -1e-16) break;
  }
  return fraction;
}

/** Q for a and x below 1, where 1 − P would lose digits: 1 − x^a/Γ(a + 1) (1 + a Σ (−x)^n / ((a + n) n!)) (6.5.29). */
function nearZero(a: number, x: number): Tail {
  let term = 1;
  let sum = 0;
  for (let n = 1; term > PRECISION || term < -PRECISION; n += 1) {
    term *= -x / n;
    sum += term / (a + n);
  }
  const logPower = a * log(x) - logGamma(a + 1);
  const lower = 1 + a * sum;
  const upper = -expm1(logPower) - exp(logPower) * a * sum;
  if (upper < 0.5) return { isLower: false, log: 0, factor: upper };
  return { isLower: true, log: logPower, factor: lower };
}

/** Taylor coefficients in η of Temme's C₀ and C₁, from reverting η²/2 = μ − ln(1 + μ) in rational numbers. */
const C0 = [
  -1 / 3,
  1 / 12,
  -2 / 135,
  1 / 864,
  1 / 2835,
  -139 / 777600,
  1 / 25515,
  -571 / 261273600,
  -281 / 151559100,
  163879 / 197522841600,
];
const C1 = [-1 / 540, -1 / 288, 1 / 378, -77 / 77760, 1 / 4860, -1 / 2488320];

/**
 * Q = ½ erfc(η √(a/2)) + e^(−a η²/2) (C₀ + C₁/a + …) ÷ √(2πa), and its mirror for P, with η²/2 = x/a − 1 − ln(x/a). Source: N. M. Temme,
 * "The asymptotic expansion of the incomplete gamma functions", SIAM J. Math. Anal. 10, 1979.
 */
function uniformExpansion(a: number, x: number): Tail {
  const t = (x - a) / a;
  const halfSquare = -logOfRatioBelowLine(t);
  const size = Math.sqrt(2 * halfSquare);
  const eta = t < 0 ? -size : size;
  const correction = (firstCoefficient(eta, t) + secondCoefficient(eta, t) / a) / Math.sqrt(TWO_PI * a);
  const main = 0.5 * erfcx(size * Math.sqrt(a / 2));
  return { isLower: t < 0, log: -a * halfSquare, factor: t < 0 ? main - correction : main + correction };
}

const TWO_PI = 6.283185307179586;
const SERIES_RANGE = 0.12;

function firstCoefficient(eta: number, t: number): number {
  if (eta < SERIES_RANGE && eta > -SERIES_RANGE) return polynomial(C0, eta);
  return 1 / t - 1 / eta;
}

function secondCoefficient(eta: number, t: number): number {
  if (eta < SERIES_RANGE && eta > -SERIES_RANGE) return polynomial(C1, eta);
  return 1 / (eta * eta * eta) - 1 / (t * t * t) - 1 / (t * t) - 1 / (12 * t);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let k = coefficients.length - 1; k >= 0; k -= 1) sum = sum * x + coefficients[k]!;
  return sum;
}

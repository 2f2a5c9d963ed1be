/**
 * Computes log, exp and pow with the same last bit on every platform. ECMAScript leaves Math.log, exp and pow to the engine, and a timeline
 * must not depend on the engine. The code uses only + − × ÷, floor and the bits of a double.
 */
import {
  LN_2,
  LN_2_STEP,
  LOG_HIGH,
  LOG_LOW,
  POWER_HIGH,
  POWER_LOW,
  RECIPROCAL,
  STEPS,
} from './fixed-point-tables.ts';

const bits = new DataView(new ArrayBuffer(8));
const SUBNORMAL = -1023;
/** 2^-1023 to 2^1024, which is Infinity. */
const POWERS_OF_TWO = powersOfTwo();
const LARGEST_EXPONENT = 709.782712893384;
const SMALLEST_EXPONENT = -745.1332191019412;

/** ln x. Error below 0.6 ulp. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  return logLeading(x, 0) + logRest[0]!;
}

/** ln(1 + x), accurate for small x. Error below 1 ulp. */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY || (x < 1e-18 && x > -1e-18)) return x;
  const sum = 1 + x;
  const shifted = sum - 1;
  return logLeading(sum, 1 - (sum - shifted) + (x - shifted)) + logRest[0]!;
}

/** e^x. Error below 0.6 ulp. */
export function exp(x: number): number {
  return expOfSum(x, 0);
}

/** e^x − 1, accurate for small x. Error below 1 ulp. */
export function expm1(x: number): number {
  if (!(x > -0.125 && x < 0.125)) {
    if (!(x > -45)) return Number.isNaN(x) ? x : -1;
    return x > 45 ? exp(x) : expm1Table(x);
  }
  const cubic = 1 / 6 + x * (1 / 24 + x * (1 / 120 + x * (1 / 720 + x * (1 / 5040 + x * expm1Remainder(x)))));
  return x + x * x * (0.5 + x * cubic);
}

/** x^y with the special cases of ECMAScript's `**`. Error below 1 ulp. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (y === 1) return x;
  const size = x < 0 ? -x : x;
  if (y === Number.POSITIVE_INFINITY || y === Number.NEGATIVE_INFINITY) {
    if (size === 1) return Number.NaN;
    return size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  const isNegative = x < 0 || (x === 0 && 1 / x < 0);
  const isWhole = Math.floor(y) === y;
  const isOdd = isWhole && Math.floor(y / 2) * 2 !== y;
  if (x < 0 && size !== Number.POSITIVE_INFINITY && !isWhole) return Number.NaN;
  const power = powerOfPositive(size, y);
  return isNegative && isOdd ? -power : power;
}

function powerOfPositive(x: number, y: number): number {
  if (x === 1) return 1;
  if (x === 0 || x === Number.POSITIVE_INFINITY) return (x === 0) === y > 0 ? 0 : Number.POSITIVE_INFINITY;
  const leading = logLeading(x, 0);
  const product = leading * y;
  if (!(product < 746)) return Number.POSITIVE_INFINITY;
  if (!(product > -746)) return 0;
  return expOfSum(product, productError(leading, y, product) + logRest[0]! * y);
}

/** The low part of the last result of {@link logLeading}: a returned pair or a variable would cost an allocation for every call. */
const logRest = new Float64Array(1);

/**
 * ln(x + rest) for finite x > 0 and |rest| ≤ ulp(x)/2, as the sum of the result and `logRest`, good to about 2^-65 of itself.
 * x = 2^k m, c ≈ 1/m from the table, r = c m − 1 with |r| ≤ 2^-8: ln x = k ln 2 − ln c + ln(1 + r).
 */
function logLeading(x: number, rest: number): number {
  let k = exponentOf(x);
  let m = x * powerOfTwo(-k);
  if (k === SUBNORMAL) {
    const normal = x * 0x40000000000000;
    const exponent = exponentOf(normal);
    k = exponent - 54;
    m = normal * powerOfTwo(-exponent);
  }
  const j = Math.floor((m - 1) * STEPS + 0.5);
  const c = RECIPROCAL[j]!;
  const mHigh = Math.floor(m * 0x2000000) / 0x2000000;
  const first = mHigh * c - 1;
  const second = (m - mHigh) * c;
  const r = first + second;
  const shifted = r - first;
  let rLow = first - (r - shifted) + (second - shifted);
  if (rest !== 0) rLow += rest * powerOfTwo(-k) * c;
  const square = r * r;
  const series =
    r * square * (1 / 3 - r * (1 / 4 - r * (1 / 5 - r * (1 / 6 - r * (1 / 7 - r * (1 / 8 - r * (1 / 9)))))));
  const coarse = k * LN_2.high + LOG_HIGH[j]!;
  const sum = coarse + r;
  const sumShifted = sum - coarse;
  const sumLow = coarse - (sum - sumShifted) + (r - sumShifted);
  const half = -0.5 * square;
  const total = sum + half;
  const totalShifted = total - sum;
  const totalLow = sum - (total - totalShifted) + (half - totalShifted);
  const squareLow = productError(r, r, square);
  const low =
    totalLow + (sumLow + (rLow - 0.5 * squareLow - r * rLow + series + (k * LN_2.low + LOG_LOW[j]!)));
  const leading = total + low;
  logRest[0] = total - leading + low;
  return leading;
}

/** e^(x + rest) for a small rest: x = n ln 2 / 128 + r with |r| ≤ ln 2 / 256, n = 128 k + j, e^x = 2^k 2^(j/128) e^r. */
function expOfSum(x: number, rest: number): number {
  if (Number.isNaN(x)) return x;
  if (x > LARGEST_EXPONENT + 1) return Number.POSITIVE_INFINITY;
  if (x < SMALLEST_EXPONENT - 1) return 0;
  const n = Math.floor(x / LN_2_STEP.high + 0.5);
  const r = x - n * LN_2_STEP.high - (n * LN_2_STEP.low - rest);
  const j = n & (STEPS - 1);
  const growth = r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
  const power = POWER_HIGH[j]!;
  return scale(power + (POWER_LOW[j]! + power * growth), (n - j) / STEPS);
}

function expm1Table(x: number): number {
  const n = Math.floor(x / LN_2_STEP.high + 0.5);
  const r = x - n * LN_2_STEP.high - n * LN_2_STEP.low;
  const j = n & (STEPS - 1);
  const growth = r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
  const factor = powerOfTwo((n - j) / STEPS);
  const power = POWER_HIGH[j]! * factor;
  const difference = power - 1;
  const rounding = power >= 1 ? power - difference - 1 : power - (difference + 1);
  return difference + (rounding + POWER_LOW[j]! * factor + power * growth);
}

/** Terms of x^8 and above of e^x, divided by x^8. */
function expm1Remainder(x: number): number {
  return 1 / 40320 + x * (1 / 362880 + x * (1 / 3628800 + x * (1 / 39916800)));
}

/** value × 2^k for a value around 1, rounded once, also where the result is subnormal. */
function scale(value: number, k: number): number {
  if (k > 1023) return value * 2 * powerOfTwo(k - 1);
  if (k < -1022) return value * powerOfTwo(k + 128) * powerOfTwo(-128);
  return value * powerOfTwo(k);
}

/** The exponent k of a finite x > 0 with 2^k ≤ x < 2^(k + 1); {@link SUBNORMAL} below 2^-1022. */
function exponentOf(x: number): number {
  bits.setFloat64(0, x, true);
  return (bits.getInt32(4, true) >> 20) - 1023;
}

/** 2^k, −1023 ≤ k ≤ 1024. From a table: a double whose halves were just written is slow to read. */
function powerOfTwo(k: number): number {
  return POWERS_OF_TWO[k + 1023]!;
}

/** a b − fl(a b), exactly (Dekker 1971, with Veltkamp's splitting); `b` is scaled where splitting it would overflow. */
function productError(a: number, b: number, product: number): number {
  if (b > 1e290 || b < -1e290) {
    const small = powerOfTwo(-100);
    return productError(a, b * small, product * small) / small;
  }
  const scaledA = 134217729 * a;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = 134217729 * b;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2048);
  let power = Number.MIN_VALUE * 2251799813685248;
  for (let i = 0; i < powers.length; i += 1) {
    powers[i] = power;
    power *= 2;
  }
  return powers;
}

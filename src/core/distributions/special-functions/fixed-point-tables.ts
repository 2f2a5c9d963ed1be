/** The tables of exact-math: logarithms and powers to far more digits than a double has, computed in integers when the module loads. */

/** Entries per factor of 2. */
export const STEPS = 128;
/** Binary digits after the point of the fixed-point integers here. */
const FRACTION = 120n;
const ONE = 1n << FRACTION;
/** Leading parts are whole multiples of 2^-42, so that a sum of up to 1,075 of them is exact. */
const COARSE = 42n;
/** Reciprocals keep 24 binary digits, so that their product with 26 digits is exact. */
const RECIPROCAL_UNIT = 0x1000000;

/** A number as the exact sum of a leading part (a multiple of 2^-42) and a small rest. */
export interface SplitNumber {
  readonly high: number;
  readonly low: number;
}

/** ln 2. */
export const LN_2: SplitNumber = split(naturalLog(1n, 2n));
/** ln 2 ÷ 128. */
export const LN_2_STEP: SplitNumber = split(naturalLog(1n, 2n) / BigInt(STEPS));

/** RECIPROCAL[j] ≈ 1 ÷ (1 + j/128), j = 0 … 128; exactly 1 and 1/2 at the ends. */
export const RECIPROCAL = new Float64Array(STEPS + 1);
/** −ln RECIPROCAL[j] = LOG_HIGH[j] + LOG_LOW[j]. */
export const LOG_HIGH = new Float64Array(STEPS + 1);
export const LOG_LOW = new Float64Array(STEPS + 1);
/** 2^(j/128) = POWER_HIGH[j] + POWER_LOW[j], j = 0 … 127; the high part is the nearest double. */
export const POWER_HIGH = new Float64Array(STEPS);
export const POWER_LOW = new Float64Array(STEPS);

fillLogarithms();
fillPowers();

function fillLogarithms(): void {
  for (let j = 0; j <= STEPS; j += 1) {
    const numerator = Math.floor((RECIPROCAL_UNIT * STEPS) / (STEPS + j) + 0.5);
    const logarithm = split(naturalLog(BigInt(numerator), BigInt(RECIPROCAL_UNIT)));
    RECIPROCAL[j] = numerator / RECIPROCAL_UNIT;
    LOG_HIGH[j] = logarithm.high;
    LOG_LOW[j] = logarithm.low;
  }
}

function fillPowers(): void {
  let step = ONE << 1n;
  for (let roots = STEPS; roots > 1; roots /= 2) step = squareRoot(step << FRACTION);
  let power = ONE;
  for (let j = 0; j < STEPS; j += 1) {
    const scaled = Number(power);
    POWER_HIGH[j] = scaled / Number(ONE);
    POWER_LOW[j] = Number(power - BigInt(scaled)) / Number(ONE);
    power = (power * step) >> FRACTION;
  }
}

/** ln(denominator ÷ numerator) in fixed point, for ratios up to 2: 2 artanh(s) = 2 (s + s³/3 + s⁵/5 + …). */
function naturalLog(numerator: bigint, denominator: bigint): bigint {
  const s = ((denominator - numerator) << FRACTION) / (denominator + numerator);
  const square = (s * s) >> FRACTION;
  let sum = 0n;
  let power = s;
  for (let divisor = 1n; power !== 0n; divisor += 2n) {
    sum += power / divisor;
    power = (power * square) >> FRACTION;
  }
  return sum << 1n;
}

function squareRoot(value: bigint): bigint {
  let root = 1n << (FRACTION + 1n);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function split(value: bigint): SplitNumber {
  const dropped = FRACTION - COARSE;
  const coarse = (value >> dropped) << dropped;
  return { high: Number(coarse) / Number(ONE), low: Number(value - coarse) / Number(ONE) };
}

/** Parses Kubernetes quantities (`500m`, `1.5Gi`, `1e3`) into exact integers, because the scheduler computes with integers. */
import type { ResourceList } from './pod.ts';

/**
 * Amounts by resource name, as integers: cpu in millicores, all others in their base unit (bytes, pods, devices).
 * It is a Map because a resource name could equal the name of a property of Object.
 */
export type ResourceAmounts = ReadonlyMap<string, number>;

const QUANTITY = /^([+-]?)(\d+\.?\d*|\.\d+)(?:(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E)|[eE]([+-]?\d{1,3}))?$/;

/** Power of ten of each decimal suffix. */
const DECIMAL_EXPONENT: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
/** Power of two of each binary suffix. */
const BINARY_EXPONENT: Readonly<Record<string, bigint>> = {
  Ki: 10n,
  Mi: 20n,
  Gi: 30n,
  Ti: 40n,
  Pi: 50n,
  Ei: 60n,
};

const parsed = new Map<string, number>();
const PARSED_LIMIT = 10_000;

/** A quantity that Kubernetes would reject. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

/**
 * The quantity times 10^`scale`, rounded up to an integer, as in `Quantity.ScaledValue`
 * (k8s.io/apimachinery/pkg/api/resource/quantity.go, which rounds away from zero).
 *
 * @param scale 0 for base units (`Value()`), 3 for thousandths (`MilliValue()`).
 * @returns an integer. A value beyond ±(2^53 - 1) becomes that limit (Kubernetes' own limit is 2^63 - 1), so that an absurd but valid size
 *   does not fail.
 * @throws {QuantityError} for a text that is not a quantity.
 */
export function parseQuantity(quantity: string | number, scale: 0 | 3 = 0): number {
  if (typeof quantity === 'number' && Number.isSafeInteger(quantity)) {
    // 0 is never negative.
    if (Math.abs(quantity) <= EXACT_IN_THOUSANDTHS) return (scale === 3 ? quantity * 1000 : quantity) + 0;
    return saturated(BigInt(quantity) * (scale === 3 ? 1000n : 1n));
  }
  const text = String(quantity);
  const plain = plainNumber(text, scale);
  if (plain >= 0) return plain;
  const key = scale === 3 ? `m${text}` : text;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const value = parse(text, scale);
  if (parsed.size >= PARSED_LIMIT) parsed.clear();
  parsed.set(key, value);
  return value;
}

/** Numbers up to this one, and of as many digits, are still exact times 1000. */
const EXACT_IN_THOUSANDTHS = 1e12;
const PLAIN_DIGITS = 12;

/** Reads `1500` and `250m`, the usual forms of drawn and recorded amounts, without a pattern. @returns -1 for any other text, and for `m` in base units. */
function plainNumber(text: string, scale: 0 | 3): number {
  let digits = text.length;
  const isMilli = text.charCodeAt(digits - 1) === LETTER_M;
  if (isMilli) digits -= 1;
  if (digits === 0 || digits > PLAIN_DIGITS || (isMilli && scale === 0)) return -1;
  let value = 0;
  for (let i = 0; i < digits; i += 1) {
    const digit = text.charCodeAt(i) - DIGIT_0;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return isMilli || scale === 0 ? value : value * 1000;
}

const LETTER_M = 0x6d;
const DIGIT_0 = 0x30;

/**
 * The quantity in thousandths, rounded up, without the limit of {@link parseQuantity}.
 *
 * @throws {QuantityError} for a text that is not a quantity.
 */
export function thousandths(quantity: string | number): bigint {
  return parseExactly(String(quantity), 3);
}

/**
 * The quantity in billionths, rounded up, with the limit of {@link parseQuantity}.
 *
 * @throws {QuantityError} for a text that is not a quantity.
 */
export function billionths(quantity: string | number): number {
  return parse(String(quantity), 9);
}

function parse(text: string, scale: number): number {
  return saturated(parseExactly(text, scale));
}

function parseExactly(text: string, scale: number): bigint {
  const match = QUANTITY.exec(text);
  if (!match) throw new QuantityError(`"${text}" is not a quantity (write for example 500m, 2, 1.5Gi)`);
  const [, sign, digits = '', suffix = '', exponent = '0'] = match;
  const [whole = '', fraction = ''] = digits.split('.');
  const binary = BINARY_EXPONENT[suffix];
  let numerator = BigInt(whole + fraction) << (binary ?? 0n);
  const tens = scale - fraction.length + (DECIMAL_EXPONENT[suffix] ?? 0) + Number(exponent);
  let value: bigint;
  if (tens >= 0) value = numerator * 10n ** BigInt(Math.min(tens, 40));
  else {
    const divisor = 10n ** BigInt(-tens);
    numerator += divisor - 1n;
    value = numerator / divisor;
  }
  return sign === '-' ? -value : value;
}

function saturated(value: bigint): number {
  const result = Number(value);
  if (result > Number.MAX_SAFE_INTEGER) return Number.MAX_SAFE_INTEGER;
  if (result < -Number.MAX_SAFE_INTEGER) return -Number.MAX_SAFE_INTEGER;
  return result === 0 ? 0 : result;
}

/** The quantity of one resource in the unit of {@link ResourceAmounts}: cpu in millicores, all others in base units. */
export function parseAmount(resource: string, quantity: string | number): number {
  return parseQuantity(quantity, resource === 'cpu' ? 3 : 0);
}

/** All quantities of a resource list, in the units of {@link ResourceAmounts}. No list gives an empty map. */
export function parseResourceList(list: ResourceList | null | undefined): Map<string, number> {
  const amounts = new Map<string, number>();
  if (list)
    for (const resource of Object.keys(list))
      amounts.set(resource, parseAmount(resource, list[resource] as string | number));
  return amounts;
}

/** Checks a single value: its type as the API publishes it, and words and numbers that a field may have. */
import { show } from '../../errors/shown-value.ts';
import { parseQuantity, QuantityError } from '../../objects/quantity.ts';
import type { TextTest } from './name-syntax.ts';

/** What is wrong with the value of a field that has its type; undefined if it is accepted. */
export type ValueTest = (value: never) => string | undefined;

const INT32 = 2 ** 31;

/** What is wrong with the type of a plain value; undefined for a value of the type. */
export function wrongType(type: string, value: unknown): string | undefined {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? undefined : `${show(value)} is no text: write it in quotes`;
    case 'bool':
      return typeof value === 'boolean' ? undefined : `${show(value)} is not true or false`;
    case 'int32':
    case 'int64':
      return wrongInteger(value, type === 'int32' ? INT32 : 2 ** 63);
    case 'int-or-string':
      return typeof value === 'string' ? undefined : wrongInteger(value, INT32);
    case 'quantity':
      return wrongQuantity(value);
    case 'time':
      return isTime(value) ? undefined : `${show(value)} is no time, as 2026-01-31T09:00:00Z`;
    default:
      return undefined;
  }
}

function wrongInteger(value: unknown, limit: number): string | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value)) return `${show(value)} is no whole number`;
  return value >= limit || value < -limit ? `${show(value)} is too large for this field` : undefined;
}

function wrongQuantity(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return `${show(value)} is no quantity`;
  try {
    parseQuantity(value);
    return undefined;
  } catch (error) {
    if (error instanceof QuantityError) return error.message;
    throw error;
  }
}

function isTime(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

/** One of the words. With '' among them, an empty text stands for the default. */
export function oneOf(...words: readonly string[]): ValueTest {
  const listed = words.filter((each) => each !== '').join(', ');
  return (value: string) => (words.includes(value) ? undefined : `${show(value)} is not one of ${listed}`);
}

export function between(low: number, high: number): ValueTest {
  return (value: number) =>
    value >= low && value <= high ? undefined : `${value} is not between ${low} and ${high}`;
}

export function atLeast(low: number): ValueTest {
  return (value: number) => (value >= low ? undefined : `${value} is too low: the lowest is ${low}`);
}

/** The test, or an empty text: the field is then as if it were not written. */
export function orEmpty(test: TextTest): ValueTest {
  return (value: string) => (value === '' ? undefined : test(value));
}

/** Each text of a list. */
export function each(test: TextTest): ValueTest {
  return (values: readonly string[]) => values.map(test).find((wrong) => wrong !== undefined);
}

/** Each key of a map. */
export function eachKey(test: TextTest): ValueTest {
  return (map: Readonly<Record<string, string>>) => Object.keys(map).map(test).find(Boolean);
}

/** Keys and values of labels. */
export function eachPair(ofKey: TextTest, ofValue: TextTest): ValueTest {
  return (map: Readonly<Record<string, string>>) =>
    Object.entries(map)
      .map(([key, value]) => ofKey(key) ?? (ofValue(value) && `${key}: ${ofValue(value)}`))
      .find(Boolean);
}

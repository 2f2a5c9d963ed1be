/**
 * Finds objects by names that end in a number, as the uids p1, p2 … of a replay. A hash table of hundreds of thousands of names waits for
 * memory at each look; an array by their numbers does not.
 */

/** As a Map, without what no caller needs. */
export interface NumberedMap<Value> {
  size(): number;
  get(key: string): Value | undefined;
  has(key: string): boolean;
  set(key: string, value: Value): void;
  delete(key: string): void;
  /** As a Map gives them, unless any order is allowed. */
  values(): Iterable<Value>;
}

/** A longer number is no count. */
const MOST_DIGITS = 9;
/**
 * An array has room for that many, and for a number of places for each of its values. Nodes have uids of the same count, so that the first pod of
 * 15,000 nodes is p15001.
 */
const FEW_PLACES = 65_536;
const PLACES_FOR_EACH = 64;

/**
 * @param prefix the character before the number; empty: there is none. Any other key makes it a hash table.
 * @param anyOrder allows `values` in another order than a Map has.
 */
export function numberedMap<Value extends object>(prefix: string, anyOrder = false): NumberedMap<Value> {
  const digitsFrom = prefix.length;
  const code = prefix === '' ? -1 : prefix.charCodeAt(0);
  const byNumber: (Value | undefined)[] = [];
  /** Of the values by number. */
  let count = 0;
  let first = 0;
  /** All values, once a key has no number. */
  let byKey: Map<string, Value> | undefined;

  /** −1: none. */
  const numberOf = (key: string): number => {
    const { length } = key;
    if (length <= digitsFrom || length > digitsFrom + MOST_DIGITS) return -1;
    if (digitsFrom === 1 && key.charCodeAt(0) !== code) return -1;
    let number = 0;
    for (let at = digitsFrom; at < length; at += 1) {
      const digit = key.charCodeAt(at) - 48;
      // 01 is another key than 1.
      if (digit < 0 || digit > 9 || (number === 0 && at > digitsFrom)) return -1;
      number = number * 10 + digit;
    }
    return number;
  };
  const asMap = (): Map<string, Value> => {
    if (byKey) return byKey;
    byKey = new Map();
    for (const [number, value] of byNumber.entries()) if (value) byKey.set(`${prefix}${number}`, value);
    byNumber.length = 0;
    return byKey;
  };
  const get = (key: string): Value | undefined => {
    if (byKey) return byKey.get(key);
    const number = numberOf(key);
    return number < 0 || number >= byNumber.length ? undefined : byNumber[number];
  };
  function* valuesByNumber(): Generator<Value> {
    for (let number = first; number < byNumber.length; number += 1) {
      const value = byNumber[number];
      if (value) yield value;
    }
  }
  return {
    size: () => (byKey ? byKey.size : count),
    get,
    has: (key) => get(key) !== undefined,
    set(key, value) {
      const number = byKey ? -1 : numberOf(key);
      const end = byNumber.length;
      const fits =
        number >= 0 &&
        (number < end ? anyOrder || byNumber[number] : number < FEW_PLACES + PLACES_FOR_EACH * count);
      if (!fits) {
        asMap().set(key, value);
        return;
      }
      if (number >= end) for (let at = end; at <= number; at += 1) byNumber.push(undefined);
      if (!byNumber[number]) count += 1;
      if (number < first) first = number;
      byNumber[number] = value;
    },
    delete(key) {
      if (byKey) {
        byKey.delete(key);
        return;
      }
      const number = numberOf(key);
      if (number < 0 || !byNumber[number]) return;
      byNumber[number] = undefined;
      count -= 1;
      // Pods mostly end in the order of their creation: a walk over those that are left passes few that are gone.
      while (first < byNumber.length && !byNumber[first]) first += 1;
    },
    values: () => byKey?.values() ?? valuesByNumber(),
  };
}

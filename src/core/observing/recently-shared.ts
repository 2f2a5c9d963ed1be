/** Replaces equal values by one shared object, so that results are computed and stored once for all of them. */

/**
 * Returns a function that returns a recent value with the same key, or else the value itself.
 *
 * @param atLeast how many different values are remembered at least; at most twice as many are.
 */
export function createRecentlyShared<Value>(
  keyOf: (value: Value) => string,
  atLeast = 1_000,
): (value: Value) => Value {
  let latest = new Map<string, Value>();
  let before = new Map<string, Value>();
  return (value) => {
    const key = keyOf(value);
    const known = latest.get(key);
    if (known !== undefined) return known;
    const shared = before.get(key) ?? value;
    if (latest.size >= atLeast) {
      before = latest;
      latest = new Map();
    }
    latest.set(key, shared);
    return shared;
  };
}

/** One object for all that are alike and came lately, so that what follows from it is kept and worked out once. */

/**
 * Gives back, for a value, one of the same key that was given back before, if there was one lately; else the value itself.
 *
 * @param atLeast how many different ones are remembered; at most twice as many.
 */
export function createLatelyShared<Value>(
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

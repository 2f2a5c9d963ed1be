/** Reads values from parsed JSON or YAML of other tools without trusting its shape. */

/** A JSON object whose fields are unknown. */
export type LooseMap = Readonly<Record<string, unknown>>;

export function isLooseMap(value: unknown): value is LooseMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is a map, else an empty one. */
export function mapAt(value: unknown, ...path: readonly string[]): LooseMap {
  const found = valueAt(value, ...path);
  return isLooseMap(found) ? found : {};
}

/** The value if it is a list, else an empty one: Go writes an empty list as null. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

/** The value if it is text that is not empty. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The value at the end of a path of keys; undefined if a key is missing. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let found: unknown = value;
  for (const key of path) {
    if (!isLooseMap(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

/** The value without fields that are null, as Go writes absent fields; the value itself if there are none. */
export function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = (value as unknown[]).map(withoutNulls);
    return items.some((item, index) => item !== (value as unknown[])[index]) ? items : value;
  }
  const entries = Object.entries(value);
  const kept = entries.flatMap(([key, inner]): [string, unknown][] =>
    inner === null ? [] : [[key, withoutNulls(inner)]],
  );
  const isSame =
    kept.length === entries.length && kept.every(([, inner], index) => inner === entries[index]![1]);
  return isSame ? value : Object.fromEntries(kept);
}

/** Changes one field of an object. */

/** A copy of the object with the change. Maps and lists on the way to the field are made where they are missing. */
export function changed(object: object, path: string, value: unknown): object {
  const copy = structuredClone(object) as Record<string, unknown>;
  // A dot that belongs to a key is written as \.
  const keys = path.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
  let at: Record<string, unknown> = copy;
  for (const [index, key] of keys.slice(0, -1).entries()) {
    const next = at[key];
    if (next === null || typeof next !== 'object') at[key] = /^\d+$/.test(keys[index + 1]!) ? [] : {};
    at = at[key] as Record<string, unknown>;
  }
  const last = keys.at(-1)!;
  if (value !== undefined) at[last] = value;
  else if (Array.isArray(at)) at.splice(Number(last), 1);
  else delete at[last];
  return copy;
}

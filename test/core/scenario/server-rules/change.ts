/** Declares a change of one field and the verdict of an API server on it. */

/** A path in the object, the value that it gets (undefined: the field is removed), and the verdict. */
export type Change = readonly [path: string, value: unknown, verdict: 'refused' | 'accepted'];

export const LONG = 'a'.repeat(64);
export const MAIN_CONTAINER = 'spec.containers.0';

/** Paths that are refused with each of the values. */
export function refused(path: string, ...values: readonly unknown[]): Change[] {
  return values.map((value) => [path, value, 'refused']);
}

export function accepted(path: string, ...values: readonly unknown[]): Change[] {
  return values.map((value) => [path, value, 'accepted']);
}

/** Ends the reading of a text that is not in the plain part of YAML, so that the full parser reads it. */

class NotPlain extends Error {}

const NOT_PLAIN = new NotPlain('not in the plain part of YAML');

/** Thrown at the first sign of anything else: the plain reader reports no errors of its own. */
export function notPlain(): never {
  throw NOT_PLAIN;
}

export function isNotPlain(error: unknown): boolean {
  return error === NOT_PLAIN;
}

/** Declares how a rule reports what an API server refuses. */

/**
 * How much a finding counts, where an API server does not simply refuse it.
 *
 * - `completed`: keg completes it in the pods that it creates, as the name or the image that a container lacks.
 * - `accepted`: an API server accepts it, with a warning.
 */
export type Weight = 'completed' | 'accepted';

export interface RefusedField {
  /** From the object to the field. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly weight: Weight | undefined;
}

/** @param field of the object that the rule checks, or the path of a field in it. */
export type Refuse = (field: string | readonly PropertyKey[], message: string, weight?: Weight) => void;

/** An object of the API as its file has it, without fields that are null. */
export type ApiObject = Readonly<Record<string, unknown>>;

/** What rules need besides the object itself. */
export interface RuleContext {
  /** The spec of the whole pod or node. */
  readonly spec: ApiObject;
  readonly metadata: ApiObject;
}

/** Checks fields of one object against each other. */
export type TypeRule = (object: ApiObject, refuse: Refuse, context: RuleContext) => void;

/** A rule about objects that are read as `T`, which holds once every field has its type. */
export function rule<T>(check: (object: T, refuse: Refuse, context: RuleContext) => void): TypeRule {
  return check as unknown as TypeRule;
}

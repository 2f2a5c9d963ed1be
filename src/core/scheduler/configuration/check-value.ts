/** Checks a part of a configuration against its schema, and says of an unknown field which one was probably meant. */
import * as z from 'zod';
import { didYouMean } from '../../errors/did-you-mean.ts';
import { issueWords } from '../../errors/issue-words.ts';
import { ConfigurationError } from './configuration-error.ts';

/** For a text that is no configuration at all. A message about one value says itself which values are right. */
const NEXT = 'give a KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1) or one profile of it';

/**
 * The parsed value.
 *
 * @param path where the value stands in the configuration.
 * @throws {ConfigurationError} for the first wrong value. Unknown fields come first, because the others may follow from them.
 */
export function checkValue<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: readonly PropertyKey[],
): z.infer<Schema> {
  // Checked once, so code that zod generates for a schema costs more than it saves.
  const result = schema.safeParse(value, { reportInput: true, jitless: true });
  if (result.success) return result.data;
  const { issues } = result.error;
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown) throw unknownField(schema, unknown.path, unknown.keys[0] ?? '', path);
  const issue = issues[0] && ofMeantBranch(issues[0]);
  const place = [...path, ...(issue?.path ?? [])];
  const next = place.length === 0 ? NEXT : undefined;
  throw new ConfigurationError(place, issue ? issueWords(issue) : 'is not valid', next);
}

/** The first fault of the branch of a union that comes furthest. */
function ofMeantBranch(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const firsts = issue.errors.flatMap(([first]) => (first ? [ofMeantBranch(first)] : []));
  const [furthest] = firsts.sort((left, right) => right.path.length - left.path.length);
  return furthest?.path.length
    ? ({ ...furthest, path: [...issue.path, ...furthest.path] } as z.core.$ZodIssue)
    : issue;
}

function unknownField(
  schema: z.ZodType,
  parent: readonly PropertyKey[],
  key: string,
  path: readonly PropertyKey[],
): ConfigurationError {
  const fields = fieldsAt(schema, parent);
  const meant = didYouMean(key, fields) ?? fields.find((field) => field.toLowerCase() === key.toLowerCase());
  const next = meant ? `did you mean ${meant}?` : `the fields here are ${fields.join(', ')}`;
  return new ConfigurationError([...path, ...parent, key], 'unknown field', next, true);
}

/** The fields that the schema has at a path. */
function fieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let current: unknown = unwrapped(schema);
  for (const key of path) {
    if (current instanceof z.ZodObject) current = unwrapped(current.shape[String(key)]);
    else if (current instanceof z.ZodArray) current = unwrapped(current.element);
    else return [];
  }
  return current instanceof z.ZodObject ? Object.keys(current.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  let current = schema;
  for (;;) {
    if (
      current instanceof z.ZodOptional ||
      current instanceof z.ZodNullable ||
      current instanceof z.ZodDefault
    )
      current = current.unwrap();
    else if (current instanceof z.ZodPipe) current = current.in;
    else return current;
  }
}

/** Says what is wrong with a value in our words, where a schema has no message of its own. */
import type * as z from 'zod';
import { show } from './shown-value.ts';

type ValueIssue = z.core.$ZodIssue;

/** Messages that zod writes itself begin so. */
const OF_ZOD = /^(?:Invalid (?:input|option|string|number|key|value in)|Too (?:big|small)|Unrecognized key)/;

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a map',
  record: 'a map',
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

export function issueWords(issue: ValueIssue): string {
  if (!OF_ZOD.test(issue.message)) return issue.message;
  const right = rightValue(issue);
  return issue.input === undefined ? `missing: write ${right}` : `${show(issue.input)} is not ${right}`;
}

function rightValue(issue: ValueIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1
        ? show(issue.values[0])
        : `one of ${issue.values.map(show).join(', ')}`;
    case 'too_big':
      return `${limitedKind(issue.origin)}${String(issue.maximum)} or less`;
    case 'too_small':
      return `${limitedKind(issue.origin)}${String(issue.minimum)} or more`;
    default:
      return 'what belongs here';
  }
}

function limitedKind(origin: string): string {
  if (origin === 'array') return 'a list with a length of ';
  return origin === 'string' ? 'a text with a length of ' : '';
}

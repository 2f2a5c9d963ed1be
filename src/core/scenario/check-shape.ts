/** Checks a parsed file against the schema: an error for each wrong value, a warning for each ignored key. */

import type * as z from 'zod';
import { counted } from '../errors/counted.ts';
import { didYouMean } from '../errors/did-you-mean.ts';
import { issueWords } from '../errors/issue-words.ts';
import type { Problem } from '../errors/problem.ts';
import { show } from '../errors/shown-value.ts';
import type { Path, Plain, PlainObject, PositionedDocument } from './positioned-yaml.ts';
import { type ScenarioFile, scenarioFile, scenarioJsonSchema } from './schema/scenario-file.ts';

export interface CheckedShape {
  /** Absent if there was an error. */
  readonly file: ScenarioFile | undefined;
  readonly problems: readonly Problem[];
}

/** A file is checked once, so code that zod generates for a schema costs more than it saves. */
const ONCE = { reportInput: true, jitless: true };

/** Errors that are listed one by one. */
const MOST_ERRORS = 25;

/**
 * Checks `data`. Removes unknown keys from it, with a warning for each.
 *
 * @param sourcePath converts a path of `data` to that in `document`, for files of older forms.
 */
export function checkShape(
  data: Plain,
  document: PositionedDocument,
  sourcePath: (path: Path) => Path,
): CheckedShape {
  const problems: Problem[] = [];
  let result = scenarioFile.safeParse(data, ONCE);
  while (!result.success) {
    const issues = result.error.issues.flatMap((issue) => plainIssues(issue, []));
    if (dropNulls(data, issues)) {
      result = scenarioFile.safeParse(data, ONCE);
      continue;
    }
    const ignored = issues.filter((issue) => issue.code === 'unrecognized_keys');
    for (const issue of ignored) problems.push(...ignoredKeys(issue, document, sourcePath));
    if (ignored.length === 0 || !removeKeys(data, ignored)) {
      const errors = issues.filter((issue) => issue.code !== 'unrecognized_keys');
      return { file: undefined, problems: [...problems, ...errorProblems(errors, document, sourcePath)] };
    }
    result = scenarioFile.safeParse(data, ONCE);
  }
  return { file: result.data, problems };
}

type Issue = z.core.$ZodIssue;

/** Parts of a scenario that are written as Kubernetes manifests. */
const MANIFEST = /^templates\/|^cluster\/(?:nodes|objects)\/|^events\/.*\/(?:podSpec|template|object)\//;
/** Maps in which an API server reads null as empty text (a Go map of strings). */
const TEXTS = /\/(?:labels|annotations|nodeSelector|matchLabels)\/[^/]*$/;

/** An API server takes null for an absent field. True if a null was wrong and is gone. */
function dropNulls(data: Plain, issues: readonly Issue[]): boolean {
  let isChanged = false;
  for (const { path, input } of issues) {
    const written = path.map(String).join('/');
    const key = String(path.at(-1));
    const parent = parentOf(data, path);
    if (input !== null || !MANIFEST.test(written) || parent?.[key] !== null || Array.isArray(parent))
      continue;
    if (TEXTS.test(written)) parent[key] = '';
    else delete parent[key];
    isChanged = true;
  }
  return isChanged;
}

function valueAtPath(data: Plain, path: Path): Plain | undefined {
  return path.reduce<Plain | undefined>(
    (value, key) =>
      value !== null && typeof value === 'object' ? (value as PlainObject)[String(key)] : undefined,
    data,
  );
}

function parentOf(data: Plain, path: Path): PlainObject | undefined {
  const parent = valueAtPath(data, path.slice(0, -1)) ?? null;
  return parent !== null && typeof parent === 'object' ? (parent as PlainObject) : undefined;
}

/** The issues of a union are those of the branch that matches furthest, with the fewest issues, because the author probably meant that branch. */
function plainIssues(issue: Issue, parents: Path): Issue[] {
  const path = [...parents, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branches = issue.errors.map((branch) => branch.flatMap((each) => plainIssues(each, path)));
    const rank = (branch: readonly Issue[]): number => (isOfOtherType(branch, path) ? 0 : depth(branch));
    const [meant = []] = branches.sort(
      (left, right) => rank(right) - rank(left) || left.length - right.length,
    );
    if (depth(meant) > path.length) return meant;
    const onlyKeys = branches.find(
      (branch) => branch.length > 0 && branch.every((each) => each.code === 'unrecognized_keys'),
    );
    if (onlyKeys) return onlyKeys;
  }
  return [{ ...issue, path: [...path] } as Issue];
}

/** Whether a map lacks the `type` of a branch of the union, so that the branch is not meant. */
function isOfOtherType(branch: readonly Issue[], path: Path): boolean {
  return branch.some((each) => each.code === 'invalid_value' && each.path.length === path.length + 1);
}

function depth(issues: readonly Issue[]): number {
  return Math.max(
    0,
    ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 0.5 : 0)),
  );
}

function errorProblems(
  issues: readonly Issue[],
  document: PositionedDocument,
  sourcePath: (path: Path) => Path,
): Problem[] {
  const problems = issues.slice(0, MOST_ERRORS).map((issue): Problem => {
    const path = sourcePath(issue.path);
    return {
      code: issue.input === undefined ? 'missing-value' : 'invalid-value',
      severity: 'error',
      position: document.positionOf(path),
      message: `${pathText(path)}${issueWords(issue)}`,
    };
  });
  const more = issues[MOST_ERRORS];
  if (more) {
    const position = document.positionOf(sourcePath(more.path));
    problems.push({
      code: 'more-errors',
      severity: 'error',
      position,
      message: `and ${counted(issues.length - MOST_ERRORS, 'more error')} from here on`,
    });
  }
  return problems;
}

function ignoredKeys(
  issue: Issue,
  document: PositionedDocument,
  sourcePath: (path: Path) => Path,
): Problem[] {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  return keys.map((key): Problem => {
    const path = sourcePath([...issue.path, key]);
    const places = knownKeys().get(key);
    const meant = didYouMean(key, knownKeys().keys());
    const hint = places ? ` (it belongs in ${places})` : meant ? ` (did you mean "${meant}"?)` : '';
    return {
      code: 'unknown-key',
      severity: 'warning',
      position: document.keyPositionOf(path),
      message: `${pathText(path.slice(0, -1))}the key ${show(key)} is ignored${hint}`,
    };
  });
}

/** Writes `events.pods[3].arrivalTime: `, or nothing for the whole file. */
export function pathText(path: Path): string {
  if (path.length === 0) return '';
  const text = path.reduce<string>((written, key) => {
    if (typeof key === 'number') return `${written}[${key}]`;
    const word = String(key);
    const short = word.length > 60 ? `${word.slice(0, 57)}...` : word;
    return written === '' ? short : `${written}.${short}`;
  }, '');
  return `${text}: `;
}

/** Removes the unknown keys from `data`. False if it removes none. */
function removeKeys(data: Plain, issues: readonly Issue[]): boolean {
  let removed = false;
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const parent = valueAtPath(data, issue.path);
    if (parent === null || typeof parent !== 'object') continue;
    for (const key of issue.keys) {
      if (!Object.hasOwn(parent, key)) continue;
      delete (parent as PlainObject)[key];
      removed = true;
    }
  }
  return removed;
}

let known: ReadonlyMap<string, string> | undefined;

/** Every key of the schema, with one place that it belongs in. */
function knownKeys(): ReadonlyMap<string, string> {
  if (known) return known;
  const places = new Map<string, string>();
  const schema = scenarioJsonSchema() as JsonSchema;
  const visit = (node: JsonSchema, place: string, level: number): void => {
    if (level > 14) return;
    const target = node.$ref ? schema.$defs?.[node.$ref.replace('#/$defs/', '')] : node;
    if (!target) return;
    for (const [key, child] of Object.entries(target.properties ?? {})) {
      if (!places.has(key)) places.set(key, place === '' ? 'the top level' : place);
      visit(child, place === '' ? key : `${place}.${key}`, level + 1);
    }
    if (target.items) visit(target.items, `${place}[]`, level + 1);
    if (typeof target.additionalProperties === 'object')
      visit(target.additionalProperties, `${place}.NAME`, level + 1);
    for (const branch of [...(target.anyOf ?? []), ...(target.oneOf ?? []), ...(target.allOf ?? [])])
      visit(branch, place, level + 1);
  };
  visit(schema, '', 0);
  known = places;
  return places;
}

interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** The page of a scenario's keys, from the JSON Schema that zod makes of the schema: path, type and meaning of each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../pages.ts';
import { type GeneratedPart, markdownTable } from './generated-part.ts';

/** It has a page of its own. */
const DISTRIBUTION = 'Distribution';

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

export const SCENARIO_PAGE: GeneratedPart = {
  page: 'docs/reference/scenario-keys.md',
  name: 'scenario keys',
  text: () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'fixtures/scenario.schema.json'), 'utf8')) as Schema;
    const definitions = Object.entries(schema.$defs ?? {}).filter(
      ([name, each]) => name !== DISTRIBUTION && objectsIn(each).length > 0,
    );
    const sections = definitions.map(([name, each]) => `## ${name}\n\n${describedBy(each)}${tableOf(each)}`);
    return [tableOf(schema), ...sections].join('\n\n');
  },
};

function describedBy({ description }: Schema): string {
  return description === undefined ? '' : `${description}.\n\n`;
}

/** Keys without a type are those of Kubernetes whose content the schema does not check. */
function tableOf(schema: Schema): string {
  const all = objectsIn(schema).flatMap((each) => rowsOf(each, ''));
  const rows = all.filter(([path], index) => all.findIndex(([other]) => other === path) === index);
  const read = rows.filter(([, type, meaning]) => type !== '' || meaning !== '');
  const ignored = rows.filter((row) => !read.includes(row)).map(([path]) => path);
  const table = markdownTable(['key', 'type', 'meaning'], read);
  return ignored.length === 0
    ? table
    : `${table}\n\nAlso accepted, as Kubernetes has them: ${ignored.join(', ')}.`;
}

function rowsOf(object: Schema, before: string): readonly (readonly string[])[] {
  return Object.entries(object.properties ?? {}).flatMap(([key, value]) => {
    const isList = listsIn(value).length > 0;
    const path = `${before}${key}${isList ? '[]' : ''}`;
    const required = object.required?.includes(key) ? ' (required)' : '';
    const inner = [...objectsIn(value), ...listsIn(value).flatMap(({ items }) => objectsIn(items ?? {}))];
    const row = [`\`${path}\`${required}`, typeOf(value), value.description ?? ''];
    return [row, ...inner.flatMap((each) => rowsOf(each, `${path}.`))];
  });
}

/** The schema and its alternatives. */
function alternatives(schema: Schema): readonly Schema[] {
  const inner = schema.anyOf ?? schema.oneOf;
  return inner === undefined ? [schema] : inner.flatMap(alternatives);
}

function objectsIn(schema: Schema): readonly Schema[] {
  return alternatives(schema).filter(({ properties }) => properties !== undefined);
}

function listsIn(schema: Schema): readonly Schema[] {
  return alternatives(schema).filter(({ items }) => items !== undefined);
}

function typeOf(schema: Schema): string {
  const names = alternatives(schema)
    .flatMap(typeNames)
    .filter((name) => name !== 'null');
  return [...new Set(names)].join(', ');
}

function typeNames(schema: Schema): readonly string[] {
  const { $ref, items, type, additionalProperties } = schema;
  if ($ref !== undefined) return [definition($ref)];
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``);
  if (schema.const !== undefined) return [`\`${schema.const}\``];
  if (items !== undefined) return [`list of ${typeOf(items) || 'anything'}`];
  if (typeof additionalProperties === 'object')
    return [`map to ${typeOf(additionalProperties) || 'anything'}`];
  if (schema.properties !== undefined) return ['object'];
  return type === undefined ? [] : [type].flat();
}

function definition(ref: string): string {
  const name = ref.replace('#/$defs/', '');
  if (name === DISTRIBUTION) return '[distribution](distributions.md)';
  return `[${name}](#${name.toLowerCase()})`;
}

/** The JSON Schema of what `-o json` prints of figures, from the interfaces that declare them: each path with its type and its comment. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../pages.ts';
import { type InterfaceField, readAliases, readInterfaces } from './interfaces.ts';
import { FIGURE_SOURCES } from './report-fields.ts';

/** Interfaces that others extend come first. */
const SOURCES = [
  ...FIGURE_SOURCES,
  'src/core/measure/scalar-figures.ts',
  'src/core/measure/spread.ts',
  'src/core/comparing/bootstrap-interval.ts',
  'src/core/comparing/comparison.ts',
  'src/core/comparing/pool-facts.ts',
  'src/render/size/size-data.ts',
  'src/render/replay/print-seeds.ts',
];

/** What the verbs print. */
const PRINTED = ['Figures', 'Comparison', 'SizeFigures', 'Spread'] as const;

export interface Schema {
  readonly $ref?: string;
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | false;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

export function figuresSchema(): Schema {
  const text = SOURCES.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n');
  const left = new Map(
    [...text.matchAll(/interface (\w+) extends Omit<\w+, '(\w+)'>/g)].map(([, name, key]) => [name, key]),
  );
  const plain = text.replaceAll(/extends Omit<(\w+), '\w+'>/g, 'extends $1');
  const interfaces = readInterfaces(plain);
  const aliases = readAliases(plain);
  const defs: Record<string, Schema> = {};

  function define(name: string): Schema {
    if (!(name in defs)) {
      defs[name] = {};
      const fields = interfaces.get(name)!.filter((field) => field.name !== left.get(name));
      defs[name] = objectOf(fields);
    }
    return { $ref: `#/$defs/${name}` };
  }

  function objectOf(fields: readonly InterfaceField[]): Schema {
    const last = new Map(fields.map((field) => [field.name, field]));
    return {
      type: 'object',
      properties: Object.fromEntries([...last].map(([name, field]) => [name, described(field)])),
      required: [...last.values()].filter(({ isOptional }) => !isOptional).map(({ name }) => name),
      additionalProperties: false,
    };
  }

  function described({ type, isList, isNullable, comment, name }: InterfaceField): Schema {
    const written = typeof type === 'string' ? schemaOf(type) : inPlace(objectOf(type), isList, isNullable);
    return { description: comment || words(name), ...written };
  }

  function schemaOf(type: string): Schema {
    const bare = type.replaceAll(/\breadonly /g, '').trim();
    const parts = bare.split(/ \| (?![^(<[]*[)>\]])/).filter((part) => part !== '' && part !== 'undefined');
    if (parts.length > 1) {
      const values = parts.map((part) => /^'(.*)'$/.exec(part)?.[1]);
      if (values.every((value) => value !== undefined)) return { enum: values };
      return { anyOf: parts.map(schemaOf) };
    }
    const [one = ''] = parts;
    if (one.endsWith('[]'))
      return { type: 'array', items: schemaOf(one.slice(0, -2).replace(/^\((.*)\)$/, '$1')) };
    const [, value] = /^Readonly<Record<string, (.*)>>$/.exec(one) ?? [];
    if (value !== undefined) return { type: 'object', additionalProperties: schemaOf(value) };
    if (/^\[.*\]$/.test(one)) return { type: 'array', items: schemaOf(one.slice(1, -1).split(', ')[0]!) };
    if (interfaces.has(one)) return define(one);
    if (one === 'ProblemCode') return { type: 'string' };
    const alias = aliases.get(one);
    if (alias !== undefined) return schemaOf(alias.trim().replace(/^\| /, ''));
    if (/^'.*'$|^\d+$/.test(one)) return { enum: [JSON.parse(one.replaceAll("'", '"'))] };
    if (one === 'Microseconds') return { type: 'number' };
    return ['number', 'string', 'boolean', 'null'].includes(one) ? { type: one } : {};
  }

  const kinds = PRINTED.map((name) => define(name));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'kubectl keg figures',
    description: 'What replay, report, compare and size print with -o json',
    anyOf: kinds,
    $defs: defs,
  };
}

function inPlace(object: Schema, isList: boolean, isNullable: boolean): Schema {
  const one = isList ? { type: 'array', items: object } : object;
  return isNullable ? { anyOf: [one, { type: 'null' }] } : one;
}

/** `boundToStarted` as words, for a field whose name says all. */
function words(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** What does not fit a schema, each with its path. It knows the keywords that the schema above has. */
export function misfits(value: unknown, schema: Schema, root: Schema, path = ''): string[] {
  if (schema.$ref !== undefined)
    return misfits(value, root.$defs![schema.$ref.slice('#/$defs/'.length)]!, root, path);
  if (schema.anyOf) {
    const all = schema.anyOf.map((each) => misfits(value, each, root, path));
    return all.some((found) => found.length === 0)
      ? []
      : all.toSorted((one, other) => one.length - other.length)[0]!;
  }
  if (schema.enum)
    return schema.enum.includes(value) ? [] : [`${path}: ${JSON.stringify(value)} is another value`];
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (schema.type !== undefined && schema.type !== kind)
    return [`${path}: ${kind} in place of ${schema.type}`];
  if (kind === 'array')
    return (value as unknown[]).flatMap((each, at) =>
      misfits(each, schema.items ?? {}, root, `${path}[${at}]`),
    );
  if (kind !== 'object') return [];
  const { properties = {}, required = [], additionalProperties } = schema;
  const missing = required
    .filter((key) => !(key in (value as object)))
    .map((key) => `${path}.${key} is missing`);
  const inside = Object.entries(value as object).flatMap(([key, each]) => {
    const own = properties[key] ?? additionalProperties;
    if (own === false) return [`${path}.${key} is not in the schema`];
    return own === undefined ? [] : misfits(each, own, root, `${path}.${key}`);
  });
  return [...missing, ...inside];
}

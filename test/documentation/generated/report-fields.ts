/** The fields of `report -o json`, from the interfaces that declare the figures: their paths, types and comments. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../pages.ts';
import { type GeneratedPart, markdownTable } from './generated-part.ts';
import { type InterfaceField, readAliases, readInterfaces } from './interfaces.ts';

export const FIGURE_SOURCES = [
  'src/core/errors/user-error.ts',
  'src/core/errors/problem.ts',
  'src/core/recording/run-quality.ts',
  'src/core/recording/observation.ts',
  'src/core/measure/duration-summary.ts',
  'src/core/measure/figures.ts',
  'src/core/measure/ignored-figures.ts',
  'src/core/measure/used-figures.ts',
  'src/core/measure/scaling-shape.ts',
  'src/core/measure/replica-figures.ts',
  'src/core/measure/job-figures.ts',
  'src/core/measure/fragmentation-shape.ts',
];

/** Many fields have these types, so that their own fields stand once. */
const SHARED = ['ResourceFigures', 'DurationSummary', 'LagSummary'];

export const REPORT_PAGE: GeneratedPart = {
  page: 'docs/reference/report-fields.md',
  name: 'report fields',
  text: () => {
    const table = (name: string) => markdownTable(['field', 'type', 'what'], fieldRows(name));
    const shared = SHARED.map((name) => `## ${name}\n\n${table(name)}`);
    return [table('Figures'), ...shared].join('\n\n');
  },
};

/** A row for each field of the interface, and of those inside it. */
export function fieldRows(name: string): readonly (readonly string[])[] {
  const text = FIGURE_SOURCES.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n');
  const read = { interfaces: readInterfaces(text), aliases: readAliases(text) };
  return rowsOf(read.interfaces.get(name) ?? [], read, '');
}

interface Declarations {
  readonly interfaces: ReadonlyMap<string, readonly InterfaceField[]>;
  readonly aliases: ReadonlyMap<string, string>;
}

function rowsOf(
  fields: readonly InterfaceField[],
  read: Declarations,
  before: string,
): readonly (readonly string[])[] {
  return fields.flatMap((field) => {
    const { name, type, isList, comment } = field;
    const isByName = typeof type === 'string' ? type.includes('Record<') : name === 'resources';
    const path = `${before}${name}${isByName ? '.NAME' : isList ? '[]' : ''}`;
    const shape = typeof type === 'string' ? nameOfType(type) : undefined;
    const inner = typeof type === 'string' ? read.interfaces.get(shape ?? '') : type;
    const isNested = inner !== undefined && !SHARED.includes(shape ?? '');
    const row = [`\`${path}\``, typeOf(field, isNested, read.aliases), comment];
    return isNested ? [row, ...rowsOf(inner, read, `${path}.`)] : [row];
  });
}

/** `PoolFigures` of `readonly PoolFigures[]`, of `Readonly<Record<string, PoolFigures>>`, of `PoolFigures | null`. */
function nameOfType(type: string): string {
  return /([A-Z]\w+)(?=>>|\[\]|$)/.exec(type.replaceAll(/ \| (null|undefined)/g, ''))?.[1] ?? '';
}

function typeOf(
  { type, isNullable, isOptional }: InterfaceField,
  isNested: boolean,
  aliases: Declarations['aliases'],
): string {
  const words = typeof type !== 'string' || isNested ? 'object' : plainType(type, aliases);
  return `${words}${isNullable ? ' or null' : ''}${isOptional ? ', or absent' : ''}`;
}

function plainType(type: string, aliases: Declarations['aliases']): string {
  const bare = type.replaceAll(/readonly |Readonly<|Record<string, |>|\[\]| \| (null|undefined)/g, '').trim();
  if (SHARED.includes(bare)) return `[${bare}](#${bare.toLowerCase()})`;
  if (bare === 'ProblemCode') return '[code](problem-codes.md)';
  const written = aliases.get(bare) ?? (bare === 'Microseconds' ? 'number' : bare);
  return written.replaceAll("'", '`').replaceAll(' | ', ' or ');
}

/** Reads the interfaces of source files: the fields, their types, and the comment above each. */

export interface InterfaceField {
  readonly name: string;
  readonly isOptional: boolean;
  /** As written; of an object that is written in place, its fields. */
  readonly type: string | readonly InterfaceField[];
  readonly isList: boolean;
  /** Whether it may be null; in `type` as well where that is text. */
  readonly isNullable: boolean;
  readonly comment: string;
}

/** An interface that other types narrow: it has the fields of the interface. */
const NARROWED = /^(?:export )?type (\w+) = (\w+) & \w+;$/gm;

/** By the name of the interface. */
export function readInterfaces(source: string): ReadonlyMap<string, readonly InterfaceField[]> {
  const found = new Map<string, readonly InterfaceField[]>();
  for (const head of source.matchAll(/interface (\w+)(?: extends (\w+))? \{/g)) {
    const [, name = '', base] = head;
    const fields = readFields(source, head.index + head[0].length).fields;
    found.set(name, [...((base && found.get(base)) || []), ...fields]);
  }
  for (const [, name = '', first = ''] of source.matchAll(NARROWED)) {
    const fields = found.get(first);
    if (fields) found.set(name, fields);
  }
  return found;
}

/** What `type NAME = …;` stands for, by its name. */
export function readAliases(source: string): ReadonlyMap<string, string> {
  return new Map(
    [...source.matchAll(/^(?:export )?type (\w+) = ([^;{&]+);/gm)].map(([, name = '', type = '']) => [
      name,
      type,
    ]),
  );
}

/** From after the opening brace to its closing one. */
function readFields(source: string, from: number): { fields: readonly InterfaceField[]; end: number } {
  const fields: InterfaceField[] = [];
  const token = /\/\*\*([\s\S]*?)\*\/|readonly (\w+)(\?)?:\s*|(\})/g;
  token.lastIndex = from;
  let comment = '';
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    const [, words, name, optional, brace] = match;
    if (brace !== undefined) return { fields, end: token.lastIndex };
    if (words !== undefined) comment = words.replaceAll(/\s*\n\s*\*\s*/g, ' ').trim();
    if (name === undefined) continue;
    const { later, end, ...type } = readType(source, token.lastIndex);
    fields.push({ name, isOptional: optional !== undefined, ...type, comment });
    comment = later;
    token.lastIndex = end;
  }
  throw new Error('an interface has no end');
}

interface ReadType extends Pick<InterfaceField, 'type' | 'isList' | 'isNullable'> {
  readonly end: number;
  /** A comment that the formatter moved before the semicolon belongs to the next field. */
  readonly later: string;
}

function readType(source: string, from: number): ReadType {
  const inPlace = /^(readonly )?(Readonly<\s*Record<string, )?(readonly )?\{/.exec(
    source.slice(from, from + 60),
  );
  if (inPlace !== null) {
    const { fields, end } = readFields(source, from + inPlace[0].length);
    const after = /^[^;}]*/.exec(source.slice(end))?.[0] ?? '';
    const isList = after.includes('[]') || inPlace[2] !== undefined;
    return { type: fields, isList, isNullable: after.includes('null'), end: end + after.length, later: '' };
  }
  const text = /^(?:\/\*[\s\S]*?\*\/|[^;}])*/.exec(source.slice(from))?.[0] ?? '';
  const later = /\/\*\*([\s\S]*?)\*\//.exec(text)?.[1]?.trim() ?? '';
  const type = text
    .replaceAll(/\/\*\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const isNullable = type.includes('null');
  return { type, isList: type.endsWith('[]'), isNullable, end: from + text.length, later };
}

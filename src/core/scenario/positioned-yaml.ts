/** Parses YAML to plain data and keeps the line and column of every key and value, so that every error has a position. */
import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Node as YamlNode,
} from 'yaml';
import type { SourcePosition } from '../errors/user-error.ts';
import { booleanWord, KUBERNETES_SCALARS } from '../objects/kubernetes-yaml.ts';
import { deepestFlow } from './deepest-flow.ts';
import { plainDocuments } from './plain-yaml/plain-documents.ts';

export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };
export type PlainObject = { [key: string]: Plain };
export type Path = readonly PropertyKey[];

interface SyntaxProblem {
  readonly message: string;
  readonly position: SourcePosition;
}

export interface PositionedDocument {
  readonly file: string;
  readonly data: Plain;
  /** Position of the value at a path, or of the nearest parent that exists. */
  positionOf(path: Path): SourcePosition;
  /** Position of the last key of a path. */
  keyPositionOf(path: Path): SourcePosition;
}

export type ParsedYaml =
  | { readonly document: PositionedDocument; readonly problems?: undefined }
  | { readonly document?: undefined; readonly problems: readonly SyntaxProblem[] };

type ParsedStream =
  | { readonly documents: readonly PositionedDocument[]; readonly problems?: undefined }
  | { readonly documents?: undefined; readonly problems: readonly SyntaxProblem[] };

/** Most levels: deeper than any real scenario, and small enough for every recursion here. */
const DEEPEST = 100;
/** Most values that aliases may expand to. */
const MOST_VALUES = 2_000_000;
const MOST_PROBLEMS = 20;

interface Offsets {
  readonly self: number;
  readonly keys: Map<string, number>;
  readonly values: Map<string, number>;
}

/**
 * Parses one YAML (or JSON) document.
 *
 * These are errors with a position: bad syntax, duplicate keys, several documents, keys that are no plain words, nesting deeper than
 * 100 levels, and aliases that contain themselves or expand to more than 2 million values.
 */
export function parsePositionedYaml(text: string, file: string): ParsedYaml {
  const { documents, problems } = parsePositionedStream(text, file, 'one');
  return documents ? { document: documents[0]! } : { problems };
}

/**
 * Parses all YAML documents of a file, at least one; empty ones are left out. The errors are those of one document.
 *
 * @param number `one`: a second document is an error.
 */
export function parsePositionedStream(text: string, file: string, number: 'one' | 'any'): ParsedStream {
  const documents = plainDocuments(text, file);
  if (documents && (number === 'any' || documents.length === 1)) return { documents };
  return parseFully(text, file, number);
}

/** The same by the full parser, which is slow and knows all of YAML and its errors. */
export function parseFully(text: string, file: string, number: 'one' | 'any'): ParsedStream {
  const lineCounter = new LineCounter();
  const at = (offset: number): SourcePosition => {
    const { line, col } = lineCounter.linePos(Math.min(offset, text.length));
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const refused = (
    message: string,
    position: SourcePosition = { file, line: 1, column: 1 },
  ): ParsedStream => ({
    problems: [{ message, position }],
  });
  const tooDeep = deepestFlow(text, 10 * DEEPEST);
  if (tooDeep !== undefined) return refused(tooDeepMessage, tooDeep(file));

  let parsed: ReturnType<typeof parseAllDocuments>;
  try {
    parsed = parseAllDocuments(text, {
      lineCounter,
      uniqueKeys: true,
      stringKeys: false,
      logLevel: 'silent',
      ...KUBERNETES_SCALARS,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refused(tooDeepMessage);
  }
  if ('empty' in parsed) return refused('the file is empty');
  const problems = parsed.flatMap((document) =>
    document.errors.map((error) => ({ message: syntaxMessage(error.message), position: at(error.pos[0]) })),
  );
  if (problems.length > 0) return { problems: problems.slice(0, MOST_PROBLEMS) };
  const filled = parsed.filter(({ contents }) => !isNothing(contents));
  if (number === 'one' && filled[1])
    return refused('a second YAML document: keep one scenario a file', at(filled[1].range?.[0] ?? 0));
  if (filled.length === 0) return refused('the file is empty');
  try {
    const documents = filled.map((document) => {
      const offsets = new WeakMap<object, Offsets>();
      const conversion = new Conversion(offsets, (alias) => alias.resolve(document));
      const contents = document.contents as YamlNode;
      return positioned(file, conversion.convert(contents, 0), offsets, at);
    });
    return { documents };
  } catch (error) {
    if (error instanceof ConversionError) return refused(error.message, at(error.offset));
    throw error;
  }
}

const tooDeepMessage = `nested deeper than ${DEEPEST} levels`;

class ConversionError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Converts the YAML tree. Aliases are copied, so that every value in the result has one parent. */
class Conversion {
  private values = 0;
  private readonly open = new Set<YamlNode>();
  private readonly targets = new Map<Alias, YamlNode | undefined>();
  private readonly offsets: WeakMap<object, Offsets>;
  private readonly resolve: (alias: Alias) => YamlNode | undefined;

  constructor(offsets: WeakMap<object, Offsets>, resolve: (alias: Alias) => YamlNode | undefined) {
    this.offsets = offsets;
    this.resolve = resolve;
  }

  convert(node: YamlNode | null | undefined, depth: number): Plain {
    if (!node) return null;
    const offset = node.range?.[0] ?? 0;
    if (depth > DEEPEST) throw new ConversionError(tooDeepMessage, offset);
    this.values += 1;
    if (this.values > MOST_VALUES)
      throw new ConversionError('aliases expand to more than 2 million values', offset);
    if (isAlias(node)) return this.alias(node, offset, depth);
    if (isScalar(node)) return scalarValue(node.value);
    if (isSeq(node)) return this.sequence(node, offset, depth);
    if (isMap(node)) return this.mapping(node, offset, depth);
    throw new ConversionError('not a value that a scenario can hold', offset);
  }

  private alias(node: Alias, offset: number, depth: number): Plain {
    const target = this.targetOf(node);
    if (!target) throw new ConversionError(`*${node.source} names no anchor`, offset);
    if (this.open.has(target)) throw new ConversionError(`*${node.source} contains itself`, offset);
    return this.convert(target, depth + 1);
  }

  /** Each alias is resolved once, because resolving walks the whole document. */
  private targetOf(node: Alias): YamlNode | undefined {
    if (!this.targets.has(node)) this.targets.set(node, this.resolve(node));
    return this.targets.get(node);
  }

  private sequence(node: YamlNode & { items: unknown[] }, offset: number, depth: number): Plain {
    this.open.add(node);
    const values = new Map<string, number>();
    const result: Plain[] = [];
    for (const item of node.items as (YamlNode | null)[]) {
      values.set(String(result.length), item?.range?.[0] ?? offset);
      result.push(this.convert(item, depth + 1));
    }
    this.open.delete(node);
    this.offsets.set(result, { self: offset, keys: values, values });
    return result;
  }

  private mapping(
    node: YamlNode & { items: { key: unknown; value: unknown }[] },
    offset: number,
    depth: number,
  ): Plain {
    this.open.add(node);
    const keys = new Map<string, number>();
    const values = new Map<string, number>();
    const result: PlainObject = {};
    const merged: { source: Plain; offset: number }[] = [];
    for (const { key, value } of node.items) {
      const keyNode = isAlias(key) ? this.targetOf(key) : key;
      const keyOffset = (key as YamlNode | null)?.range?.[0] ?? offset;
      if (!isScalar(keyNode)) throw new ConversionError('a key must be a plain word', keyOffset);
      const name = String(keyNode.value);
      if (name === '__proto__') throw new ConversionError('"__proto__" can be no key', keyOffset);
      const converted = this.convert(value as YamlNode | null, depth + 1);
      if (name === '<<' && keyNode.type === 'PLAIN') {
        merged.push({ source: converted, offset: keyOffset });
        continue;
      }
      keys.set(name, keyOffset);
      values.set(name, (value as YamlNode | null)?.range?.[0] ?? keyOffset);
      result[name] = unquotedBoolean(name, value) ?? converted;
    }
    for (const { source, offset: keyOffset } of merged)
      this.merge(source, { result, keys, values }, keyOffset);
    this.open.delete(node);
    this.offsets.set(result, { self: offset, keys, values });
    return result;
  }

  /** A merge key of YAML 1.1 (`<<: *base`, `<<: [*one, *two]`): adds the keys that the map does not have. */
  private merge(
    source: Plain,
    into: { result: PlainObject; keys: Map<string, number>; values: Map<string, number> },
    keyOffset: number,
  ): void {
    if (Array.isArray(source)) {
      for (const each of source) this.merge(each, into, keyOffset);
      return;
    }
    if (source === null || typeof source !== 'object')
      throw new ConversionError('<< needs a map, or a list of maps', keyOffset);
    const places = this.offsets.get(source);
    for (const [name, value] of Object.entries(source)) {
      if (Object.hasOwn(into.result, name)) continue;
      into.result[name] = value;
      into.keys.set(name, places?.keys.get(name) ?? keyOffset);
      into.values.set(name, places?.values.get(name) ?? keyOffset);
    }
  }
}

/** Between separators there may be comments alone. */
function isNothing(contents: unknown): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && !contents.source);
}

function unquotedBoolean(field: string, value: unknown): boolean | undefined {
  return isScalar(value) && value.type === 'PLAIN' && typeof value.value === 'string'
    ? booleanWord(field, value.value)
    : undefined;
}

function scalarValue(value: unknown): Plain {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value);
}

function positioned(
  file: string,
  data: Plain,
  offsets: WeakMap<object, Offsets>,
  at: (offset: number) => SourcePosition,
): PositionedDocument {
  const locate = (path: Path, of: 'keys' | 'values'): number => {
    let value: Plain | undefined = data;
    let offset = offsetsOf(offsets, data)?.self ?? 0;
    for (const [depth, key] of path.entries()) {
      const known: Offsets | undefined = offsetsOf(offsets, value);
      const next: number | undefined = known?.[depth === path.length - 1 ? of : 'values'].get(String(key));
      if (next === undefined) break;
      offset = next;
      value = (value as PlainObject)[String(key)];
    }
    return offset;
  };
  return {
    file,
    data,
    positionOf: (path) => at(locate(path, 'values')),
    keyPositionOf: (path) => at(locate(path, 'keys')),
  };
}

function offsetsOf(offsets: WeakMap<object, Offsets>, value: Plain | undefined): Offsets | undefined {
  return value !== null && typeof value === 'object' ? offsets.get(value) : undefined;
}

function syntaxMessage(message: string): string {
  // The parser reports its own stack overflow as a syntax error.
  if (/stack (size exceeded|overflow)/i.test(message)) return tooDeepMessage;
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}

/** Reads the file of defaults: a flag's name with its value, or a command's name with flags below it. */
import { didYouMean } from '../../core/errors/did-you-mean.ts';
import { formatPosition, type SourcePosition, UserError } from '../../core/errors/user-error.ts';
import {
  type Path,
  type Plain,
  type PlainObject,
  type PositionedDocument,
  parsePositionedYaml,
} from '../../core/scenario/positioned-yaml.ts';
import { readTextFile } from '../../storage/text-file.ts';
import type { CommandClass } from '../command-line/command-shape.ts';
import { hasSeveralMeanings } from './variable-names.ts';
import type { WrittenDefault } from './written-default.ts';

type Commands = Readonly<Record<string, CommandClass>>;

/**
 * The defaults of one command, by flag: those below its own name win over those for all commands.
 *
 * @param id of the command, as oclif names it: `cluster:status`.
 * @param all loads every command: a key is only refused if none of them has it.
 * @throws {UserError} (usage) with file, line and column for a key that is neither flag nor command, for a flag of several meanings that
 * stands below no command, and for bad YAML.
 */
export async function defaultsInFile(
  file: string,
  id: string,
  all: () => Promise<Commands>,
): Promise<ReadonlyMap<string, WrittenDefault>> {
  const text = await readTextFile(file);
  const lines = text.split('\n');
  if (lines.every((line) => /^\s*(#.*)?$/.test(line))) return new Map();
  const { document, problems } = parsePositionedYaml(text, file);
  if (document === undefined)
    throw new UserError(problems[0]?.message ?? 'is not YAML', {
      position: problems[0]?.position,
      next: 'correct the file, or name another one in the variable KEG_CONFIG',
    });
  const root = asObject(document.data);
  if (root === undefined)
    throw new UserError('defaults are names of flags with their values', {
      position: document.positionOf([]),
      next: 'write for example context: kwok-demo',
    });
  const reader = { document, lines, commands: await all() };
  const found = new Map<string, WrittenDefault>();
  readSection(reader, { path: [], section: root, at: [] }, id.split(':'), found);
  return found;
}

interface Reader {
  readonly document: PositionedDocument;
  readonly lines: readonly string[];
  readonly commands: Commands;
}

interface Section {
  /** Of its mapping in the file. */
  readonly path: Path;
  readonly section: PlainObject;
  /** The words of the command that it is for; none: for every command. */
  readonly at: readonly string[];
}

/** Deeper sections are read later, and so replace what stands above them. */
function readSection(
  reader: Reader,
  { path, section, at }: Section,
  wanted: readonly string[],
  found: Map<string, WrittenDefault>,
): void {
  const deeper: Section[] = [];
  for (const [key, value] of Object.entries(section)) {
    const here = [...path, key];
    const below = asObject(value);
    const words = [...at, key];
    if (below !== undefined && isCommand(reader, words))
      deeper.push({ path: here, section: below, at: words });
    else if (!hasFlag(reader, at, key)) throw unknownKey(reader, here, at, key);
    else if (at.length === 0 && hasSeveralMeanings(key)) throw severalMeanings(reader, here, key);
    else if (isPrefix(at, wanted)) {
      const position = reader.document.positionOf(here);
      const texts = textsOf(reader, here, value);
      found.set(key, { texts, position, origin: formatPosition(position), isForOneCommand: at.length > 0 });
    }
  }
  for (const each of deeper) readSection(reader, each, wanted, found);
}

function isCommand({ commands }: Reader, words: readonly string[]): boolean {
  return Object.keys(commands).some((id) => isPrefix(words, id.split(':')));
}

function hasFlag(reader: Reader, at: readonly string[], name: string): boolean {
  return flagNames(reader, at).has(name);
}

/** Of all commands whose name starts with the words. */
function flagNames({ commands }: Reader, at: readonly string[]): ReadonlySet<string> {
  const meant = Object.entries(commands).filter(([id]) => isPrefix(at, id.split(':')));
  return new Set(meant.flatMap(([, { flags, baseFlags }]) => Object.keys({ ...flags, ...baseFlags })));
}

function isPrefix(words: readonly string[], of: readonly string[]): boolean {
  return words.every((word, index) => word === of[index]);
}

function severalMeanings(reader: Reader, path: Path, key: string): UserError {
  const having = Object.keys(reader.commands).filter((id) => hasFlag(reader, id.split(':'), key));
  const names = having.map((id) => id.replaceAll(':', ' '));
  return new UserError(`${key} means different things in different commands`, {
    position: reader.document.keyPositionOf(path),
    next: `write it below the one that you mean: ${names.join(', ')}`,
  });
}

function unknownKey(reader: Reader, path: Path, at: readonly string[], key: string): UserError {
  const commands = at.length > 0 ? [] : Object.keys(reader.commands).map((id) => id.split(':')[0]!);
  const meant = didYouMean(key, [...flagNames(reader, at), ...commands]);
  const place = at.length === 0 ? 'neither a flag nor a command' : `no flag of ${at.join(' ')}`;
  return new UserError(`${key} is ${place}`, {
    position: reader.document.keyPositionOf(path),
    next: meant ? `did you mean ${meant}?` : 'names of flags are written without dashes in front',
  });
}

/** The values as they are written: `1.30` stays `1.30`. */
function textsOf(reader: Reader, path: Path, value: Plain): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => textsOf(reader, [...path, index], each));
  const position = reader.document.positionOf(path);
  if (typeof value === 'number') return [writtenAt(reader.lines, position) ?? String(value)];
  if (typeof value === 'string' || typeof value === 'boolean') return [String(value)];
  throw new UserError(`${String(path.at(-1))} needs a value`, {
    position,
    next: value === null ? 'write one, or remove the line' : 'write text, a number, true, false or a list',
  });
}

function writtenAt(lines: readonly string[], { line = 1, column = 1 }: SourcePosition): string | undefined {
  return /^[^\s,\]}]+/.exec((lines[line - 1] ?? '').slice(column - 1))?.[0];
}

function asObject(value: Plain): PlainObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** Reads the scalars of the plain part of YAML: plain and quoted ones on one line, and literal blocks. */
import { booleanWord } from '../../objects/kubernetes-yaml.ts';
import { notPlain } from './not-plain.ts';
import type { WrittenValue } from './written-value.ts';

export const NEWLINE = 0x0a;
export const SPACE = 0x20;
export const HASH = 0x23;
export const QUOTE = 0x22;
export const APOSTROPHE = 0x27;
export const COMMA = 0x2c;
export const DASH = 0x2d;
export const COLON = 0x3a;
const BACKSLASH = 0x5c;
export const BAR = 0x7c;

/** Characters with which no plain scalar begins. A dash may begin one if no space follows. */
const INDICATORS = new Set([...'?:,[]{}#&*!|>\'"%@`'].map((each) => each.charCodeAt(0)));

/** Values that were cut from texts. Equal texts are one string: manifests repeat theirs thousands of times. */
const kept: (string | undefined)[] = [];
const MOST_KEPT = 4096;

/** The text from `start` to before `end`. */
function cut(text: string, start: number, end: number): string {
  const length = end - start;
  if (length > 64) return text.slice(start, end);
  let hash = length;
  for (let index = start; index < end; index += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  const place = (hash ^ (hash >>> 13)) & (MOST_KEPT - 1);
  const known = kept[place];
  if (known !== undefined && known.length === length && text.startsWith(known, start)) return known;
  const found = text.slice(start, end);
  kept[place] = found;
  return found;
}

/** Whether a space, the end of the line or of the text is at `at`. */
export function isBlank(text: string, at: number): boolean {
  const character = text.charCodeAt(at);
  return character === SPACE || character === NEWLINE || Number.isNaN(character);
}

/** Refuses what can't begin a plain scalar. */
export function checkPlainStart(text: string, at: number): void {
  const first = text.charCodeAt(at);
  if (INDICATORS.has(first) || Number.isNaN(first)) notPlain();
  if (first === DASH && isBlank(text, at + 1)) notPlain();
}

/** Where the plain scalar that begins at `start` ends in a block, with its spaces: at a colon that makes it a key, a comment or a newline. */
export function plainEnd(text: string, start: number): number {
  for (let at = start; ; at += 1) {
    const character = text.charCodeAt(at);
    if (character === NEWLINE || Number.isNaN(character)) return at;
    if (character === COLON && isBlank(text, at + 1)) return at;
    if (character === HASH && text.charCodeAt(at - 1) === SPACE) return at;
    if (character < SPACE) notPlain();
  }
}

/** Without the spaces at the end. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && text.charCodeAt(last - 1) === SPACE) last -= 1;
  return last;
}

/** The value of a plain scalar by the core schema of YAML 1.2. */
export function plainValue(text: string, start: number, end: number): WrittenValue {
  const word = cut(text, start, end);
  const first = word.charCodeAt(0);
  if ((first >= 0x30 && first <= 0x39) || first === 0x2b || first === DASH || first === 0x2e)
    return numberOrText(word);
  return WORDS.has(word) ? WORDS.get(word)! : word;
}

const WORDS: ReadonlyMap<string, WrittenValue> = new Map<string, WrittenValue>([
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

const INTEGER = /^[-+]?(?:0|[1-9][0-9]{0,14})$/;
const DECIMAL = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
/** Octal, hexadecimal, infinite, not a number; whole numbers with underscores, of many digits or with a zero in front. */
const OTHER_NUMBER = /^(?:0o|0x|[-+]?\.(?:inf|nan)$|[-+]?[0-9][0-9_]*$)/i;

function numberOrText(word: string): WrittenValue {
  if (INTEGER.test(word)) return Number.parseInt(word, 10);
  if (OTHER_NUMBER.test(word)) notPlain();
  if (!DECIMAL.test(word)) return word;
  const value = Number.parseFloat(word);
  return Number.isFinite(value) ? value : notPlain();
}

/** Refuses a word that YAML 1.1 takes for a boolean in a field of that name. */
export function checkWord(field: string, value: WrittenValue): void {
  if (typeof value === 'string' && value.length <= 3 && booleanWord(field, value) !== undefined) notPlain();
}

/** The place after the closing quote of the scalar that begins at `start`. */
export function quotedEnd(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; ; at += 1) {
    const character = text.charCodeAt(at);
    if (character < SPACE || Number.isNaN(character)) notPlain();
    if (character === BACKSLASH && quote === QUOTE) at += 1;
    else if (character === quote) {
      if (quote === APOSTROPHE && text.charCodeAt(at + 1) === APOSTROPHE) at += 1;
      else return at + 1;
    }
  }
}

export function quotedValue(text: string, start: number, end: number): string {
  const inside = cut(text, start + 1, end - 1);
  if (text.charCodeAt(start) === APOSTROPHE)
    return inside.includes("'") ? inside.replaceAll("''", "'") : inside;
  if (!inside.includes('\\')) return inside;
  // JSON's escapes mean the same in YAML, which has more.
  if (!/^(?:[^\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*$/.test(inside)) notPlain();
  return JSON.parse(`"${inside}"`) as string;
}

/** A literal block. */
export interface Literal {
  readonly value: string;
  /** The start of the line after it. */
  readonly next: number;
}

/** Reads the literal block whose `|` is at `start`. @param parent - the indentation of the collection that holds it. */
export function readLiteral(text: string, start: number, parent: number): Literal {
  const isStripped = text.charCodeAt(start + 1) === DASH;
  let at = start + (isStripped ? 2 : 1);
  if (text.charCodeAt(at) !== NEWLINE) notPlain();
  at += 1;
  const indent = spacesAt(text, at);
  if (indent <= parent) notPlain();
  const lines: string[] = [];
  let last = 0;
  for (;;) {
    const end = text.indexOf('\n', at);
    const spaces = spacesAt(text, at);
    const isBlankLine = at + spaces === (end === -1 ? text.length : end);
    if (!isBlankLine && spaces < indent) {
      if (spaces > parent) notPlain();
      break;
    }
    if (isBlankLine && (spaces > indent || lines.length === 0)) notPlain();
    if (end === -1) {
      if (!isBlankLine || spaces > 0) notPlain();
      break;
    }
    lines.push(isBlankLine ? '' : text.slice(at + indent, end));
    if (!isBlankLine) last = lines.length;
    at = end + 1;
  }
  return { value: lines.slice(0, last).join('\n') + (isStripped ? '' : '\n'), next: at };
}

function spacesAt(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at - start;
}

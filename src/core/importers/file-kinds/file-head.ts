/** Holds the beginning of a file in the forms that recognisers need, and computes each form once. */

import { decodedText } from '../text/text-encoding.ts';

export interface FileHead {
  /** As the user named it. */
  readonly file: string;
  /** The first bytes, up to 64 KiB; of a gzip file what it holds. */
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8 or UTF-16, without a byte order mark. */
  readonly text: string;
  /** The first line that is not blank. */
  readonly firstLine: string;
  /** The first line as JSON; undefined if it is not whole JSON. */
  readonly firstRecord: unknown;
  readonly isJson: boolean;
  /** Names of the keys at the top level; of a JSON list none. Of JSON that is longer than the head: as far as they are indented least. */
  readonly keys: ReadonlySet<string>;
  /** Values of `apiVersion` and `kind` at the top level of the first document; '' where they are missing. */
  readonly apiVersion: string;
  readonly kind: string;
}

export function fileHead(bytes: Uint8Array, file: string): FileHead {
  const text = decodedText(bytes).replace(/^\uFEFF/, '');
  const firstLine = text.trimStart().split('\n', 1)[0]!.trim();
  const isJson = /^\s*[[{]/.test(text);
  const map = isJson ? jsonMap(text, firstLine) : yamlMap(text);
  return {
    file,
    bytes,
    text,
    firstLine,
    firstRecord: parsedJson(firstLine),
    isJson,
    keys: new Set(map.keys()),
    apiVersion: map.get('apiVersion') ?? '',
    kind: map.get('kind') ?? '',
  };
}

type TopLevel = ReadonlyMap<string, string>;

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The first of several JSON objects in a row, or the only one; keys by their indentation where it is cut short. */
function jsonMap(text: string, firstLine: string): TopLevel {
  const value = parsedJson(text) ?? parsedJson(firstLine);
  if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value)) return new Map();
    return new Map(Object.entries(value).map(([key, each]) => [key, typeof each === 'string' ? each : '']));
  }
  if (/^\s*\[/.test(text)) return new Map();
  const atLineStart = [...text.matchAll(LINE_KEY)];
  if (atLineStart.length <= 1) return firstOfEach([...text.matchAll(ANY_KEY)].map(keyAndText));
  const least = Math.min(...atLineStart.map(([, indent]) => indent!.length));
  return firstOfEach(atLineStart.filter(([, indent]) => indent!.length === least).map(keyAndText));
}

const KEY = String.raw`"([^"\\\n]{1,80})"\s*:\s*(?:"([^"\\\n]*)")?`;
/** A key at the beginning of a line, with its indentation. */
const LINE_KEY = new RegExp(String.raw`^([ \t]*)${KEY}`, 'gm');
/** For JSON on one line: it has no indentation that would show the top level, so nested keys count too. */
const ANY_KEY = new RegExp(String.raw`([{,])\s*${KEY}`, 'g');

function keyAndText([, , key, text = '']: RegExpMatchArray): [string, string] {
  return [key!, text];
}

/** Keys at the beginning of a line, up to the second document. */
function yamlMap(text: string): TopLevel {
  const [first = ''] = text.replace(/^(?:\s*(?:#[^\n]*)?\n|---[^\n]*\n)*/, '').split(/^---/m, 1);
  const keys = [
    ...first.matchAll(/^["']?([\w$][\w.$/-]*)["']?[ \t]*:(?:[ \t]+["']?([^\s"'#]+)|[ \t]*\r?$)?/gm),
  ];
  return firstOfEach(keys.map(([, key, value = '']) => [key!, value]));
}

function firstOfEach(entries: readonly (readonly [string, string])[]): TopLevel {
  const map = new Map<string, string>();
  for (const [key, value] of entries) if (!map.has(key)) map.set(key, value);
  return map;
}

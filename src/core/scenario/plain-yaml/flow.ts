/** Reads flow collections, as `[a, b]`, `{a: 1}` and JSON. */

import {
  addEntry,
  closeCollection,
  type NodePlaces,
  noEntries,
  openCollection,
  refuseKey,
  SEQUENCE,
} from './node-places.ts';
import { notPlain } from './not-plain.ts';
import {
  APOSTROPHE,
  COLON,
  COMMA,
  checkPlainStart,
  checkWord,
  DASH,
  HASH,
  isBlank,
  NEWLINE,
  plainValue,
  QUOTE,
  quotedEnd,
  quotedValue,
  SPACE,
  trimmedEnd,
} from './scalars.ts';
import type { WrittenMap, WrittenValue } from './written-value.ts';

const OPEN_SEQUENCE = 0x5b;
const CLOSE_SEQUENCE = 0x5d;
const OPEN_MAPPING = 0x7b;
const CLOSE_MAPPING = 0x7d;
/** Most levels inside each other. */
const DEEPEST = 50;

export interface FlowReader {
  readonly text: string;
  readonly places: NodePlaces;
  pos: number;
  /** The indentation of the collection that holds the outermost flow collection: all its lines are indented further. */
  parent: number;
}

export function isFlowStart(character: number): boolean {
  return character === OPEN_SEQUENCE || character === OPEN_MAPPING;
}

/** Reads the collection at `pos`, and leaves `pos` after it. */
export function readFlow(reader: FlowReader, depth = 0): WrittenValue {
  if (depth > DEEPEST) notPlain();
  return reader.text.charCodeAt(reader.pos) === OPEN_SEQUENCE
    ? readSequence(reader, depth)
    : readMapping(reader, depth);
}

function readSequence(reader: FlowReader, depth: number): WrittenValue[] {
  const { places } = reader;
  const opened = openCollection(places);
  const result: WrittenValue[] = [];
  reader.pos += 1;
  while (!isClosed(reader, CLOSE_SEQUENCE)) {
    const place = reader.pos;
    result.push(readValue(reader, depth));
    addEntry(places, SEQUENCE, place, place);
    passComma(reader, CLOSE_SEQUENCE);
  }
  closeCollection(places, opened);
  return result;
}

function readMapping(reader: FlowReader, depth: number): WrittenMap {
  const { places } = reader;
  const opened = openCollection(places);
  const result: WrittenMap = {};
  reader.pos += 1;
  while (!isClosed(reader, CLOSE_MAPPING)) {
    const keyPlace = reader.pos;
    const key = readKey(reader);
    refuseKey(key);
    if (result[key] !== undefined) notPlain();
    skipSpace(reader);
    const place = reader.pos;
    const value = readValue(reader, depth);
    checkWord(key, value);
    result[key] = value;
    addEntry(places, key, keyPlace, place);
    passComma(reader, CLOSE_MAPPING);
  }
  closeCollection(places, opened);
  return result;
}

/** Passes the closing bracket, if it is next. */
function isClosed(reader: FlowReader, closing: number): boolean {
  skipSpace(reader);
  if (reader.text.charCodeAt(reader.pos) !== closing) return false;
  reader.pos += 1;
  return true;
}

/** After a value comes a comma or the end of the collection. */
function passComma(reader: FlowReader, closing: number): void {
  skipSpace(reader);
  const next = reader.text.charCodeAt(reader.pos);
  if (next === COMMA) reader.pos += 1;
  else if (next !== closing) notPlain();
}

/** Leaves `pos` after the colon. */
function readKey(reader: FlowReader): string {
  const { text, pos } = reader;
  const first = text.charCodeAt(pos);
  if (first === QUOTE || first === APOSTROPHE) {
    const end = quotedEnd(text, pos);
    if (text.charCodeAt(end) !== COLON) notPlain();
    reader.pos = end + 1;
    return quotedValue(text, pos, end);
  }
  const end = plainEndInFlow(text, pos);
  if (text.charCodeAt(end) !== COLON || text.charCodeAt(end - 1) === SPACE) notPlain();
  reader.pos = end + 1;
  const key = plainValue(text, pos, end);
  return typeof key === 'string' ? key : notPlain();
}

function readValue(reader: FlowReader, depth: number): WrittenValue {
  const { text, pos } = reader;
  const first = text.charCodeAt(pos);
  if (isFlowStart(first)) return readFlow(reader, depth + 1);
  noEntries(reader.places);
  if (first === QUOTE || first === APOSTROPHE) {
    const end = quotedEnd(text, pos);
    reader.pos = end;
    return quotedValue(text, pos, end);
  }
  const end = plainEndInFlow(text, pos);
  if (text.charCodeAt(end) === COLON) notPlain();
  reader.pos = end;
  return plainValue(text, pos, trimmedEnd(text, pos, end));
}

/** Where the plain scalar ends: at a colon that makes it a key, a comma, a bracket that closes, or a newline. */
function plainEndInFlow(text: string, start: number): number {
  checkPlainStart(text, start);
  if (text.charCodeAt(start) === DASH && !/[A-Za-z0-9.]/.test(text.charAt(start + 1))) notPlain();
  for (let at = start; ; at += 1) {
    const character = text.charCodeAt(at);
    if (character === COMMA || character === CLOSE_SEQUENCE || character === CLOSE_MAPPING) return at;
    if (character === NEWLINE) return at;
    if (character === COLON) {
      if (isBlank(text, at + 1)) return at;
      if (!/[^,[\]{}]/.test(text.charAt(at + 1))) notPlain();
    }
    if (character === HASH && text.charCodeAt(at - 1) === SPACE) notPlain();
    if (character < SPACE || Number.isNaN(character) || isFlowStart(character)) notPlain();
  }
}

/** Passes spaces, newlines and comments. */
function skipSpace(reader: FlowReader): void {
  const { text, parent } = reader;
  let at = reader.pos;
  let line = -1;
  for (;;) {
    const character = text.charCodeAt(at);
    if (character === SPACE) at += 1;
    else if (character === NEWLINE) {
      at += 1;
      line = at;
    } else if (character === HASH && (at === line || text.charCodeAt(at - 1) === SPACE)) {
      at = text.indexOf('\n', at);
      if (at === -1) notPlain();
    } else break;
  }
  if (line >= 0 && at - line <= parent) notPlain();
  reader.pos = at;
}

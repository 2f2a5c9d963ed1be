/**
 * Reads the part of YAML in which almost all manifests and scenarios are written, some thirty times as fast as the full parser: block
 * mappings and sequences, flow collections, plain and quoted scalars on one line, literal blocks and comments.
 *
 * It knows no errors. At anything else (anchors, tags, folded text, tabs, a repeated key, a mistake) it gives up, and the full parser reads
 * the text. What it does read has the same data and positions.
 */

import { type FlowReader, isFlowStart, readFlow } from './flow.ts';
import {
  addEntry,
  closeCollection,
  nodePlaces,
  noEntries,
  openCollection,
  placeAt,
  refuseKey,
  SEQUENCE,
} from './node-places.ts';
import { isNotPlain, notPlain } from './not-plain.ts';
import {
  APOSTROPHE,
  BAR,
  COLON,
  checkPlainStart,
  checkWord,
  DASH,
  HASH,
  isBlank,
  NEWLINE,
  plainEnd,
  plainValue,
  QUOTE,
  quotedEnd,
  quotedValue,
  readLiteral,
  SPACE,
  trimmedEnd,
} from './scalars.ts';
import type { PlacePath, WrittenMap, WrittenValue } from './written-value.ts';

/** Most levels inside each other. The full parser allows a few more. */
const DEEPEST = 40;

interface Reader extends FlowReader {
  /** The column of what is at `pos`; −1 at the end of the document. */
  indent: number;
}

export interface PlainDocument {
  readonly data: WrittenValue;
  /** Where the value at a path begins, or its nearest parent that exists. A value that is not written begins where it would. */
  placeOf(path: PlacePath, of: 'key' | 'value'): number;
}

/** Reads all documents of a text; empty ones are left out. Undefined where one is not in this part of YAML. */
export function readPlainYaml(text: string): readonly PlainDocument[] | undefined {
  if (text.includes('\r') || text.startsWith('\ufeff')) return undefined;
  const reader: Reader = { text, places: nodePlaces(), pos: 0, indent: -1, parent: -1 };
  const documents: PlainDocument[] = [];
  try {
    toNextLine(reader);
    for (;;) {
      if (reader.indent >= 0) documents.push(readDocument(reader));
      if (reader.pos === text.length) return documents;
      if (!text.startsWith('---', reader.pos)) return undefined;
      reader.pos += 3;
      endLine(reader);
    }
  } catch (error) {
    if (isNotPlain(error)) return undefined;
    throw error;
  }
}

function readDocument(reader: Reader): PlainDocument {
  const { places, pos: place } = reader;
  const data = readNode(reader, -1, 0);
  if (reader.indent >= 0 || data === null || typeof data !== 'object') notPlain();
  const { first, size } = places;
  return { data, placeOf: (path, of) => placeAt(places, { place, first, size }, path, of) };
}

/** Reads what is at `pos`, and moves to the next line with content after it. @param parent - the indentation of the collection that holds it. */
function readNode(reader: Reader, parent: number, depth: number): WrittenValue {
  if (depth > DEEPEST) notPlain();
  const { text, pos } = reader;
  const first = text.charCodeAt(pos);
  if (first === DASH && isBlank(text, pos + 1)) return readSequence(reader, depth);
  if (isFlowStart(first) || first === BAR) return readValue(reader, parent);
  return isKey(reader) ? readMapping(reader, depth) : readValue(reader, parent);
}

function isKey({ text, pos }: Reader): boolean {
  const first = text.charCodeAt(pos);
  const isQuoted = first === QUOTE || first === APOSTROPHE;
  const end = isQuoted ? quotedEnd(text, pos) : plainEnd(text, pos);
  return text.charCodeAt(end) === COLON && isBlank(text, end + 1);
}

function readMapping(reader: Reader, depth: number): WrittenMap {
  const { text, places, indent } = reader;
  const opened = openCollection(places);
  const result: WrittenMap = {};
  while (reader.indent === indent) {
    const keyPlace = reader.pos;
    const key = readKey(reader);
    refuseKey(key);
    if (result[key] !== undefined) notPlain();
    skipSpaces(reader);
    const next = text.charCodeAt(reader.pos);
    let place = reader.pos;
    if (next === NEWLINE || next === HASH || Number.isNaN(next)) {
      endLine(reader);
      const isItem = reader.indent === indent && isDash(reader);
      if (reader.indent > indent || isItem) {
        place = reader.pos;
        result[key] = readNode(reader, indent, depth + 1);
      } else {
        result[key] = null;
        noEntries(places);
      }
    } else {
      const value = readValue(reader, indent);
      checkWord(key, value);
      result[key] = value;
    }
    addEntry(places, key, keyPlace, place);
  }
  if (reader.indent > indent) notPlain();
  closeCollection(places, opened);
  return result;
}

function readSequence(reader: Reader, depth: number): WrittenValue[] {
  const { text, places, indent } = reader;
  const opened = openCollection(places);
  const result: WrittenValue[] = [];
  while (reader.indent === indent && isDash(reader)) {
    const dash = reader.pos;
    reader.pos += 1;
    skipSpaces(reader);
    const next = text.charCodeAt(reader.pos);
    let place = reader.pos;
    if (next === NEWLINE || next === HASH || Number.isNaN(next)) endLine(reader);
    else reader.indent = indent + reader.pos - dash;
    if (reader.indent > indent) {
      place = reader.pos;
      result.push(readNode(reader, indent, depth + 1));
    } else {
      result.push(null);
      noEntries(places);
    }
    addEntry(places, SEQUENCE, place, place);
  }
  if (reader.indent > indent) notPlain();
  closeCollection(places, opened);
  return result;
}

function isDash({ text, pos }: Reader): boolean {
  return text.charCodeAt(pos) === DASH && isBlank(text, pos + 1);
}

/** Leaves `pos` after the colon. */
function readKey(reader: Reader): string {
  const { text, pos } = reader;
  const first = text.charCodeAt(pos);
  const isQuoted = first === QUOTE || first === APOSTROPHE;
  if (!isQuoted) checkPlainStart(text, pos);
  const end = isQuoted ? quotedEnd(text, pos) : plainEnd(text, pos);
  if (text.charCodeAt(end) !== COLON || !isBlank(text, end + 1) || end - pos > 1000) notPlain();
  reader.pos = end + 1;
  if (isQuoted) return quotedValue(text, pos, end);
  if (text.charCodeAt(end - 1) === SPACE) notPlain();
  const key = plainValue(text, pos, end);
  return typeof key === 'string' ? key : notPlain();
}

/** Reads a flow collection or a scalar, and moves to the next line with content. */
function readValue(reader: Reader, parent: number): WrittenValue {
  const { text, pos } = reader;
  const first = text.charCodeAt(pos);
  let value: WrittenValue;
  if (isFlowStart(first)) {
    reader.parent = parent;
    value = readFlow(reader);
    const { first: entry, size } = reader.places;
    endLine(reader);
    Object.assign(reader.places, { first: entry, size });
    return value;
  }
  noEntries(reader.places);
  if (first === BAR) {
    const literal = readLiteral(text, pos, parent);
    reader.pos = literal.next;
    toNextLine(reader);
    return literal.value;
  }
  if (first === QUOTE || first === APOSTROPHE) {
    reader.pos = quotedEnd(text, pos);
    value = quotedValue(text, pos, reader.pos);
  } else {
    checkPlainStart(text, pos);
    reader.pos = plainEnd(text, pos);
    value = plainValue(text, pos, trimmedEnd(text, pos, reader.pos));
  }
  endLine(reader);
  return value;
}

function skipSpaces(reader: Reader): void {
  while (reader.text.charCodeAt(reader.pos) === SPACE) reader.pos += 1;
}

/** Only spaces and a comment may follow on the line. Moves to the next line with content. */
function endLine(reader: Reader): void {
  const { text } = reader;
  const start = reader.pos;
  skipSpaces(reader);
  const next = text.charCodeAt(reader.pos);
  if (next === HASH) {
    if (reader.pos === start && text.charCodeAt(start - 1) !== SPACE) notPlain();
    const end = text.indexOf('\n', reader.pos);
    reader.pos = end === -1 ? text.length : end;
  } else if (next !== NEWLINE && !Number.isNaN(next)) notPlain();
  if (reader.pos < text.length) reader.pos += 1;
  toNextLine(reader);
}

/** From the start of a line to the next content: past empty lines and comments. */
function toNextLine(reader: Reader): void {
  const { text } = reader;
  for (;;) {
    const line = reader.pos;
    skipSpaces(reader);
    const first = text.charCodeAt(reader.pos);
    if (first === NEWLINE) reader.pos += 1;
    else if (first === HASH) {
      const end = text.indexOf('\n', reader.pos);
      reader.pos = end === -1 ? text.length : end + 1;
    } else {
      const isMarker = reader.pos === line && (first === DASH || first === 0x2e) && isMarkerAt(text, line);
      reader.indent = Number.isNaN(first) || isMarker ? -1 : reader.pos - line;
      return;
    }
  }
}

function isMarkerAt(text: string, at: number): boolean {
  return (text.startsWith('---', at) || text.startsWith('...', at)) && isBlank(text, at + 3);
}

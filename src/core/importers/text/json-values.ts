/** Finds the JSON values in text as it arrives: one a line, over several lines, in lists, in the pages of an API, or behind a prefix. */

export interface JsonSink {
  /** Takes a line if it is one whole map, which saves finding its end. Default: no line. */
  wholeLine?(text: string, line: number): boolean;
  /** The text of one map, and the line on which it begins, from 1. */
  value(text: string, line: number): void;
  /** A line without JSON, or the beginning of a map that is cut off. */
  other(text: string, line: number): void;
}

export interface JsonScanner {
  /** Takes the next piece of text; a value may lie across several pieces. */
  read(text: string): void;
  /** Takes what is left when the text ends. */
  end(): void;
}

export interface JsonScannerOptions {
  /** Lists under these keys of a map at the top are opened, and the rest of the map is dropped: pages of an API are as long as a log. */
  readonly opens?: ReadonlySet<string>;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0d;
/** What stands between values: commas of a list, and the mark of a record (RFC 7464). */
const isBetween = (code: number): boolean =>
  isBlank(code) || code === 0x2c || code === 0x1e || code === 0xfeff;

/**
 * A map that is written on one line ends with it: if the line is cut off, the next line begins anew. Lists around values are opened, so that a list
 * of any length is read in constant memory.
 */
export function createJsonScanner(sink: JsonSink, { opens }: JsonScannerOptions = {}): JsonScanner {
  /** Text from `from` on is not passed on yet. */
  let buffer = '';
  let from = 0;
  let index = 0;
  let line = 1;
  let valueLine = 1;
  let endLine = 0;
  let state: 'between' | 'text' | 'list?' | 'value' = 'between';
  let depth = 0;
  let isInText = false;
  /** The last text at the top level of a map, which may be the key of a list to open. */
  let key: readonly [number, number] = [0, 0];
  /** How many of the lists that are open stand in a map whose rest follows. */
  const pages: number[] = [];
  let lists = 0;
  let isRest = false;

  function between(code: number): void {
    if (code === NEWLINE) line += 1;
    else if (isBetween(code)) return;
    else if (code === OPEN_MAP) beginValue();
    else if (code === OPEN_LIST) {
      state = 'list?';
      from = index;
    } else if (code === CLOSE_LIST && lists > 0) closeList();
    else if (code === CLOSE_LIST) return;
    else {
      state = 'text';
      from = index;
    }
  }

  function beginValue(): void {
    state = 'value';
    from = index;
    valueLine = line;
    depth = 1;
    isInText = false;
    isRest = false;
    key = [index, index];
  }

  function closeList(): void {
    lists -= 1;
    if (pages.at(-1) !== lists) return;
    pages.pop();
    state = 'value';
    depth = 1;
    isRest = true;
    from = index + 1;
    key = [from, from];
  }

  /** A bracket opens a list if a value, another bracket or the end of the line follows it; else it belongs to text, as in `apiserver[7]:`. */
  function afterBracket(code: number): void {
    if (isBlank(code)) return;
    if (code === OPEN_MAP || code === OPEN_LIST || code === CLOSE_LIST || code === NEWLINE) {
      lists += 1;
      state = 'between';
      between(code);
    } else state = 'text';
  }

  function inText(code: number): void {
    if (code === NEWLINE) {
      passOther(buffer.slice(from, index).trim());
      line += 1;
      state = 'between';
    } else if (code === OPEN_MAP) {
      const next = buffer.charCodeAt(index + 1);
      if (next === QUOTE || next === CLOSE_MAP) beginValue();
    }
  }

  /** Fields of a log behind the JSON belong to it. */
  function passOther(text: string): void {
    if (text !== '' && !isSeparator(text) && line !== endLine) sink.other(text, line);
  }

  function endValue(): void {
    state = 'between';
    endLine = line;
    if (!isRest) sink.value(buffer.slice(from, index + 1), valueLine);
  }

  /** Whether a map goes on behind this end of a line. */
  function goesOn(): boolean {
    if (isInText) return false;
    const written = buffer.slice(Math.max(from, index - 200), index).trimEnd();
    return (
      isRest ||
      /[{[,:]$/.test(written) ||
      /^[\s\]}]*$/.test(written.slice(written.lastIndexOf('\n') + 1)) ||
      isOverLines()
    );
  }

  function isOverLines(): boolean {
    const first = buffer.indexOf('\n', from);
    return first >= 0 && first < index;
  }

  function inValue(code: number): void {
    if (code === NEWLINE) {
      if (!goesOn()) {
        sink.other(buffer.slice(from, index), line);
        state = 'between';
      }
      line += 1;
    } else if (isInText) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) {
        isInText = false;
        if (depth === 1) key = [key[0], index];
      }
    } else if (code === QUOTE) {
      isInText = true;
      if (depth === 1) key = [index + 1, index];
    } else if (code === OPEN_MAP) depth += 1;
    else if (code === OPEN_LIST) {
      if (depth === 1 && opens?.has(buffer.slice(...key))) {
        pages.push(lists);
        lists += 1;
        state = 'between';
      } else depth += 1;
    } else if (code === CLOSE_MAP || code === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) endValue();
    }
  }

  function takesLine(): boolean {
    const to = buffer.indexOf('\n', index);
    if (to < 0) return false;
    const text = buffer.slice(index, to).trimEnd();
    if (!text.endsWith('}') || sink.wholeLine?.(text, line) !== true) return false;
    index = to;
    line += 1;
    return true;
  }

  function step(code: number): void {
    if (state === 'between' && code === OPEN_MAP && takesLine()) return;
    if (state === 'value') inValue(code);
    else if (state === 'between') between(code);
    else if (state === 'text') inText(code);
    else afterBracket(code);
  }

  /** Texts are most of a value, and a search is faster than steps. */
  function skipText(): void {
    if (state !== 'value' || !isInText) return;
    let next = index;
    for (let code = buffer.charCodeAt(next); next < buffer.length; code = buffer.charCodeAt(next)) {
      if (code === QUOTE || code === BACKSLASH || code === NEWLINE) break;
      next += 1;
    }
    index = next;
  }

  function compact(): void {
    const cut = state === 'between' ? index : isRest && state === 'value' ? Math.min(index, key[0]) : from;
    buffer = buffer.slice(cut);
    index -= cut;
    from -= cut;
    key = [key[0] - cut, key[1] - cut];
  }

  return {
    read(text) {
      buffer += text;
      // A backslash and a brace are read with the character behind them.
      for (; index < buffer.length - 1; index += 1) {
        skipText();
        if (index < buffer.length - 1) step(buffer.charCodeAt(index));
        else break;
      }
      compact();
    },
    end() {
      for (; index < buffer.length; index += 1) step(buffer.charCodeAt(index));
      const rest = buffer.slice(from).trim();
      if (state === 'text' || state === 'list?') passOther(rest);
      else if (state === 'value' && !isRest) sink.other(rest, line);
      buffer = '';
    },
  };
}

/** Between the documents of a YAML stream whose documents are JSON. */
function isSeparator(text: string): boolean {
  return /^(?:---|\.\.\.)(?:\s|$)/.test(text);
}

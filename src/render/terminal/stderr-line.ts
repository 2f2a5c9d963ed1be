/** Writes lines on stderr, as text or as JSON: every message to the person goes through here. */

/** A terminal or a log, as far as it is used here. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export type LineLevel = 'debug' | 'info' | 'warning' | 'error';

let isJson = false;

/** From now on every line is one JSON object: time, level, message, and what is known besides. */
export function writeLinesAsJson(): void {
  isJson = true;
}

export function areLinesJson(): boolean {
  return isJson;
}

/** @param fields known besides the text; undefined ones are left out. Only JSON shows them. An empty line is text only. */
export function sayLine(
  level: LineLevel,
  text: string,
  fields: Readonly<Record<string, unknown>> = {},
  screen: Screen = process.stderr,
): void {
  if (!isJson) screen.write(`${text}\n`);
  else if (text !== '')
    screen.write(`${JSON.stringify({ time: new Date().toISOString(), level, message: text, ...fields })}\n`);
}

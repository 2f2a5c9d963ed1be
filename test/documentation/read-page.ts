/** Finds in a page of the documentation the commands, the files and the shown output, in their order. */

/** A command as a reader types it: one line of a code block, or a code span in the text. */
export interface ShownCommand {
  readonly kind: 'command';
  readonly text: string;
  readonly line: number;
}

/** A block under `<!-- file: NAME -->`: the reader saves it under that name. */
export interface ShownFile {
  readonly kind: 'file';
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

/** A block of `text`: what the command before it prints, or the one that `<!-- output: COMMAND -->` names. */
export interface ShownOutput {
  readonly kind: 'output';
  readonly of: string | undefined;
  /** The reason why the block is not compared, as `<!-- not compared: REASON -->` states it. */
  readonly notCompared: string | undefined;
  readonly text: string;
  /** Of the first line of the text, from 1. */
  readonly line: number;
}

export type Shown = ShownCommand | ShownFile | ShownOutput;

interface Block {
  readonly language: string;
  readonly lines: readonly string[];
  /** Of its first line, from 1. */
  readonly first: number;
  /** Index of the line after the block. */
  readonly next: number;
}

const PROGRAMS =
  'duckdb|kubectl|npm|npx|node|git|kwokctl|kind|apt-get|export|curl|jq|sed|for|cd|cat|gunzip|sh|source';
const COMMAND_LINE = new RegExp(`^(?:[A-Z_]+=\\S* )?(?:${PROGRAMS}) `);
const SPAN = /`((?:kubectl keg|npm run|npx|node (?:bench|test)\/)[^`]*)`/g;
/** A word that stands for something else: SCENARIO, `FILE…`, `--to FORMAT`. */
const PLACEHOLDER = /(?:^|[\s=])(?:[A-Z][A-Z_-]+(?![\w.])|\S*…)/;

export function readPage(text: string): readonly Shown[] {
  const lines = text.split('\n');
  const shown: Shown[] = [];
  let notes: readonly string[] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index]!;
    const block = blockAt(lines, index);
    if (block !== undefined) shown.push(...inBlock(block, notes));
    else shown.push(...commandSpans(line, index + 1));
    notes = line.startsWith('<!-- ') ? [...notes, line] : line === '' ? notes : [];
    index = block?.next ?? index + 1;
  }
  return shown;
}

function blockAt(lines: readonly string[], index: number): Block | undefined {
  const fence = /^(\s*)```(\w*)\s*$/.exec(lines[index]!);
  if (fence !== null) {
    const end = lines.indexOf(`${fence[1]}\`\`\``, index + 1);
    const last = end < 0 ? lines.length : end;
    return { language: fence[2]!, lines: lines.slice(index + 1, last), first: index + 2, next: last + 1 };
  }
  const isIndented = lines[index]!.startsWith('    ') && (index === 0 || lines[index - 1] === '');
  if (!isIndented) return undefined;
  let next = index;
  while (next < lines.length && (lines[next] === '' || lines[next]!.startsWith('    '))) next += 1;
  while (lines[next - 1] === '') next -= 1;
  const content = lines.slice(index, next).map((each) => each.slice(4));
  return { language: '', lines: content, first: index + 1, next };
}

function inBlock({ language, lines, first }: Block, notes: readonly string[]): readonly Shown[] {
  const text = lines.join('\n');
  const name = noted(notes, 'file');
  if (name !== undefined) return [{ kind: 'file', name, text: `${text}\n`, line: first }];
  if (language === 'text') {
    return [
      {
        kind: 'output',
        of: noted(notes, 'output'),
        notCompared: noted(notes, 'not compared'),
        text,
        line: first,
      },
    ];
  }
  return ['', 'sh', 'console'].includes(language) ? commandLines(lines, first) : [];
}

function noted(notes: readonly string[], key: string): string | undefined {
  return notes.map((note) => new RegExp(`^<!-- ${key}: (.*) -->$`).exec(note)?.[1]).find((each) => each);
}

/** Lines that continue after a backslash and here-documents are one command. */
function commandLines(lines: readonly string[], first: number): readonly ShownCommand[] {
  const found: ShownCommand[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = index + first;
    let text = lines[index]!;
    if (!COMMAND_LINE.test(`${text} `)) continue;
    while (text.endsWith('\\') && index + 1 < lines.length) {
      index += 1;
      text = `${text.slice(0, -1).trimEnd()} ${lines[index]!.trim()}`;
    }
    const here = /<<'(\w+)'$/.exec(text)?.[1];
    while (here !== undefined && lines[index] !== here && index + 1 < lines.length) {
      index += 1;
      text = `${text}\n${lines[index]}`;
    }
    found.push({ kind: 'command', text: here === undefined ? withoutComment(text) : text, line });
  }
  return found;
}

function withoutComment(text: string): string {
  return text.replace(/\s+#(?! exits? with).*$/, '').trim();
}

/** Code spans that are whole commands. A verb alone is its name, and a span with a placeholder is a form. */
function commandSpans(line: string, number: number): readonly ShownCommand[] {
  return [...line.matchAll(SPAN)]
    .map(([, text = '']) => text.replaceAll('\\|', '|').trim())
    .filter((text) => !PLACEHOLDER.test(text))
    .filter((text) => !/^(?:kubectl keg|npm run keg --)(?: [a-z]+)*$/.test(text))
    .map((text) => ({ kind: 'command' as const, text, line: number }));
}

/** Refuses output names that are probably mistakes: formats, flags, and names that belong to another kind of file. */
import { didYouMean } from '../core/errors/did-you-mean.ts';
import { UserError } from '../core/errors/user-error.ts';

/** What a command writes: a recording (JSON Lines), a scenario (YAML), a page (HTML), a folder of CSV files, a JUnit report, or the file of another tool. */
export type OutputKind = 'recording' | 'scenario' | 'page' | 'folder' | 'JUnit report' | 'export';

export interface Output {
  /** The flag that names it, as `-o`. */
  readonly flag: string;
  readonly path: string;
  readonly kind: OutputKind;
}

const ENDINGS: Readonly<Record<Exclude<OutputKind, 'folder'>, string>> = {
  recording: '.keg.jsonl',
  scenario: '.yaml',
  page: '.html',
  'JUnit report': '.xml',
  export: '.jsonl',
};

/** Endings that promise a certain content, and the kinds of output that have it. Any other ending suits every kind. */
const CONTENT_OF_ENDING: Readonly<Record<string, readonly OutputKind[]>> = {
  '.yaml': ['scenario'],
  '.yml': ['scenario'],
  '.json': [],
  '.jsonl': ['recording'],
  '.ndjson': ['recording'],
  '.csv': [],
  '.html': ['page'],
  '.htm': ['page'],
  '.md': [],
  '.parquet': [],
  '.pdf': [],
  '.png': [],
  '.svg': [],
  '.tar': [],
  '.tgz': [],
  '.xlsx': [],
  '.xml': [],
  '.zip': [],
};

/** Endings that are not the name of their format. */
const FORMAT_ENDINGS: Readonly<Record<string, string>> = {
  '.yml': '.yaml',
  '.md': '.markdown',
  '.htm': '.html',
};
/** Formats of several files. */
const IN_FOLDERS: ReadonlySet<string> = new Set(['csv', 'parquet']);

/**
 * Checks a name alone, without looking at the disk.
 *
 * @param formats the output formats that the flag takes beside file names; empty for a flag that takes a file name only.
 * @throws {UserError} (usage) for a name that looks like a flag or a format, or that ends like another kind of file.
 */
export function refuseOutputName(output: Output, formats: readonly string[] = []): void {
  const { flag, path, kind } = output;
  const word = path === '' ? '""' : path;
  const list = formats.length === 0 ? '' : `a format (${formats.join(', ')})`;
  if (path.startsWith('-')) {
    throw new UserError(`${flag} ${path} is ${list === '' ? 'not' : `neither ${list} nor`} a file name`, {
      next: `it looks like a flag; for a file of that name write ./${path}`,
    });
  }
  if (kind === 'folder' && path !== '') return;
  if (kind === 'folder')
    throw new UserError(`${flag} "" is not the name of a folder`, { next: 'name a folder' });
  if (!isFileName(path)) {
    throw new UserError(`${flag} ${word} is ${list === '' ? 'not' : `neither ${list} nor`} a file name`, {
      next: nameAdvice(path, kind, formats),
    });
  }
  // Other tools have endings of their own.
  if (kind === 'export' || kind === 'JUnit report') return;
  const ending = endingOf(path);
  const suits = CONTENT_OF_ENDING[ending]?.includes(kind) ?? true;
  const isUnzipped = kind !== 'recording' && /\.gz$/i.test(path);
  if (suits && !isUnzipped) return;
  const better = `${path.slice(0, path.length - ending.length - gzOf(path).length)}${ENDINGS[kind]}${kind === 'recording' ? gzOf(path) : ''}`;
  const format =
    gzOf(path) !== '' ? undefined : formats.find((each) => `.${each}` === (FORMAT_ENDINGS[ending] ?? ending));
  /** Without a redirection to copy: the shell would empty the file, which can be the input. */
  const printed =
    format === undefined
      ? ''
      : IN_FOLDERS.has(format)
        ? `; -o ${format} --${format}-dir FOLDER writes that format into a folder`
        : `; -o ${format} prints that format to standard output`;
  throw new UserError(`${flag} ${path}: a ${kind} does not go into a ${isUnzipped ? '.gz' : ending} file`, {
    next: `name it ${better}${printed}`,
  });
}

/** A file name has a dot or a slash; `jsonpath={.x}` and `custom-columns=A:.b` are formats of kubectl. */
function isFileName(text: string): boolean {
  return /[./\\]/.test(text) && !/^[\w-]+=/.test(text);
}

function nameAdvice(text: string, kind: Exclude<OutputKind, 'folder'>, formats: readonly string[]): string {
  const meant = didYouMean(text, formats);
  if (meant !== undefined) return `did you mean ${meant}?`;
  const stem = /^[\w-]+$/.test(text) && !isFormatWord(text) ? text : 'day';
  const example = `${kind === 'export' ? 'an' : 'a'} ${kind} is called for example ${stem}${ENDINGS[kind]}`;
  return formats.length > 0 || !isFormatWord(text) ? example : `this flag takes no format; ${example}`;
}

/** Words that kubectl and other tools take after -o. */
function isFormatWord(text: string): boolean {
  return /^(json|yaml|yml|name|wide|table|csv|html|text|jsonpath|go-template|custom-columns|template)\b/i.test(
    text,
  );
}

function endingOf(path: string): string {
  return (/\.[^./\\]+$/.exec(path.slice(0, path.length - gzOf(path).length))?.[0] ?? '').toLowerCase();
}

function gzOf(path: string): string {
  return /\.gz$/i.exec(path)?.[0] ?? '';
}

/** Takes apart one line of a shell: the commands that `&&` joins, and in each keg's own words and what the shell does with its output. */
import { execFileSync } from 'node:child_process';

export interface KegCall {
  readonly argv: readonly string[];
  /** What follows keg's own words: `> file`, `| jq .pods`; empty if its output goes to the terminal. */
  readonly rest: string;
  readonly stderrToo: boolean;
}

const KEG = /^(?:kubectl keg|npm run keg --)\s+/;

/** The commands of a line, in order. */
export function commandsOfLine(line: string): readonly string[] {
  if (line.includes('\n')) return [line];
  return splitOutsideQuotes(line, '&&').map((each) => each.trim());
}

/** What a line gives keg; undefined for a line of another program. */
export function kegCall(line: string, folder: string): KegCall | undefined {
  const start = KEG.exec(line);
  if (start === null) return undefined;
  const stderrToo = line.includes(' 2>&1');
  const own = line.slice(start[0].length).replace(' 2>&1', '');
  const end = firstOutsideQuotes(own, /[|>]/);
  return { argv: words(own.slice(0, end), folder), rest: own.slice(end), stderrToo };
}

/** The words as a shell makes them of the text: quotes, `$PWD` and `*.yaml`. */
function words(text: string, folder: string): readonly string[] {
  if (!/["'$*?~]/.test(text)) return text.split(/\s+/).filter((word) => word !== '');
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${text}`], { cwd: folder, encoding: 'utf8' });
  return printed.split('\0').slice(0, -1);
}

function firstOutsideQuotes(text: string, wanted: RegExp): number {
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if (quote === '' && wanted.test(character)) return index;
    if (quote === '' ? /['"]/.test(character) : character === quote) quote = quote === '' ? character : '';
  }
  return text.length;
}

function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  const parts: string[] = [''];
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if (quote === '' ? /['"]/.test(character) : character === quote) quote = quote === '' ? character : '';
    if (quote === '' && text.startsWith(separator, index)) {
      parts.push('');
      index += separator.length - 1;
    } else parts[parts.length - 1] += character;
  }
  return parts;
}

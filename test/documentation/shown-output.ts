/** Compares what a page shows with what its command printed. The word `…` is a part that varies, and a line of `…` alone is any number of lines. */

/** A word of its own; keg prints the sign inside of words that it shortens. */
const VARIES = /(?<!\S)…(?!\S)/;

/** How fast the machine was: the only text that two runs of one command print otherwise. */
const MACHINE_SPEED: readonly RegExp[] = [/took [\d.,]+ m?s here \([\d,.]+x\)/g];

export function isShown(shown: string, printed: string): boolean {
  const wanted = linesOf(masked(shown));
  const given = linesOf(masked(printed));
  if (wanted.every((line) => !VARIES.test(line))) return wanted.join('\n') === given.join('\n');
  return pattern(wanted).test(given.map((line) => `${line}\n`).join(''));
}

/** The block as it should be. Of each stretch between two lines of `…` it keeps what is printed from its first line to its last. */
export function rewritten(shown: string, printed: string): string {
  if (isShown(shown, printed)) return shown;
  const given = linesOf(printed);
  const stretches = linesOf(shown)
    .join('\n')
    .split(/(?:^|\n)…(?:\n|$)/)
    .map((each) => each.split('\n'));
  let from = 0;
  return stretches
    .map((stretch, index) => {
      if (stretch.join('') === '') return '';
      const found = placesOf(stretch, given, from);
      const start = index === 0 ? 0 : (found[0] ?? from);
      const end = index === stretches.length - 1 ? given.length : (found.at(-1) ?? start) + 1;
      from = end;
      return given.slice(start, end).join('\n');
    })
    .reduce((all, each, index) => (index === 0 ? each : `${all}${all === '' ? '' : '\n'}…\n${each}`), '')
    .trimEnd();
}

/** Where the lines of the stretch stand now, found by what stays of a line when its figures change. */
function placesOf(stretch: readonly string[], given: readonly string[], from: number): readonly number[] {
  let next = from;
  return stretch.flatMap((line) => {
    const at = given.findIndex((each, index) => index >= next && skeleton(each) === skeleton(line));
    if (at < 0) return [];
    next = at + 1;
    return [at];
  });
}

/** The first two lines that differ, for the message of a test. */
export function firstDifference(shown: string, printed: string): string {
  const [wanted, given] = [linesOf(shown), linesOf(printed)];
  const index = wanted.findIndex((line, at) => line !== given[at] && line !== '…');
  return `shown:   ${wanted[index] ?? '(no more lines)'}\nprinted: ${given[index] ?? '(no more lines)'}`;
}

function linesOf(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
}

function masked(text: string): string {
  return MACHINE_SPEED.reduce((all, figure) => all.replaceAll(figure, 'took (machine speed)'), text);
}

function pattern(lines: readonly string[]): RegExp {
  const parts = lines.map((line) => {
    if (line === '…') return '(?:.*\\n)*?';
    const texts = line.split(VARIES).map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    return `${texts.join('.*')}\\n`;
  });
  return new RegExp(`^${parts.join('')}$`);
}

/** What stays of a line when its figures change. */
function skeleton(line: string): string {
  const label = /^\s*\S+(?: [^\s\d]\S*)*/.exec(line)?.[0] ?? '';
  return label.replaceAll(/(?<![a-z])[\d.,%]+/gi, '#').trim();
}

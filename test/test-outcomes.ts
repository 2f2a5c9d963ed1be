/** Reads what ava and the control-plane run print, so that the summary of a run can count the tests and name those that failed or were skipped. */

interface Failure {
  /** As a reader finds it above: the title of a test, or what went wrong with a file. */
  readonly title: string;
  /** The first lines of what ava says about it. */
  readonly lines: readonly string[];
}

export interface TestOutcomes {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly Failure[];
  /** The titles of skipped tests. */
  readonly leftOut: readonly string[];
}

const MOST_LINES = 8;
/** Around the lines about failed tests. */
const RULE = /^ *─$/;
const CROSS = /^ *[✘✖×] /;

/** A part may run ava more than once. Where a test failed, ava prints no number of those that passed. */
export function testOutcomes(output: string): TestOutcomes {
  const ticks = [...output.matchAll(/^ *[✔√] /gm)].length;
  return {
    passed: Math.max(ticks, count(output, /^ *(\d+) tests? passed/gm)),
    failed: count(output, /^ *(\d+) (?:tests?|hooks?|uncaught exceptions?|unhandled rejections?) failed/gm),
    failures: failuresIn(output.split('\n')),
    leftOut: leftOutIn(output),
  };
}

/** ava prints `- [skip] folder › file › title`, and the control-plane run prints `- [skip] title`. */
function leftOutIn(output: string): string[] {
  return [...output.matchAll(/^ *- \[skip\] (.+)$/gm)].map(([, title = '']) => title.trim());
}

/** A line with a cross or about an exception, each once, with what stands below it or below the title between two rules. */
function failuresIn(lines: readonly string[]): Failure[] {
  const explained = explanations(lines);
  const failures = new Map<string, Failure>();
  for (const [index, line] of lines.entries()) {
    const [, test, file, thrown] =
      /^ *(?:[✘✖×] \[fail\]: (.+)|[✘✖×] (.+)|((?:Uncaught exception|Unhandled rejection) in .+))$/.exec(
        line,
      ) ?? [];
    const title = (test ?? file ?? thrown)?.trim();
    if (title === undefined || failures.has(title)) continue;
    // The line of a test ends with the first words of its error.
    const known = [...explained.keys()].find((each) => title === each || title.startsWith(`${each} `));
    const below = thrown === undefined ? [] : firstLines(lines.slice(index + 1));
    failures.set(title, { title, lines: explained.get(known ?? '') ?? below });
  }
  return [...failures.values()];
}

/** What stands between two rules, by the title above it. Two empty lines part two tests. */
function explanations(lines: readonly string[]): Map<string, readonly string[]> {
  const explained = new Map<string, readonly string[]>();
  let isInside = false;
  let blank = 2;
  for (const [index, line] of lines.entries()) {
    if (RULE.test(line)) {
      isInside = !isInside;
      blank = 2;
    } else if (line.trim() === '') {
      blank += 1;
    } else {
      if (isInside && blank >= 2) explained.set(line.trim(), firstLines(lines.slice(index + 1)));
      blank = 0;
    }
  }
  return explained;
}

/** Without empty lines and the excerpt of the test, up to the next rule, cross or gap. */
function firstLines(lines: readonly string[]): string[] {
  const end = lines.findIndex(
    (line, index) =>
      RULE.test(line) ||
      CROSS.test(line) ||
      lines
        .slice(index, index + 3)
        .join('')
        .trim() === '',
  );
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .filter((line) => line.trim() !== '' && !/^ *\d+: /.test(line))
    .slice(0, MOST_LINES);
}

function count(output: string, pattern: RegExp): number {
  return [...output.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0);
}

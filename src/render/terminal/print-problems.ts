/** Prints problems on stderr: the only place that writes warnings to a screen. */
import { counted } from '../../core/errors/counted.ts';
import { formatProblem, nextOf, type Problem } from '../../core/errors/problem.ts';
import { areLinesJson, type Screen, sayLine } from './stderr-line.ts';

/** Prints one line for each problem. As text, problems that differ only in their places share a line. */
export function printProblems(problems: readonly Problem[]): void {
  const printed = areLinesJson() ? problems : withSharedLines(problems);
  for (const problem of printed) printProblem(problem);
}

function withSharedLines(problems: readonly Problem[]): Problem[] {
  const byText = Map.groupBy(problems, ({ severity, message, next }) =>
    JSON.stringify([severity, message, next]),
  );
  return [...byText.values()].map(([problem, ...others]) => {
    const places = others.filter(({ position }) => position !== undefined).length;
    if (places === 0) return problem!;
    const more = `and so at ${counted(places, 'more place')} (--log-format json names each)`;
    return { ...problem!, message: `${problem!.message}, ${more}` };
  });
}

/** Prints lines that are not part of the result, such as the names of written files. */
export function printRemarks(lines: readonly string[]): void {
  for (const line of lines) sayLine('info', line);
}

export function printProblem(problem: Problem, screen?: Screen): void {
  const next = nextOf(problem);
  const { severity, message, ...others } = problem;
  const fields = next === undefined ? others : { ...others, next };
  const text = areLinesJson() ? message : formatProblem({ ...problem, next });
  sayLine(severity === 'note' ? 'info' : severity, text, fields, screen);
}

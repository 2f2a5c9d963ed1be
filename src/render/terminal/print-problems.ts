/** Prints problems on stderr: the only place that writes warnings to a screen. */
import { formatProblem, nextOf, type Problem } from '../../core/errors/problem.ts';
import { areLinesJson, type Screen, sayLine } from './stderr-line.ts';

/** Prints one line for each problem. */
export function printProblems(problems: readonly Problem[]): void {
  for (const problem of problems) printProblem(problem);
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

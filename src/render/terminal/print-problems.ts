/** Prints problems on stderr: the only place that writes warnings to a screen. */
import { formatProblem, type Problem } from '../../core/errors/problem.ts';

/** Prints one line for each problem. */
export function printProblems(problems: readonly Problem[]): void {
  printRemarks(problems.map(formatProblem));
}

/** Prints lines that are not part of the result, such as the names of written files. */
export function printRemarks(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

/** Prints a generated scenario on stdout, or the name of the file that it was written to. */
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { printProblems } from '../terminal/print-problems.ts';

/** A scenario that was made, as YAML. */
export interface GeneratedText {
  readonly text: string;
  /** Entries of pods. */
  readonly pods: number;
  readonly problems: readonly Problem[];
}

export function printGenerated({ text, pods, problems }: GeneratedText, file: string | undefined): void {
  printProblems(problems);
  if (file === undefined) process.stdout.write(text);
  else process.stdout.write(`wrote ${file} (${counted(pods, 'pod entry')})\n`);
}

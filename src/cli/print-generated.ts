/** Prints a generated scenario on stdout, or the name of the file that it was written to. */
import { printProblems } from '../render/terminal/print-problems.ts';
import type { Generated } from '../verbs/generate/generate-scenario.ts';

export function printGenerated({ text, pods, problems }: Generated, file: string | undefined): void {
  printProblems(problems);
  if (file === undefined) process.stdout.write(text);
  else process.stdout.write(`wrote ${file} (${pods.toLocaleString('en-US')} pod entries)\n`);
}

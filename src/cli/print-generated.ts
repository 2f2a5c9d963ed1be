/** Prints a generated scenario on stdout, or the name of the file that it was written to. */
import { printRemarks } from '../render/terminal/print-problems.ts';
import type { Generated } from '../verbs/generate/generate-scenario.ts';

export function printGenerated({ text, pods, notes }: Generated, file: string | undefined): void {
  printRemarks(notes.map((note) => `warning: ${note}`));
  if (file === undefined) process.stdout.write(text);
  else process.stdout.write(`wrote ${file} (${pods.toLocaleString('en-US')} pod entries)\n`);
}

/** Puts a generated scenario on stdout, or says where it went. */
import { printRemarks } from '../render/terminal/print-problems.ts';
import type { Generated } from '../verbs/generate/generate-scenario.ts';

export function printGenerated({ text, pods, notes }: Generated, file: string | undefined): void {
  printRemarks(notes.map((note) => `warning: ${note}`));
  if (file === undefined) process.stdout.write(text);
  else process.stdout.write(`wrote ${file} (${pods.toLocaleString('en-US')} pod entries)\n`);
}

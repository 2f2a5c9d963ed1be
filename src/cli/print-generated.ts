/** Puts a generated scenario on stdout, or says where it went. */
import type { Generated } from '../verbs/generate/generate-scenario.ts';
import { printWarnings } from './print-report.ts';

export function printGenerated({ text, pods, notes }: Generated, file: string | undefined): void {
  printWarnings(notes.map((note) => `warning: ${note}`));
  if (file === undefined) process.stdout.write(text);
  else process.stdout.write(`wrote ${file} (${pods.toLocaleString('en-US')} pod entries)\n`);
}

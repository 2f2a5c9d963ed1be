/** Prints one explained decision on stdout, as tables for people or as data. */
import type { PodExplanation } from '../../core/decisions/explanation-of-pod.ts';
import { renderData } from '../formats/index.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import { dressFor } from '../terminal/text-layout.ts';
import { explanationLines } from './explanation-lines.ts';

export async function printExplanation(explanation: PodExplanation, format: string): Promise<void> {
  const { width, colour } = layoutOf();
  const table = () => `${explanationLines(explanation, { width, dress: dressFor(colour) }).join('\n')}\n`;
  process.stdout.write(await renderData(format, explanation, table));
}

/** Prints how often the model agrees with a recording on stdout, as tables for people or as data. */
import type { Verification } from '../../core/decisions/verification-figures.ts';
import { renderData } from '../formats/index.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import { dressFor } from '../terminal/text-layout.ts';
import { verificationLines } from './verification-lines.ts';

const SHOWN = 10;

export async function printVerification(verification: Verification, format: string): Promise<void> {
  const { width, colour } = layoutOf();
  const layout = { width, dress: dressFor(colour), shown: SHOWN };
  const table = () => `${verificationLines(verification, layout).join('\n')}\n`;
  process.stdout.write(await renderData(format, verification, table));
}

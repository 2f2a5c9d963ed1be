/** Prints how often the model agrees with a recording on stdout, as tables for people or as data. */
import type { Verification } from '../../core/decisions/verification-figures.ts';
import { OUTPUT_FORMATS, renderData } from '../formats/index.ts';
import { isTableForPeople } from '../formats/output-format.ts';
import { printRecordingDifference, type ReplayDifference } from '../replay/print-recording-difference.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import { dressFor } from '../terminal/text-layout.ts';
import { verificationLines } from './verification-lines.ts';

const SHOWN = 10;

/** @param difference of a replay of the whole recording, if there was one; in data it is `replay`. */
export async function printVerification(
  verification: Verification,
  difference: ReplayDifference | undefined,
  format: string,
): Promise<void> {
  const { width, colour } = layoutOf();
  const layout = { width, dress: dressFor(colour), shown: SHOWN };
  const table = () => `${verificationLines(verification, layout).join('\n')}\n`;
  const data = difference ? { ...verification, replay: difference } : verification;
  process.stdout.write(await renderData(format, data, table));
  const people = OUTPUT_FORMATS.find(({ name }) => name === format);
  if (difference && people && isTableForPeople(people)) printRecordingDifference(difference, people);
}

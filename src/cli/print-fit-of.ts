/** Prints the fitted distributions of a recording at its end, or why it cannot be fitted yet. */
import { UserError } from '../core/errors/user-error.ts';
import { startProgress } from '../render/terminal/progress.ts';
import { fitRecording } from '../verbs/fit/fit-recording.ts';
import { printFit } from './print-fit.ts';

/** The default seed of the bootstrap, as in `fit`. */
const SEED = 1;

/** A recording that cannot be fitted is not an error: the file stays as it is. */
export async function printFitOf(recording: string): Promise<void> {
  const progress = startProgress();
  try {
    const fit = await fitRecording({
      onProgress: (doing) => progress.report(() => doing),
      recording,
      seed: SEED,
      scenario: undefined,
      plot: undefined,
      force: false,
    }).finally(progress.stop);
    await printFit(fit, 'table', []);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`nothing is fitted: ${error.message}\n`);
  }
}

/** Ends a recording with what its distributions are, or with why that can't be told yet. */
import { UserError } from '../core/errors/user-error.ts';
import { startProgress } from '../render/terminal/progress.ts';
import { fitRecording } from '../verbs/fit/fit-recording.ts';
import { printFit } from './print-fit.ts';

/** The seed of the bootstrap where nobody names one, as in `fit`. */
const SEED = 1;

/** What was recorded stands, whatever comes of fitting it. */
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

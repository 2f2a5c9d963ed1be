/** Gives everything that a target observes to the measurement and to the recording at once. */

import type { Problem } from '../../core/errors/problem.ts';
import type { Figures } from '../../core/measure/figures.ts';
import { createMeasurement } from '../../core/measure/measurement.ts';
import type { Observation, ProvenSpeed, RecordingHeader } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { recordingWriter } from '../../core/recording/recording-writer.ts';
import { templateBook } from '../../core/recording/template-hash.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { RecordingFile } from '../../storage/recording-file.ts';

export interface RecordOptions {
  /** Where the recording goes, if anywhere; it appears when it is closed. */
  readonly file: RecordingFile | undefined;
  /** Keep the observations (for CSV). */
  readonly keepObservations?: boolean | undefined;
  /** Told now and then how far the recording's time has come, in microseconds. */
  readonly progress?: ((at: Microseconds) => void) | undefined;
}

export interface Recorded {
  readonly header: RecordingHeader;
  readonly figures: Figures;
  /** Empty unless they were to be kept. */
  readonly observations: readonly Observation[];
}

export interface ReplayRecorder {
  readonly observer: Observer;
  /** Ends the recording with its close line, which holds the problems that became known during the replay. */
  close(at: Microseconds, speed: ProvenSpeed, problems?: readonly Problem[]): Recorded;
}

/** Observations between two calls of `progress`. */
const PROGRESS_STEP = 20_000;

export function recordReplay(header: RecordingHeader, options: RecordOptions): ReplayRecorder {
  const { file } = options;
  const measurement = createMeasurement(header);
  const writer = file ? recordingWriter((line) => file.emit(line), header) : undefined;
  const observations: Observation[] = [];
  let count = 0;
  const observe = (observation: Observation): void => {
    measurement.observe(observation);
    writer?.observe(observation);
    if (options.keepObservations) observations.push(observation);
    count += 1;
    if (count % PROGRESS_STEP === 0) options.progress?.(observation.at);
  };
  return {
    observer: { observe, templateHash: templateBook(observe) },
    close(at, speed, problems = []) {
      observe({ at, kind: 'close', speed, ...(problems.length > 0 && { problems }) });
      file?.commit();
      return { header, figures: measurement.finish(), observations };
    },
  };
}

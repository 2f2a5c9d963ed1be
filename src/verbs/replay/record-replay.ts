/** Writes everything that a target observes into the recording and the measurement at once. */

import type { Problem } from '../../core/errors/problem.ts';
import type { Figures } from '../../core/measure/figures.ts';
import { createMeasurement } from '../../core/measure/measurement.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import type { RecordingSink } from '../../core/recording/recording-reader.ts';
import { recordingWriter } from '../../core/recording/recording-writer.ts';
import type { ProvenSpeed } from '../../core/recording/run-quality.ts';
import { numberedTemplates, templateBook } from '../../core/recording/template-hash.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { RecordingFile } from '../../storage/recording-file.ts';

export interface RecordOptions {
  /** Where the recording goes, if anywhere. It appears when it is closed. */
  readonly file: RecordingFile | undefined;
  /** Keep the observations (for CSV). */
  readonly keepObservations?: boolean | undefined;
  /** Gets the header and every observation as well, with the templates. */
  readonly watcher?: RecordingSink | undefined;
}

export interface RecordedReplay {
  readonly header: RecordingHeader;
  readonly figures: Figures;
  /** Empty unless the options ask for them. */
  readonly observations: readonly Observation[];
}

export interface ReplayRecorder {
  readonly observer: Observer;
  /** Ends the recording with its close line, which holds the problems that became known during the replay. */
  close(at: Microseconds, speed: ProvenSpeed, problems?: readonly Problem[]): Promise<RecordedReplay>;
}

export function recordReplay(header: RecordingHeader, options: RecordOptions): ReplayRecorder {
  const { file, watcher } = options;
  const measurement = createMeasurement(header);
  const writer = file ? recordingWriter((line) => file.emit(line), header) : undefined;
  watcher?.header(header);
  const observations: Observation[] = [];
  const isKept = file !== undefined || options.keepObservations === true;
  const observe = (observation: Observation): void => {
    measurement.observe(observation);
    writer?.observe(observation);
    watcher?.observe(observation);
    if (options.keepObservations) observations.push(observation);
  };
  return {
    observer: { observe, templateHash: isKept ? templateBook(observe) : numberedTemplates(observe) },
    async close(at, speed, problems = []) {
      observe({ at, kind: 'close', speed, ...(problems.length > 0 && { problems }) });
      await file?.commit();
      return { header, figures: measurement.finish(), observations };
    },
  };
}

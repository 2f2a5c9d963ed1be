/** Reads a recording once and measures it, in the same way for every source. */

import { UserError } from '../../core/errors/user-error.ts';
import type { Figures } from '../../core/measure/figures.ts';
import type { ReferencePod } from '../../core/measure/free-room.ts';
import { createMeasurement, type Measurement } from '../../core/measure/measurement.ts';
import { type Occupancy, occupancyAt } from '../../core/measure/requests-at-times.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import { readingProblems } from '../../core/recording/reading-problems.ts';
import type { AskedWindow } from '../../core/recording/window/window-bounds.ts';
import { windowSink } from '../../core/recording/window/window-sink.ts';
import { readRecordingFile } from '../../storage/recording-file.ts';
import { type ResultsFolder, resultsFolderFor } from '../../storage/results-folder.ts';
import { refuseUnsafeOutputs } from '../../storage/safe-outputs.ts';

export interface ReportRequest {
  readonly file: string;
  /** Keep the observations as well (for CSV, Parquet and occupancy); without it memory does not grow with the recording. */
  readonly keepObservations: boolean;
  /** Microseconds of recording time just before which the occupancy is wanted. */
  readonly at?: readonly number[];
  /** The part of the recording to measure. Default: all of it. */
  readonly window?: AskedWindow;
  /** The pod that is fitted into free room. Default: the mean of all pods. */
  readonly reference?: ReferencePod | undefined;
  /** Where files of it are written. Undefined: none are. */
  readonly folder?: ResultsFolder | undefined;
  /** Replace files that exist. Default false. */
  readonly force?: boolean;
}

export interface Report {
  readonly header: RecordingHeader;
  readonly figures: Figures;
  readonly observations: readonly Observation[];
  readonly occupancy: readonly Occupancy[];
}

const EVERYTHING: AskedWindow = { from: undefined, to: undefined };

/** @throws {UserError} if the file cannot be read, is no recording, or contains no pods and no nodes, also in the window. */
export async function reportRecording(request: ReportRequest): Promise<Report> {
  let header: RecordingHeader | undefined;
  let measurement: Measurement | undefined;
  const observations: Observation[] = [];
  let hasObjects = false;
  const keep = request.keepObservations || (request.at?.length ?? 0) > 0;
  const sink = windowSink(request.window ?? EVERYTHING, {
    header(read) {
      refuseFullFolder(request, read.name);
      header = read;
      measurement = createMeasurement(read, request.reference);
    },
    observe(observation) {
      measurement!.observe(observation);
      hasObjects ||= observation.kind === 'pod-created' || observation.kind === 'node-added';
      if (keep) observations.push(observation);
    },
  });
  const end = await readRecordingFile(request.file, sink);
  sink.end(request.file);
  if (!hasObjects) {
    throw new UserError('the recording contains no pods and no nodes: there is nothing to report', {
      position: { file: request.file },
      next: 'record for longer, or other namespaces',
    });
  }
  return {
    header: header!,
    figures: measurement!.finish(readingProblems(request.file, end)),
    observations,
    occupancy: request.at ? occupancyAt(observations, request.at) : [],
  };
}

function refuseFullFolder({ file, folder, force = false }: ReportRequest, name: string | undefined): void {
  if (folder === undefined) return;
  const path = resultsFolderFor(folder, name);
  refuseUnsafeOutputs({ inputs: [file], outputs: [{ flag: folder.flag, path, kind: 'folder' }], force });
}

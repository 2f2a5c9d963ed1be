/** Reads a recording once and measures it; nothing here asks where the recording came from. */

import type { Figures } from '../../core/measure/figures.ts';
import { createMeasurement, type Measurement } from '../../core/measure/measurement.ts';
import { type Occupancy, occupancyAt } from '../../core/measure/occupancy.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import { readRecordingFile } from '../../storage/recording-file.ts';

export interface ReportRequest {
  readonly file: string;
  /** Keep the observations as well (for CSV and for occupancy); without it memory does not grow with the recording. */
  readonly keepObservations: boolean;
  /** Microseconds of recording time just before which the occupancy is wanted. */
  readonly at?: readonly number[];
}

export interface Report {
  readonly header: RecordingHeader;
  readonly figures: Figures;
  readonly observations: readonly Observation[];
  readonly occupancy: readonly Occupancy[];
  /** What the reader should know: a torn last line, lines of an unknown kind. */
  readonly warnings: readonly string[];
}

/** @throws {UserError} if the file cannot be read or is no recording. */
export async function reportRecording(request: ReportRequest): Promise<Report> {
  let header: RecordingHeader | undefined;
  let measurement: Measurement | undefined;
  const observations: Observation[] = [];
  const keep = request.keepObservations || (request.at?.length ?? 0) > 0;
  const end = await readRecordingFile(request.file, {
    header(read) {
      header = read;
      measurement = createMeasurement(read);
    },
    observe(observation) {
      measurement!.observe(observation);
      if (keep) observations.push(observation);
    },
  });
  const warnings: string[] = [];
  if (end.isTorn) warnings.push(`${request.file}: the last line is cut short and was left out`);
  if (!end.isClosed)
    warnings.push(`${request.file}: no close line: the recording ends at its last whole line`);
  if (end.unknown > 0)
    warnings.push(`${request.file}: ${end.unknown} lines of kinds that this version does not know`);
  return {
    header: header!,
    figures: measurement!.finish(),
    observations,
    occupancy: request.at ? occupancyAt(observations, request.at) : [],
    warnings,
  };
}

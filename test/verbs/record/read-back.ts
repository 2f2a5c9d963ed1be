/** Reads a recording back and checks what holds for every recording. */

import { measure } from '../../../src/core/measure/measurement.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import type { RecordingEnd } from '../../../src/core/recording/recording-reader.ts';
import { readRecordingFile } from '../../../src/storage/recording-file.ts';

export interface ReadBack {
  readonly header: RecordingHeader;
  readonly observations: readonly Observation[];
  readonly end: RecordingEnd;
  /** How many observations contradict those before them. */
  readonly ignored: number;
  /** Uids of the observations of a kind, in order. */
  of(kind: Observation['kind']): string[];
}

export async function readBack(file: string): Promise<ReadBack> {
  const observations: Observation[] = [];
  let header: RecordingHeader | undefined;
  const end = await readRecordingFile(file, {
    header: (found) => {
      header = found;
    },
    observe: (each) => void observations.push(each),
  });
  return {
    header: header!,
    observations,
    end,
    ignored: measure(header!, observations).ignored.total,
    of: (kind) =>
      observations.flatMap((each) => (each.kind === kind && 'uid' in each ? [each.uid as string] : [])),
  };
}

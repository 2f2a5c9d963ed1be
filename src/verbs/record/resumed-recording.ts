/** Reads the recording that a resume continues: its header, its observations, and the position of the next line. */
import { UserError } from '../../core/errors/user-error.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { findJournalEnd } from '../../storage/journal-end.ts';
import { readJournal } from '../../storage/journal-reader.ts';

export interface ResumedRecording {
  readonly header: RecordingHeader;
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** Recording time of its last observation. */
  readonly last: Microseconds;
  /** How many bytes of the file to keep. */
  readonly resumeAfter: number;
  readonly wasClosed: boolean;
}

/**
 * Reads the part of a recording that is kept.
 *
 * @param restore receives its observations, in order.
 * @returns undefined for a file without a whole line, which starts from the beginning.
 * @throws {UserError} (usage) for anything but a recording of a cluster.
 */
export async function readResumedRecording(
  path: string,
  restore: (observation: Observation) => void,
): Promise<ResumedRecording | undefined> {
  const { bytes, closedAt } = await findJournalEnd(path);
  if (bytes === 0) return undefined;
  let header: RecordingHeader | undefined;
  let last = closedAt ?? 0;
  await readJournal(path, bytes, {
    header(found) {
      header = found;
      if (found.source.kind !== 'cluster')
        throw new UserError(`${path} is not a recording of a cluster; its source is ${found.source.kind}`, {
          next: 'resume a file that kubectl keg record wrote',
        });
    },
    observe(observation) {
      last = Math.max(last, observation.at);
      restore(observation);
    },
  });
  const start = Date.parse(header!.start);
  return { header: header!, start, last, resumeAfter: bytes, wasClosed: closedAt !== undefined };
}

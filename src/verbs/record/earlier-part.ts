/** What is already in a recording that is gone on with: its header, its observations, and where the next line goes. */
import { UserError } from '../../core/errors/user-error.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { findJournalEnd } from '../../storage/journal-end.ts';
import { readJournal } from '../../storage/journal-reader.ts';

export interface EarlierPart {
  readonly header: RecordingHeader;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly last: Microseconds;
  readonly goOnAfter: number;
  readonly wasClosed: boolean;
}

/**
 * Reads what stays of it.
 *
 * @param restore takes its observations, in order.
 * @returns undefined for a file without any whole line, which is begun anew.
 * @throws {UserError} (usage) for what is no recording of a cluster.
 */
export async function readEarlierPart(
  path: string,
  restore: (observation: Observation) => void,
): Promise<EarlierPart | undefined> {
  const { bytes, closedAt } = findJournalEnd(path);
  if (bytes === 0) return undefined;
  let header: RecordingHeader | undefined;
  let last = closedAt ?? 0;
  await readJournal(path, bytes, {
    header: (found) => {
      header = found;
      if (found.source.kind !== 'cluster')
        throw new UserError(`${path} is no recording of a cluster, but of ${found.source.kind}`, {
          next: 'go on with a file that kubectl keg record wrote',
        });
    },
    observe(observation) {
      last = Math.max(last, observation.at);
      restore(observation);
    },
  });
  const start = Date.parse(header!.start);
  return { header: header!, start, last, goOnAfter: bytes, wasClosed: closedAt !== undefined };
}

/** Holds a recording so that its cluster can be shown at any time of it. */

import type { Problem } from '../../core/errors/problem.ts';
import { type PresentCluster, presentCluster } from '../../core/present/present-cluster.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import { readingProblems } from '../../core/recording/reading-problems.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { readRecordingFile } from '../../storage/recording-file.ts';

export interface RecordingPlayer {
  readonly header: RecordingHeader;
  /** Of the window. */
  readonly end: Microseconds;
  readonly problems: readonly Problem[];
  /** The cluster at this time. Going back follows the recording again from its start. */
  at(time: Microseconds): PresentCluster;
}

/** @throws {UserError} if the file cannot be read or is no recording. */
export async function loadPlayer(file: string): Promise<RecordingPlayer> {
  let header: RecordingHeader | undefined;
  const observations: Observation[] = [];
  const end = await readRecordingFile(file, {
    header(read) {
      header = read;
    },
    observe: (observation) => observations.push(observation),
  });
  const begin = (): PresentCluster => {
    const cluster = presentCluster();
    cluster.header(header!);
    return cluster;
  };
  let cluster = begin();
  let next = 0;
  return {
    header: header!,
    end: observations.at(-1)?.at ?? 0,
    problems: readingProblems(file, end),
    at(time) {
      if (time < cluster.state.at) {
        cluster = begin();
        next = 0;
      }
      for (; next < observations.length && observations[next]!.at <= time; next += 1)
        cluster.observe(observations[next]!);
      cluster.advanceTo(time);
      return cluster;
    },
  };
}

/** Joins recordings of one cluster, one after another in time, to one recording: pods and nodes that several of them contain are one. */

import type { Problem } from '../errors/problem.ts';
import { UserError } from '../errors/user-error.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { parseMoment } from '../time/moment.ts';
import type { CloseObservation, Observation, RecordingHeader } from './observation.ts';
import type { RecordingSink } from './recording-reader.ts';
import { shiftedObservation } from './shifted-observation.ts';

export interface JoinedRecordings {
  /** The sink of the next recording. @param file its name in errors. */
  part(file: string): RecordingSink;
  /** Must be called after the last one: passes on what is known only then. */
  end(): void;
}

/** What happens to a pod or a node once. A second observation of it is the state at the start of a later recording. */
const ONCE: ReadonlySet<Observation['kind']> = new Set([
  'pod-bound',
  'pod-started',
  'pod-ready',
  'pod-finished',
  'pod-terminating',
  'pod-deleted',
  'node-removed',
]);

/** Two recordings that are this close have nothing between them: a recorder closes a file when the next one is in step. */
const IN_STEP: Microseconds = 1_000_000;

interface Known {
  readonly seen: Set<Observation['kind']>;
  /** Number of the last recording that contains it. */
  part: number;
}

/**
 * Times count from the start of the first recording. Where one begins before the one before has ended, the observations of the earlier one hold.
 * Where some time lies between two, that time is a gap, and a pod that the later one no longer contains is deleted in it.
 *
 * Memory grows with the number of pods that exist at one time, not with the length of the recordings.
 */
export function joinRecordings(sink: RecordingSink): JoinedRecordings {
  const templates = new Set<string>();
  const known = new Map<string, Known>();
  const problems: Problem[] = [];
  let start: number | undefined;
  let offset: Microseconds = 0;
  let number = 0;
  /** The end of the recordings before, and of all so far. */
  let before: Microseconds = 0;
  let latest: Microseconds = 0;
  let close: CloseObservation | undefined;
  let gapFrom: Microseconds | undefined;

  function open(header: RecordingHeader, file: string): void {
    const moment = parseMoment(header.start);
    number += 1;
    if (header.problems) problems.push(...header.problems);
    if (start === undefined) {
      start = moment ?? 0;
      sink.header(header);
      return;
    }
    const earlier = offset;
    offset = (moment ?? 0) - start;
    before = latest;
    if (offset < earlier)
      throw new UserError(`${file} begins before the recording that is named ahead of it`, {
        next: 'name the files in the order of their times',
      });
    if (offset === earlier)
      throw new UserError(`${file} begins at the time of the recording that is named ahead of it`, {
        next: 'name each file once',
      });
    gapFrom = offset > before + IN_STEP ? before : undefined;
    if (gapFrom !== undefined) {
      const reason = 'between two recordings';
      sink.observe({ at: offset, kind: 'gap', from: gapFrom, reason, scope: 'everything', lost: 'events' });
    }
  }

  function observe(observation: Observation): void {
    const at = observation.at + offset;
    latest = Math.max(latest, at);
    switch (observation.kind) {
      case 'close':
        close = observation;
        if (observation.problems) problems.push(...observation.problems);
        return;
      case 'template':
        if (templates.has(observation.hash)) return;
        templates.add(observation.hash);
        break;
      case 'gap':
        sink.observe({ ...observation, at, from: observation.from + offset });
        return;
      default:
        if (isKnownAlready(observation, at)) return;
    }
    sink.observe(shiftedObservation(observation, at));
  }

  /** Whether an earlier recording, or this one, has contained it. */
  function isKnownAlready(observation: Observation, at: Microseconds): boolean {
    const uid = uidOf(observation);
    if (uid === undefined) return number > 1 && at <= before;
    const found = known.get(uid);
    if (!found) {
      known.set(uid, { seen: new Set([observation.kind]), part: number });
      return false;
    }
    const isRepeated =
      isFirstSight(observation) || (ONCE.has(observation.kind) && found.seen.has(observation.kind));
    const isOverlap = number > 1 && at <= before;
    found.part = number;
    found.seen.add(observation.kind);
    if (observation.kind === 'pod-deleted' || observation.kind === 'node-removed') known.delete(uid);
    return isRepeated || isOverlap;
  }

  /** Deletes the pods that the recording after a gap no longer contains. */
  function endPart(): void {
    if (gapFrom === undefined) return;
    for (const [uid, { seen, part }] of known) {
      if (part === number || !seen.has('pod-created')) continue;
      known.delete(uid);
      sink.observe({ at: offset, kind: 'pod-deleted', uid });
    }
    gapFrom = undefined;
  }

  return {
    part(file) {
      endPart();
      return { header: (header) => open(header, file), observe };
    },
    end() {
      endPart();
      if (close) sink.observe({ ...close, at: latest, ...(problems.length > 0 && { problems }) });
    },
  };
}

function isFirstSight({ kind }: Observation): boolean {
  return kind === 'pod-created' || kind === 'node-added';
}

function uidOf(observation: Observation): string | undefined {
  if ('uid' in observation) return observation.uid;
  return observation.kind === 'object-set' ? observation.object.metadata.uid : undefined;
}

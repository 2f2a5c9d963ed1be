/** Records a cluster into one file after another: the next one is in step before the one before it is closed, so that nothing falls between them. */
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { lastPart, partName, refuseBegunRun } from './part-names.ts';
import { type Recorded, type RecordProgress, type RecordRequest, recordCluster } from './record-cluster.ts';
import { isDue, type Rotation } from './rotation.ts';
import { type RunningPart, startPart } from './running-part.ts';
import { drawSalt, forgetSalt, keptSalt } from './salt.ts';
import { waitUntilEnd } from './wait-until-end.ts';

/** `file` is what all of them are called after; `duration` and `until` are of them all; `onProgress` is told of the one that is current. */
export interface PartsRequest extends Omit<RecordRequest, 'onMade' | 'onProgress'> {
  readonly rotation: Rotation;
  readonly onProgress?: ((progress: RecordProgress, file?: string) => void) | undefined;
  /** A file is closed, and all of it is on the disk. */
  readonly onClosed?: ((recorded: Recorded) => void) | undefined;
  /** After a next file that could not be begun. Default 5 s. */
  readonly retryAfter?: Microseconds | undefined;
  /** How long a file goes on at most until it has told all that the next one began with. Default 3 min. */
  readonly catchUpWithin?: Microseconds | undefined;
}

export interface RecordedParts {
  /** Of this run, in order. */
  readonly parts: readonly Recorded[];
  /** Why it ended before its time. */
  readonly failure: unknown;
}

/** Into one file, or one after another if there is a rotation. See recordCluster and recordInParts. */
export async function recordInto({
  rotation,
  ...request
}: Omit<PartsRequest, 'rotation'> & { readonly rotation: Rotation | undefined }): Promise<RecordedParts> {
  if (rotation !== undefined) return await recordInParts({ ...request, rotation });
  const recorded = await recordCluster({
    ...request,
    onProgress: (progress) => request.onProgress?.(progress),
  });
  request.onClosed?.(recorded);
  return { parts: [recorded], failure: recorded.failure };
}

const RETRY_AFTER: Microseconds = 5_000_000;
/** Bookmarks come every minute, and a watch on which nothing comes for two is opened anew. */
const CATCH_UP_WITHIN: Microseconds = 180_000_000;

/**
 * Returns when the time is over, the signal came or the cluster was lost for good; every file then ends with a `close` line. A next file that
 * can't be begun is waited for: until it is in step the one before goes on.
 *
 * @throws {UserError} as recordCluster does for the first file; (usage) where such files are there already, or none is to be gone on with.
 */
export async function recordInParts(request: PartsRequest): Promise<RecordedParts> {
  if (!request.resume) refuseBegunRun(request.file);
  const { run, number } = request.resume ? lastPart(request.file) : { run: request.file, number: 1 };
  const isSalted = request.names === 'pseudonymised';
  const salt = isSalted ? (request.resume ? keptSalt(run) : drawSalt(run)) : undefined;
  const names = salt === undefined ? request.names : { salt };
  try {
    const recorded = await recordOneByOne({ ...request, names, file: run }, number);
    if (isSalted && recorded.failure === undefined) forgetSalt(run);
    return recorded;
  } catch (error) {
    if (isSalted && !existsSync(partName(run, number))) forgetSalt(run);
    throw error;
  }
}

async function recordOneByOne(request: PartsRequest, first: number): Promise<RecordedParts> {
  const { rotation, onProgress, onClosed, signal, duration, until, wall = Date.now } = request;
  const over = new AbortController();
  const ending = AbortSignal.any([signal, over.signal]);
  void waitUntilEnd({ duration, until, now: wall, signal: ending }).then(() => over.abort());
  const tell = (teller: RunningPart, progress: RecordProgress): void => {
    if (teller === part) onProgress?.(progress, teller.file);
  };
  const parts: Recorded[] = [];
  const close = async (part: RunningPart): Promise<void> => {
    const recorded = await part.end();
    parts.push(recorded);
    onClosed?.(recorded);
  };
  const whole = { ...request, duration: undefined, until: undefined, warn: warnOnce(request.warn) };
  let part = startPart({ ...whole, file: partName(request.file, first) }, tell);
  try {
    for (let number = first + 1; ; number += 1) {
      const before = part;
      const isPartOver = (progress: RecordProgress): boolean =>
        isDue(rotation, { ...progress, bytesAtSync: before.bytesAtSync });
      if (!(await before.until(isPartOver, over.signal))) break;
      const begin = () => startPart({ ...whole, file: partName(request.file, number), resume: false }, tell);
      const next = await nextInStep(before, partName(request.file, number), begin, whole, over.signal);
      if (next === undefined) break;
      part = next;
      await close(before);
    }
    await close(part);
  } finally {
    over.abort();
    await part.end().catch(() => {});
  }
  return { parts, failure: parts.find(({ failure }) => failure !== undefined)?.failure };
}

/**
 * The next part, once all that it began with is on the disk in the one before too, or that one ended by itself. Undefined if the end comes
 * first: what was begun of the next is taken away then, for the one before has all of it.
 */
async function nextInStep(
  before: RunningPart,
  file: string,
  begin: () => RunningPart,
  { warn, retryAfter = RETRY_AFTER, catchUpWithin = CATCH_UP_WITHIN }: PartsRequest,
  over: AbortSignal,
): Promise<RunningPart | undefined> {
  const ending = AbortSignal.any([over, before.ended]);
  while (!ending.aborted) {
    if (existsSync(file)) {
      warn(`${file} is there already: recording goes on in ${before.file} until it is out of the way`);
      await pause(retryAfter, ending);
      continue;
    }
    const next = begin();
    const isSynced = await next.until((progress) => progress.isSynced, ending);
    if (isSynced) await caughtUp(before, next, AbortSignal.any([over, next.ended]), catchUpWithin);
    if (isSynced && !next.ended.aborted && !over.aborted) return next;
    const failure = await next.end().then(
      (recorded) => recorded.failure,
      (error: unknown) => error,
    );
    if (next.hasMade) rmSync(file, { force: true });
    if (ending.aborted) break;
    const why = failure instanceof Error ? failure.message : 'it ended at once';
    warn(`${file} can't be begun, recording goes on in ${before.file}: ${why}`);
    await pause(retryAfter, ending);
  }
  return undefined;
}

/** What the next one was told by a listing, the one before may still be on its way to being told by its watch. */
async function caughtUp(
  before: RunningPart,
  next: RunningPart,
  signal: AbortSignal,
  within: Microseconds,
): Promise<void> {
  const aim = [...(next.latest?.reached ?? [])];
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), within / 1000);
  await before.until(
    ({ reached }) => aim.every(([path, version]) => (reached.get(path) ?? version) >= version),
    AbortSignal.any([signal, patience.signal]),
  );
  clearTimeout(timer);
}

/** What every file of the run would say again, as that Events may not be read. */
function warnOnce(warn: (warning: string) => void): (warning: string) => void {
  const said = new Set<string>();
  return (warning) => {
    if (said.has(warning)) return;
    said.add(warning);
    warn(warning);
  };
}

async function pause(duration: Microseconds, signal: AbortSignal): Promise<void> {
  await sleep(duration / 1000, undefined, { signal }).catch(() => {});
}

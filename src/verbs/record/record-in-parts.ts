/** Records a cluster into one file after another. A file is closed only when the next one is in step, so that nothing is lost between them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { formatProblem, type Problem } from '../../core/errors/problem.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { kubeconfigFiles } from '../../kubernetes/kubeconfig-files.ts';
import { storageFor } from '../../storage/index.ts';
import { type Output, refuseOutputName } from '../../storage/output-name.ts';
import { refuseExisting, refuseInputs, refuseUnsafeOutputs } from '../../storage/safe-outputs.ts';
import { lastPart, partName, partsOf, refuseBegunRun, refusePartAlone } from './part-names.ts';
import { type RecordedFile, type RecordRequest, recordCluster } from './record-cluster.ts';
import type { RecordProgress } from './record-progress.ts';
import { isDue, type Rotation } from './rotation.ts';
import { type RunningPart, startPart } from './running-part.ts';
import { drawSalt, forgetSalt, keptSalt, saltFileOf } from './salt.ts';
import { waitUntilEnd } from './wait-until-end.ts';

/** `file` names the whole run. `duration` and `until` limit the whole run. `onProgress` reports the current file. */
export interface PartsRequest extends Omit<RecordRequest, 'onCreated' | 'onProgress'> {
  readonly rotation: Rotation;
  /** The file of the scenario that is fitted in the end: checked before the cluster is called. Undefined where none is written. */
  readonly scenario?: string | undefined;
  readonly onProgress?: ((progress: RecordProgress, file?: string) => void) | undefined;
  /** Called when a file is closed and complete on the disk. */
  readonly onClosed?: ((recorded: RecordedFile) => void) | undefined;
  /** The wait before another attempt to start the next file. Default 5 s. */
  readonly retryAfter?: Microseconds | undefined;
  /** How long a file continues at most until it contains everything that the next file started with. Default 3 min. */
  readonly catchUpWithin?: Microseconds | undefined;
}

export interface RecordedParts {
  /** The files of this run, in order. */
  readonly parts: readonly RecordedFile[];
  /** Why the run ended early; undefined if it did not. */
  readonly failure: unknown;
}

/**
 * Records into one file, or into several with a rotation. See recordCluster and recordInParts.
 *
 * @throws {UserError} (usage) if one file of a rotated run is resumed without a rotation.
 */
export async function recordInto({
  rotation,
  ...request
}: Omit<PartsRequest, 'rotation'> & { readonly rotation: Rotation | undefined }): Promise<RecordedParts> {
  await refuseOutputs(request, rotation !== undefined);
  if (rotation !== undefined) return await recordInParts({ ...request, rotation });
  if (request.resume) await refusePartAlone(request.file);
  const recorded = await recordCluster({
    ...request,
    onProgress: (progress) => request.onProgress?.(progress),
  });
  request.onClosed?.(recorded);
  return { parts: [recorded], failure: recorded.failure };
}

/** Checks the outputs before the cluster is called. A file that is resumed is not checked. */
async function refuseOutputs(
  { choice, file, resume, force = false, names, scenario }: Omit<PartsRequest, 'rotation' | 'onProgress'>,
  inParts: boolean,
): Promise<void> {
  if (scenario !== undefined) {
    const outputs = [{ flag: '-o', path: scenario, kind: 'scenario' } as const];
    refuseUnsafeOutputs({ inputs: [...kubeconfigFiles(choice), file], outputs, force });
  }
  if (resume) return;
  const output: Output = { flag: '-o', path: file, kind: 'recording' };
  refuseOutputName(output);
  const paths = inParts ? [1, ...(await partsOf(file))].map((number) => partName(file, number)) : [file];
  refuseInputs(paths, kubeconfigFiles(choice));
  // A recording that exists is refused when it is opened, with the advice to resume it. A salt alone is kept too: without it the names of
  // its recording cannot be continued.
  if (names !== 'pseudonymised' || force || (await storageFor(file).exists(file))) return;
  refuseExisting(saltFileOf(file), false);
}

const RETRY_AFTER: Microseconds = 5_000_000;
/** API servers send a bookmark every minute, and a watch without any event for two minutes is opened again. */
const CATCH_UP_WITHIN: Microseconds = 180_000_000;

/**
 * Returns when the time is over, the signal came or the cluster was lost for good. Every file then ends with a `close` line. If the next file
 * cannot be started, the current one continues until it can.
 *
 * @throws {UserError} as recordCluster does for the first file; (usage) if files of such a run exist, or there is none to resume.
 */
export async function recordInParts(request: PartsRequest): Promise<RecordedParts> {
  if (!request.resume && !request.force) await refuseBegunRun(request.file);
  const { run, number } = request.resume ? await lastPart(request.file) : { run: request.file, number: 1 };
  const isSalted = request.names === 'pseudonymised';
  const salt = isSalted ? await (request.resume ? keptSalt(run) : drawSalt(run)) : undefined;
  const names = salt === undefined ? request.names : { salt };
  try {
    const recorded = await recordOneByOne({ ...request, names, file: run }, number);
    if (isSalted && recorded.failure === undefined) await forgetSalt(run);
    return recorded;
  } catch (error) {
    const first = partName(run, number);
    if (isSalted && !(await storageFor(first).exists(first))) await forgetSalt(run);
    throw error;
  }
}

async function recordOneByOne(request: PartsRequest, first: number): Promise<RecordedParts> {
  const { rotation, onProgress, onClosed, signal, duration, until, wall = Date.now } = request;
  const over = new AbortController();
  const ending = AbortSignal.any([signal, over.signal]);
  void waitUntilEnd({ duration, until, now: wall, signal: ending }).then(() => over.abort());
  const replaced = request.resume || !request.force ? [] : await partsOf(request.file);
  const report = (source: RunningPart, progress: RecordProgress): void => {
    if (source === part) onProgress?.(progress, source.file);
  };
  const parts: RecordedFile[] = [];
  const close = async (part: RunningPart): Promise<void> => {
    const recorded = await part.end();
    parts.push(recorded);
    onClosed?.(recorded);
  };
  // With --force the files of an earlier run are removed once the first file of this run is on the disk.
  const removeReplaced = async (): Promise<void> => {
    const others = replaced
      .filter((number) => number !== first)
      .map((number) => partName(request.file, number));
    await Promise.all(others.map((file) => storageFor(file).remove(file)));
  };
  const whole = { ...request, duration: undefined, until: undefined, warn: warnOnce(request.warn) };
  let part = startPart({ ...whole, file: partName(request.file, first) }, report);
  try {
    if (await part.until(() => true, over.signal)) await removeReplaced();
    for (let number = first + 1; ; number += 1) {
      const current = part;
      const isPartOver = (progress: RecordProgress): boolean =>
        isDue(rotation, { ...progress, bytesAtSync: current.bytesAtSync });
      if (!(await current.until(isPartOver, over.signal))) break;
      const begin = () =>
        startPart({ ...whole, file: partName(request.file, number), resume: false, force: false }, report);
      const next = await nextInStep(current, partName(request.file, number), begin, whole, over.signal);
      if (next === undefined) break;
      part = next;
      await close(current);
    }
    await close(part);
  } finally {
    over.abort();
    await part.end().catch(() => {});
  }
  return { parts, failure: parts.find(({ failure }) => failure !== undefined)?.failure };
}

/**
 * Returns the next part once the current one contains everything that the next one started with, or ended by itself. Returns undefined if the
 * run ends first; the started next file is then removed, because the current one contains all of it.
 */
async function nextInStep(
  current: RunningPart,
  file: string,
  begin: () => RunningPart,
  { warn, retryAfter = RETRY_AFTER, catchUpWithin = CATCH_UP_WITHIN }: PartsRequest,
  over: AbortSignal,
): Promise<RunningPart | undefined> {
  const storage = storageFor(file);
  const ending = AbortSignal.any([over, current.ended]);
  while (!ending.aborted) {
    if (await storage.exists(file)) {
      warn(
        unavailable(`${file} already exists: recording continues in ${current.file} until it is moved away`),
      );
      await pause(retryAfter, ending);
      continue;
    }
    const next = begin();
    const isSynced = await next.until((progress) => progress.isSynced, ending);
    if (isSynced) await caughtUp(current, next, AbortSignal.any([over, next.ended]), catchUpWithin);
    if (isSynced && !next.ended.aborted && !over.aborted) return next;
    const failure = await next.end().then(
      (recorded) => recorded.failure,
      (error: unknown) => error,
    );
    if (next.hasCreated) await storage.remove(file);
    if (ending.aborted) break;
    const why = failure instanceof Error ? failure.message : 'it ended at once';
    warn(unavailable(`${file} cannot be started, recording continues in ${current.file}: ${why}`));
    await pause(retryAfter, ending);
  }
  return undefined;
}

/** Waits until the watches of the current part have delivered everything that the next part read in its listing. */
async function caughtUp(
  current: RunningPart,
  next: RunningPart,
  signal: AbortSignal,
  within: Microseconds,
): Promise<void> {
  const aim = [...(next.latest?.reached ?? [])];
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), within / 1000);
  await current.until(
    ({ reached }) => aim.every(([path, version]) => (reached.get(path) ?? version) >= version),
    AbortSignal.any([signal, patience.signal]),
  );
  clearTimeout(timer);
}

function unavailable(message: string): Problem {
  return { code: 'next-file-unavailable', severity: 'warning', message };
}

/** Every file of a run repeats some warnings, for example that Events may not be read; each is passed on once. */
function warnOnce(warn: (problem: Problem) => void): (problem: Problem) => void {
  const given = new Set<string>();
  return (problem) => {
    const text = formatProblem(problem);
    if (given.has(text)) return;
    given.add(text);
    warn(problem);
  };
}

async function pause(duration: Microseconds, signal: AbortSignal): Promise<void> {
  await sleep(duration / 1000, undefined, { signal }).catch(() => {});
}

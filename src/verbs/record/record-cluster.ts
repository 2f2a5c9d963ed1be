/** Records a cluster into a file, from now until it is told to end: loses nothing that it acknowledged, and says what it did not see. */
import { UserError } from '../../core/errors/user-error.ts';
import { isGivenLabel } from '../../core/observing/scheduling-template.ts';
import { encodeHeader, encodeObservation } from '../../core/recording/encode.ts';
import {
  type Coverage,
  RECORDING_API_VERSION,
  type RecordingHeader,
} from '../../core/recording/observation.ts';
import { createRedaction, type Kept, type Redaction } from '../../core/recording/redaction/redaction.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { ClusterChoice } from '../../kubernetes/choose-context.ts';
import { type Connection, connectionOf } from '../../kubernetes/connection.ts';
import { openTransport, type Transport } from '../../kubernetes/transport.ts';
import { type Journal, openJournal } from '../../storage/journal.ts';
import { findJournalEnd } from '../../storage/journal-end.ts';
import { type CoverageMeter, createCoverageMeter } from './coverage.ts';
import { type EarlierPart, readEarlierPart } from './earlier-part.ts';
import { askFirst } from './first-look.ts';
import { createJournalObserver, type JournalObserver } from './journal-observer.ts';
import { createRecordClock, type RecordClock } from './record-clock.ts';
import { createRecordedObjects, type RecordedObjects } from './recorded-objects.ts';
import { drawSalt, forgetSalt, keptSalt } from './salt.ts';
import { describeSelection, type Selection } from './selection.ts';
import { watchSelf } from './self-watch.ts';
import { waitUntilEnd } from './wait-until-end.ts';
import { watchCluster } from './watch-cluster.ts';

export interface RecordRequest {
  readonly choice: ClusterChoice;
  /** Of each call. */
  readonly timeout: Microseconds | undefined;
  /** Gzip if it ends in .gz. */
  readonly file: string;
  /** Go on with that file. */
  readonly resume: boolean;
  /** Undefined namespaces: those of the whole cluster. */
  readonly selection: (contextNamespace: string) => Selection;
  /** How long from now. */
  readonly duration?: Microseconds | undefined;
  /** Milliseconds since the epoch. */
  readonly until?: number | undefined;
  readonly names: 'kept' | 'pseudonymised' | { readonly salt: string };
  readonly keep: readonly Kept[];
  readonly tool: { readonly name: string; readonly version: string };
  /** Ends the recording, cleanly. */
  readonly signal: AbortSignal;
  readonly warn: (warning: string) => void;
  /** A new file is made. */
  readonly onMade?: (() => void) | undefined;
  /** After each flush. */
  readonly onProgress?: ((progress: RecordProgress) => void) | undefined;
  /** How often lines are written and confirmed by the disk. Default half a second. */
  readonly flushEvery?: Microseconds | undefined;
  /** Milliseconds since the epoch. Default: this machine's clock. */
  readonly wall?: (() => number) | undefined;
}

export interface RecordProgress {
  /** Recording time. */
  readonly at: Microseconds;
  readonly isSynced: boolean;
  /** Sightings of objects so far. */
  readonly events: number;
  /** Alive: seen and not gone. */
  readonly pods: number;
  readonly nodes: number;
  readonly gaps: number;
  /** Lines that are on the disk for sure, the header included; of this run. */
  readonly acknowledged: number;
  readonly bytes: number;
  /** The resource version up to which everything of a collection is on the disk, by its path: see ClusterWatch. */
  readonly reached: ReadonlyMap<string, number>;
}

export interface Recorded {
  readonly file: string;
  /** RFC 3339, as in its header. */
  readonly start: string;
  readonly coverage: Coverage;
  readonly progress: RecordProgress;
  /** Pods whose topmost owner was told by a name alone. */
  readonly guessedOwners: number;
  /** Why it ended before its time. */
  readonly failure: unknown;
}

const FLUSH_EVERY: Microseconds = 500_000;

/**
 * Returns when the time is over, the signal came or the cluster was lost for good; the file then ends with a `close` line.
 *
 * @throws {UserError} where nothing could be recorded (the cluster, 3; the file, usage), or the disk is full; what was acknowledged stays.
 */
export async function recordCluster(request: RecordRequest): Promise<Recorded> {
  const connection = await connectionOf(request.choice);
  const transport = openTransport(connection, { timeout: request.timeout });
  try {
    return await recordThrough(transport, connection, request);
  } finally {
    await transport.close();
  }
}

async function recordThrough(
  transport: Transport,
  connection: Connection,
  request: RecordRequest,
): Promise<Recorded> {
  const { file } = request;
  const wall = request.wall ?? Date.now;
  const selection = request.selection(connection.namespace);
  const kubernetes = await askFirst(transport, selection);
  // Before a salt is drawn: what is there already has its own.
  const begun = request.resume ? undefined : openJournal(file);
  if (begun) request.onMade?.();
  const redaction = createRedaction({ names: namesOf(request), keep: request.keep });
  const coverage = createCoverageMeter();
  const failing = new AbortController();
  const writing = createJournalObserver();
  // Set before anything is told.
  let clock!: RecordClock;
  const objects = createRecordedObjects({
    observer: redaction.before(writing.observer),
    coverage,
    templates: {
      ...(redaction.keepsLabels ? { keepsLabel: isGivenLabel } : {}),
      keepsImage: redaction.keepsImages,
    },
    timeOf: (at) => clock.timeOf(at),
    stampOf: (stamp) => clock.stampOf(stamp),
  });
  const earlier = request.resume ? await resumable(request, redaction, writing, objects) : undefined;
  clock = createRecordClock(transport.clock, wall, earlier);
  const journal = begun ?? openJournal(file, { goOnAfter: earlier?.goOnAfter ?? 0 });
  if (!earlier) journal.append(encodeHeader(headerOf(request, clock, redaction, kubernetes, selection)));
  writing.begin(journal);
  if (earlier) tellPause(objects, transport.clock.now(), earlier);
  journal.flush();
  return await watchAndWrite({
    transport,
    selection,
    request,
    clock,
    coverage,
    objects,
    journal,
    failing,
    wall,
  });
}

interface Recording {
  readonly transport: Transport;
  readonly selection: Selection;
  readonly request: RecordRequest;
  readonly clock: RecordClock;
  readonly coverage: CoverageMeter;
  readonly objects: RecordedObjects;
  readonly journal: Journal;
  readonly failing: AbortController;
  readonly wall: () => number;
}

async function watchAndWrite(recording: Recording): Promise<Recorded> {
  const { transport, selection, request, clock, coverage, objects, journal, failing, wall } = recording;
  const fail = (error: unknown): void => failing.abort(error);
  let isSynced = false;
  const progress = (): RecordProgress => ({
    at: Math.max(objects.last, clock.now()),
    isSynced,
    events: coverage.events,
    pods: objects.pods,
    nodes: objects.nodes,
    gaps: coverage.gaps,
    acknowledged: journal.acknowledged,
    bytes: journal.bytes,
    reached: new Map(watch.reached),
  });
  const flushing = setInterval(
    () => {
      try {
        journal.flush();
        request.onProgress?.(progress());
      } catch (error) {
        fail(error);
      }
    },
    (request.flushEvery ?? FLUSH_EVERY) / 1000,
  );
  const watch = watchCluster({ transport, selection, objects, warn: request.warn, fail });
  const over = AbortSignal.any([request.signal, failing.signal]);
  const self = watchSelf(transport.clock, clock.drift, (gap) => objects.gap(gap), over);
  watch.synced.then(() => {
    isSynced = true;
  }, fail);
  await waitUntilEnd({ duration: request.duration, until: request.until, now: wall, signal: over });
  clearInterval(flushing);
  if (!failing.signal.aborted) failing.abort();
  await Promise.all([watch.end(), self]);
  const { reason } = failing.signal;
  const failure: unknown = reason instanceof DOMException ? undefined : reason;
  if (isDiskFault(failure, journal)) throw failure;
  const now = transport.clock.now();
  objects.finish(now);
  const at = Math.max(objects.last, clock.timeOf(now));
  const seen = coverage.coverage(at);
  journal.close(encodeObservation({ at, kind: 'close', coverage: seen }));
  if (request.names === 'pseudonymised' && failure === undefined) forgetSalt(request.file);
  return {
    file: request.file,
    start: clock.start,
    coverage: seen,
    progress: { ...progress(), at },
    guessedOwners: objects.owners.guessed,
    failure,
  };
}

/** Lines that could not be written wait; then there is no use in a last one. */
function isDiskFault(failure: unknown, journal: Journal): boolean {
  return (
    failure !== undefined && journal.waiting > 0 && failure instanceof UserError && failure.exitCode === 2
  );
}

function namesOf({ names, file, resume }: RecordRequest): 'kept' | { readonly salt: string } {
  if (names !== 'pseudonymised') return names;
  const isBegun = resume && findJournalEnd(file).bytes > 0;
  return { salt: isBegun ? keptSalt(file) : drawSalt(file) };
}

function headerOf(
  { tool, names }: RecordRequest,
  clock: RecordClock,
  redaction: Redaction,
  kubernetes: string,
  selection: Selection,
): RecordingHeader {
  const selected = describeSelection(selection, names === 'kept');
  return {
    apiVersion: RECORDING_API_VERSION,
    kind: 'Recording',
    source: { kind: 'cluster', kubernetes, ...(selected === undefined ? {} : { selection: selected }) },
    start: clock.start,
    tool,
    clock: { kind: 'monotonic', resolution: '1us', stamps: '1s' },
    redaction: redaction.summary,
  };
}

/** What was told before goes back into all that remembers; nothing of it is written again. */
async function resumable(
  { file }: RecordRequest,
  redaction: Redaction,
  writing: JournalObserver,
  objects: RecordedObjects,
): Promise<EarlierPart | undefined> {
  const earlier = await readEarlierPart(file, (observation) => {
    if (observation.kind === 'template') writing.observer.templateHash(observation.template, observation.at);
    objects.restore(observation);
  });
  if (earlier && earlier.header.redaction !== redaction.summary)
    throw new UserError(`${file} was redacted otherwise: ${earlier.header.redaction}`, {
      next: 'go on with the same --keep, --keep-names and --pseudonymise',
    });
  return earlier;
}

function tellPause(objects: RecordedObjects, now: Microseconds, { last, wasClosed }: EarlierPart): void {
  const reason = wasClosed ? 'the recording was ended, and gone on with' : 'the recorder was not running';
  objects.pause(last, now, reason);
}

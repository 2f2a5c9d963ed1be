/** Records a cluster into a file until it is ended: loses no acknowledged line, and states as gaps what it did not see. */
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { createInferredNodes, type InferredNodes } from '../../core/observing/inferred-nodes.ts';
import { encodeHeader, encodeObservation } from '../../core/recording/encode.ts';
import type { RecordingSink } from '../../core/recording/recording-reader.ts';
import { createRedaction, type Kept, type Redaction } from '../../core/recording/redaction/redaction.ts';
import type { Coverage } from '../../core/recording/run-quality.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { ClusterChoice } from '../../kubernetes/cluster-choice.ts';
import { type Connection, connectionOf } from '../../kubernetes/connection.ts';
import { openTransport, type Transport } from '../../kubernetes/transport.ts';
import { type Journal, openJournal } from '../../storage/journal.ts';
import { findJournalEnd } from '../../storage/journal-end.ts';
import { checkAccess } from './check-access.ts';
import { type CoverageMeter, createCoverageMeter } from './coverage.ts';
import { createJournalObserver, type JournalObserver } from './journal-observer.ts';
import { ownersFromNames } from './owners.ts';
import { withRecordedUids } from './pseudonymous-uids.ts';
import { createRecordClock, type RecordClock } from './record-clock.ts';
import type { RecordProgress } from './record-progress.ts';
import { createRecordedObjects, type RecordedObjects } from './recorded-objects.ts';
import { headerOf, NODES_INFERRED } from './recording-header.ts';
import { type ResumedRecording, readResumedRecording } from './resumed-recording.ts';
import { drawSalt, forgetSalt, keptSalt } from './salt.ts';
import { openUsage, type UsageRecorder } from './sample-usage.ts';
import type { Selection } from './selection.ts';
import { watchSelf } from './self-watch.ts';
import { waitUntilEnd } from './wait-until-end.ts';
import { watchCluster } from './watch-cluster.ts';

export interface RecordRequest {
  readonly choice: ClusterChoice;
  /** Of each call. */
  readonly timeout: Microseconds | undefined;
  /** Gzip if it ends in .gz. */
  readonly file: string;
  /** Continue that file. */
  readonly resume: boolean;
  /** Replace a file that exists. Default false. */
  readonly force?: boolean | undefined;
  /** Undefined namespaces mean the whole cluster. */
  readonly selection: (contextNamespace: string) => Selection;
  /** How often the usage of pods is read; undefined: never. */
  readonly usage?: Microseconds | undefined;
  /** From now on. */
  readonly duration?: Microseconds | undefined;
  /** Milliseconds since the epoch. */
  readonly until?: number | undefined;
  readonly names: 'kept' | 'pseudonymised' | { readonly salt: string };
  readonly keep: readonly Kept[];
  readonly tool: { readonly name: string; readonly version: string };
  /** Ends the recording cleanly. */
  readonly signal: AbortSignal;
  /** Receives each warning at once. The recording contains them too, in its `close` line. */
  readonly warn: (problem: Problem) => void;
  /** Called when a new file was created. */
  readonly onCreated?: (() => void) | undefined;
  /** Called after each flush. */
  readonly onProgress?: ((progress: RecordProgress) => void) | undefined;
  /** Called once for each file, for what gets its header and its observations as well. */
  readonly watcher?: ((file: string) => RecordingSink) | undefined;
  /** How often lines are written and confirmed by the storage. Default half a second. */
  readonly flushEvery?: Microseconds | undefined;
  /** Milliseconds since the epoch. Default: this machine's clock. */
  readonly wall?: (() => number) | undefined;
}

export interface RecordedFile {
  readonly file: string;
  /** RFC 3339, as in its header. */
  readonly start: string;
  readonly coverage: Coverage;
  readonly progress: RecordProgress;
  /** The warnings of this run, as in the `close` line. */
  readonly problems: readonly Problem[];
  /** Why the recording ended early; undefined if it did not. */
  readonly failure: unknown;
}

const FLUSH_EVERY: Microseconds = 500_000;

/**
 * Returns when the time is over, the signal came or the cluster was lost for good. The file then ends with a `close` line.
 *
 * @throws {UserError} if nothing could be recorded (the cluster: exit code 3; the file: usage), or the storage is full. Acknowledged lines
 *         stay in the file.
 */
export async function recordCluster(request: RecordRequest): Promise<RecordedFile> {
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
): Promise<RecordedFile> {
  const { file, tool, names } = request;
  const wall = request.wall ?? Date.now;
  const selection = request.selection(connection.namespace);
  const access = await checkAccess(transport, selection);
  const usage = await openUsage(transport, selection, request.usage);
  // Before a salt is drawn, because an existing file has its own salt.
  const created = request.resume ? undefined : openJournal(file, { overwrite: request.force });
  if (created) request.onCreated?.();
  const redaction = createRedaction({ names: await namesOf(request), keep: request.keep });
  const coverage = createCoverageMeter();
  const watcher = request.watcher?.(file);
  const writing = createJournalObserver(watcher);
  // Set before the first observation.
  let clock!: RecordClock;
  const inferred = access.canListNodes ? undefined : createInferredNodes(writing.observer);
  const seen = createRecordedObjects({
    observer: redaction.before(inferred ?? writing.observer),
    coverage,
    timeOf: (at) => clock.timeOf(at),
    stampOf: (stamp) => clock.stampOf(stamp),
    isWithoutNodes: inferred !== undefined,
  });
  const objects = request.names === 'kept' ? seen : withRecordedUids(seen, redaction.uid);
  const resumed = request.resume
    ? await restoreFrom(request, redaction, writing, objects, inferred, watcher)
    : undefined;
  clock = createRecordClock(transport.clock, wall, resumed);
  const journal = created ?? openJournal(file, { after: resumed?.resumeAfter ?? 0 });
  const keepsNames = names === 'kept';
  const header =
    resumed?.header ?? headerOf({ tool, keepsNames }, clock, redaction, access, selection, usage?.header);
  if (!resumed) journal.append(encodeHeader(header));
  watcher?.header(header);
  writing.begin(journal);
  if (resumed) objects.pause(resumed.last, transport.clock.now(), pauseReason(resumed));
  await journal.flush();
  if (inferred) request.warn(NODES_INFERRED);
  return await watchAndWrite({
    transport,
    selection,
    request,
    clock,
    coverage,
    objects,
    inferred,
    journal,
    wall,
    usage,
  });
}

interface OpenRecording {
  readonly transport: Transport;
  readonly selection: Selection;
  readonly request: RecordRequest;
  readonly clock: RecordClock;
  readonly coverage: CoverageMeter;
  readonly objects: RecordedObjects;
  /** Undefined where nodes are watched. */
  readonly inferred: InferredNodes | undefined;
  readonly journal: Journal;
  readonly wall: () => number;
  readonly usage: UsageRecorder | undefined;
}

async function watchAndWrite(recording: OpenRecording): Promise<RecordedFile> {
  const { transport, selection, request, clock, coverage, objects } = recording;
  const { inferred, journal, wall, usage } = recording;
  const failing = new AbortController();
  const fail = (error: unknown): void => failing.abort(error);
  const { duration, until } = request;
  /** Of nodes alone, without a time, all that is wanted is what exists. */
  const seen = selection.nodesOnly && (duration ?? until) === undefined ? new AbortController() : undefined;
  let isSynced = false;
  const progress = (): RecordProgress => ({
    at: Math.max(objects.last, clock.now()),
    isSynced,
    events: coverage.events,
    pods: objects.pods,
    nodes: inferred?.size ?? objects.nodes,
    gaps: coverage.gaps,
    acknowledged: journal.acknowledged,
    bytes: journal.bytes,
    reached: new Map(watch.reached),
  });
  let isFlushing = false;
  async function flush(): Promise<void> {
    if (isFlushing) return;
    isFlushing = true;
    // Taken before the flush: everything that was reached until now is on the disk after it.
    const before = progress();
    try {
      await journal.flush();
      const { acknowledged, bytes } = journal;
      request.onProgress?.({ ...before, acknowledged, bytes });
    } catch (error) {
      fail(error);
    } finally {
      isFlushing = false;
    }
  }
  const flushing = setInterval(flush, (request.flushEvery ?? FLUSH_EVERY) / 1000);
  const problems: Problem[] = [];
  const warn = (problem: Problem): void => {
    problems.push(problem);
    request.warn(problem);
  };
  const seesNodes = inferred === undefined;
  const watch = watchCluster({ transport, selection, objects, seesNodes, warn, fail });
  const over = AbortSignal.any([request.signal, failing.signal]);
  const self = watchSelf(
    transport.clock,
    clock.drift,
    (gap) => watch.inOrder(gap.to, () => objects.gap(gap)),
    over,
  );
  let sampling: Promise<void> | undefined;
  watch.synced.then(() => {
    isSynced = true;
    sampling = usage?.sample({ objects, watch, clock: transport.clock, warn, signal: over });
    sampling?.catch(fail);
    seen?.abort();
  }, fail);
  const signal = seen ? AbortSignal.any([over, seen.signal]) : over;
  await waitUntilEnd({ duration, until, now: wall, signal });
  clearInterval(flushing);
  if (!failing.signal.aborted) failing.abort();
  await Promise.all([watch.end(), self, sampling]);
  const { reason } = failing.signal;
  const failure: unknown = reason instanceof DOMException ? undefined : reason;
  if (isStorageFault(failure, journal)) throw failure;
  const now = transport.clock.now();
  objects.finish(now);
  const at = Math.max(objects.last, clock.timeOf(now));
  const covered = coverage.coverage(at);
  const { guessed } = objects.owners;
  if (guessed > 0) warn(ownersFromNames(guessed));
  await journal.close(
    encodeObservation({ at, kind: 'close', coverage: covered, ...(problems.length > 0 ? { problems } : {}) }),
  );
  if (request.names === 'pseudonymised' && failure === undefined) await forgetSalt(request.file);
  return {
    file: request.file,
    start: clock.start,
    coverage: covered,
    progress: { ...progress(), at },
    problems,
    failure,
  };
}

/** Lines that could not be written are waiting; a `close` line would not get into the file either. */
function isStorageFault(failure: unknown, journal: Journal): boolean {
  return (
    failure !== undefined && journal.waiting > 0 && failure instanceof UserError && failure.exitCode === 2
  );
}

async function namesOf({ names, file, resume }: RecordRequest): Promise<'kept' | { readonly salt: string }> {
  if (names !== 'pseudonymised') return names;
  const hasLines = resume && (await findJournalEnd(file)).bytes > 0;
  return { salt: hasLines ? await keptSalt(file) : await drawSalt(file) };
}

/** Gives all observations of the resumed recording to everything that remembers objects. None of them is written again. */
async function restoreFrom(
  { file }: RecordRequest,
  redaction: Redaction,
  writing: JournalObserver,
  objects: RecordedObjects,
  inferred: InferredNodes | undefined,
  watcher: RecordingSink | undefined,
): Promise<ResumedRecording | undefined> {
  const resumed = await readResumedRecording(file, (observation) => {
    if (observation.kind === 'template') writing.observer.templateHash(observation.template, observation.at);
    inferred?.restore(observation);
    watcher?.observe(observation);
    // Inferred nodes have no watch that could see them again.
    if (inferred === undefined || !observation.kind.startsWith('node-')) objects.restore(observation);
  });
  if (resumed && (resumed.header.source.nodes === 'inferred') !== (inferred !== undefined))
    throw new UserError(
      inferred === undefined
        ? `${file} has nodes that are inferred from pods, and now they can be read`
        : `${file} has the nodes of the cluster, and now they may not be listed`,
      { next: 'start a new recording' },
    );
  if (resumed && resumed.header.redaction !== redaction.summary)
    throw new UserError(`${file} was redacted differently: ${resumed.header.redaction}`, {
      next: 'resume it with the same --keep, --keep-names and --pseudonymise',
    });
  return resumed;
}

function pauseReason({ wasClosed }: ResumedRecording): string {
  return wasClosed ? 'the recording was ended and later resumed' : 'the recorder was not running';
}

/** Plays a timeline on a cluster that runs on the wall's time: prepares it, sends every event at its due time, observes, and cleans up. */
import { UserError } from '../../core/errors/user-error.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { templateBook } from '../../core/recording/template-hash.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { WALL_CLOCK, type WallClock } from '../../kubernetes/wall-clock.ts';
import type { RecordingFile } from '../../storage/recording-file.ts';
import type { LiveRun, LiveTarget, Survey } from '../../targets/live/live-target.ts';
import { provenSpeed } from '../../targets/live/pace/injection-lag.ts';
import { achievedSpeed } from '../../targets/live/pace/pace.ts';
import { type LiveMoment, pacedRun } from '../../targets/live/pace/paced-run.ts';
import { adviseSpeed } from '../../targets/live/survey/advise-speed.ts';
import type { Play, Played } from '../../targets/target.ts';
import { type Recorded, recordReplay } from './record-replay.ts';

export interface LiveRequest {
  readonly speed: number;
  readonly file: RecordingFile | undefined;
  readonly keepObservations?: boolean | undefined;
  readonly signal: AbortSignal;
  /** Look and tell, make nothing. */
  readonly dryRun: boolean;
  /** Leave what was made. */
  readonly keep: boolean;
  readonly probe: boolean;
  /** The header, once the clock starts. @param start RFC 3339. */
  readonly headerAt: (start: string, kubernetes: string) => RecordingHeader;
  /** Sentences to be read before anything more happens. */
  readonly announce: (sentences: readonly string[]) => void;
  readonly moment?: ((moment: LiveMoment) => void) | undefined;
  /** What is done before and after, in words. */
  readonly doing: (what: string) => void;
}

export interface LiveReplay {
  readonly run: string;
  readonly survey: Survey;
  /** Undefined where the clock never started: a dry run, or Ctrl-C before. */
  readonly replay: (Recorded & { readonly played: Played }) | undefined;
  /** What ended it early, or could not be cleaned up. */
  readonly failure: UserError | undefined;
}

/** @throws {UserError} where the play is refused, before anything is made; or where it can't be prepared, after that was removed. */
export async function playLive(
  play: Play,
  request: LiveRequest,
  target: LiveTarget,
  clock: WallClock = WALL_CLOCK,
): Promise<LiveReplay> {
  const run = await target.survey(play, request.speed);
  const { id, survey } = run;
  try {
    request.announce(introduction(run, request));
    if (request.dryRun || request.signal.aborted)
      return { run: id, survey, replay: undefined, failure: undefined };
    return { run: id, survey, ...(await playAndRemove(play, run, request, clock)) };
  } finally {
    await run.close();
  }
}

async function playAndRemove(
  play: Play,
  run: LiveRun,
  request: LiveRequest,
  clock: WallClock,
): Promise<Pick<LiveReplay, 'replay' | 'failure'>> {
  let outcome: Pick<LiveReplay, 'replay' | 'failure'> = { replay: undefined, failure: undefined };
  let thrown: unknown;
  try {
    outcome = await prepareAndPlay(play, run, request, clock);
  } catch (error) {
    thrown = error;
  }
  const leftover = await cleanUp(run, request);
  const { failure = leftover } = outcome;
  if (leftover !== undefined && (thrown ?? failure) !== leftover)
    request.announce([`warning: ${leftover.message} (${leftover.next})`]);
  if (thrown !== undefined) throw thrown;
  return { ...outcome, failure };
}

async function prepareAndPlay(
  play: Play,
  run: LiveRun,
  request: LiveRequest,
  clock: WallClock,
): Promise<Pick<LiveReplay, 'replay' | 'failure'>> {
  const { signal, doing, announce } = request;
  const early = earlyObserver();
  try {
    await run.prepare(signal, (done, total) => doing(`making ${done} of ${total} nodes and namespaces`));
    announce(await adviseSpeed(play, request, run));
    doing('looking at what is there');
    await run.observe(early.observer);
  } catch (error) {
    if (signal.aborted) return { replay: undefined, failure: undefined };
    throw error;
  }
  if (signal.aborted) return { replay: undefined, failure: undefined };
  const paced = pacedRun(play, run, { speed: request.speed, clock, signal, moment: request.moment });
  const header = request.headerAt(
    new Date().toISOString().replace('Z', '000000Z'),
    run.survey.version.replace(/^v/, ''),
  );
  const recorder = recordReplay(header, { file: request.file, keepObservations: request.keepObservations });
  early.passOnTo(recorder.observer.observe);
  const { pace, end, endedAt, ...played } = await paced.play();
  await run.endObserving();
  const over = { ...played, end: end ?? early.last() };
  const achieved = achievedSpeed(pace, played.reached ?? over.end, endedAt);
  const replay = recorder.close(over.end, provenSpeed(request.speed, achieved, played.lag, played.answers));
  return { replay: { ...replay, played: over }, failure: asUserError(played.failure) };
}

/** @returns what is to be said where something could not be removed. */
async function cleanUp(run: LiveRun, { keep, doing, announce }: LiveRequest): Promise<UserError | undefined> {
  await run.endObserving();
  if (keep) {
    announce([`what was made stays; remove it with kubectl keg cluster reset --run ${run.id}`]);
    return undefined;
  }
  doing('removing what was made');
  try {
    await run.remove((removed) => doing(`removing what was made: ${removed} gone`));
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return new UserError(`not all that was made is removed: ${why}`, {
      next: `kubectl keg cluster reset --run ${run.id} removes the rest`,
      exitCode: 3,
    });
  }
}

function introduction({ id, survey }: LiveRun, { speed, dryRun }: LiveRequest): string[] {
  const { context, server, version } = survey;
  return [
    `${dryRun ? 'would play' : 'playing'} at ${speed}x on context "${context}" (${server}, Kubernetes ${version}), as run ${id}`,
    ...survey.notes.map((note) => `note: ${note}`),
    ...(survey.changes.length === 0 ? [] : [`changed in pods: ${survey.changes.join('; ')}`]),
  ];
}

/** What is seen before the clock starts is told once it does, as of its first moment. */
function earlyObserver(): {
  readonly observer: Observer;
  passOnTo(observe: Observer['observe']): void;
  last(): Microseconds;
} {
  let waiting: Observation[] | undefined = [];
  let passOn: Observer['observe'] = () => {};
  let last = 0;
  const observe = (observation: Observation): void => {
    last = observation.at;
    if (waiting) waiting.push(observation);
    else passOn(observation);
  };
  return {
    observer: { observe, templateHash: templateBook(observe) },
    passOnTo(to) {
      passOn = to;
      for (const observation of waiting ?? []) to(observation);
      waiting = undefined;
    },
    last: () => last,
  };
}

function asUserError(error: Error | undefined): UserError | undefined {
  if (error === undefined || error instanceof UserError) return error;
  throw error;
}

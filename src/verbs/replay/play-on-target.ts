/** Plays what was loaded on a target: survey → announce → prepare → play → remove, with everything observed recorded and measured. */

import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { RecordingHeader } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import type { RecordingSink } from '../../core/recording/recording-reader.ts';
import { drawsLoad } from '../../core/scenario/draws-load.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { RecordingFile } from '../../storage/recording-file.ts';
import {
  busySpeed,
  type OpenTarget,
  type Pauses,
  type PlannedSpeed,
  type Played,
  type PlayMoment,
  type RunFacts,
  type Survey,
  type TargetRun,
} from '../../targets/target.ts';
import { pausesOf } from './asked-pauses.ts';
import { checkMaxLag } from './max-lag.ts';
import type { Meeting } from './meeting.ts';
import type { LoadedPlay, PlayRequest } from './play-request.ts';
import { type RecordedReplay, recordReplay } from './record-replay.ts';
import type { RecordingDifference } from './recording-difference.ts';
import { refusedProblem, refuseNotModelled } from './refuse-not-modelled.ts';
import { playedProblems } from './replay-problems.ts';

export interface PlayingRequest extends Pick<PlayRequest, 'onSized'> {
  readonly speed: PlannedSpeed;
  readonly tool: { readonly name: string; readonly version: string };
  /** Keep the observations (for CSV). */
  readonly keepObservations?: boolean;
  /** Survey and announce, create nothing. */
  readonly dryRun?: boolean;
  /** Refuse what asks for something that is not modelled. */
  readonly strict?: boolean;
  /** Leave what was created. */
  readonly keep?: boolean;
  /** The injection lag (p99, wall time) above which the replay failed. */
  readonly maxLag?: Microseconds | undefined;
  /** Scenario times at which the clock of a live target stops. */
  readonly pauseAt?: readonly Microseconds[];
  /** With which a person stops it, lets it go on and changes its speed. */
  readonly keys?: Omit<Pauses, 'at'> | undefined;
  /** Whether virtual time keeps to the speed. */
  readonly isPaced?: boolean | undefined;
  /** Gets what is observed, beside the recording. */
  readonly watcher?: RecordingSink | undefined;
  /** Aborted to end the replay early: the recording and the figures are those of what was played until then. */
  readonly signal?: AbortSignal;
  /** With replays on other clusters. */
  readonly together?: Meeting | undefined;
  readonly show?: ReplayScreen;
}

/** What a person sees while a replay runs. */
interface ReplayScreen {
  /** A sentence that stays. */
  readonly inform: (sentence: string) => void;
  /** Problems as they become known before the clock starts. */
  readonly warn: (problems: readonly Problem[]) => void;
  /** What is done at the moment. */
  readonly doing: (sentence: string) => void;
  /** Called a few times a second. Undefined where nothing shows it. */
  readonly moment?: ((moment: PlayMoment) => void) | undefined;
}

export interface Replay {
  readonly survey: Survey;
  /** Undefined where the clock never started: a dry run, or stopped before. */
  readonly result: ReplayResult | undefined;
  /** What failed: the cluster was lost, something could not be removed, or the replay was late. */
  readonly failure: UserError | undefined;
}

export interface ReplayResult extends RecordedReplay {
  readonly played: Played;
  /** What became known while it was played. */
  readonly problems: readonly Problem[];
  /** Where a recording was played: how its replay differs. */
  readonly difference?: RecordingDifference;
}

const SILENT: ReplayScreen = { inform: () => {}, warn: () => {}, doing: () => {} };

/**
 * @param file where the recording goes.
 * @throws {UserError} where the target refuses the play, or --strict does, before anything is created; where it can't be prepared, after what was created is
 *   removed.
 */
export async function playOnTarget(
  loaded: LoadedPlay,
  request: PlayingRequest,
  target: OpenTarget,
  file: RecordingFile | undefined,
): Promise<Replay> {
  const { dryRun = false, signal = new AbortController().signal, show = SILENT } = request;
  // With --strict one of the problems becomes the error, which is printed as well.
  const shown = (problems: readonly Problem[]): readonly Problem[] => {
    const refused = request.strict ? refusedProblem([...loaded.problems, ...problems]) : undefined;
    return problems.filter((problem) => problem !== refused);
  };
  show.warn(shown(loaded.problems));
  request.onSized?.(loaded.play.timeline.length);
  const pauses = dryRun ? undefined : pausesOf(loaded, request.pauseAt ?? [], request.keys);
  const run = await target.survey(loaded.play, request.speed);
  const { survey } = run;
  try {
    announce(survey.place, shown(survey.problems), request, show);
    if (request.strict) refuseNotModelled([...loaded.problems, ...survey.problems]);
    await request.together?.surveyed(survey.server);
    if (dryRun || signal.aborted) return { survey, result: undefined, failure: undefined };
    return { survey, ...(await playAndRemove({ request, loaded, target, run, file, signal, show, pauses })) };
  } finally {
    await run.close();
  }
}

interface Running {
  readonly request: PlayingRequest;
  readonly loaded: LoadedPlay;
  readonly target: OpenTarget;
  readonly run: TargetRun;
  readonly file: RecordingFile | undefined;
  readonly signal: AbortSignal;
  readonly show: ReplayScreen;
  readonly pauses: Pauses | undefined;
}

function announce(
  place: string | undefined,
  problems: readonly Problem[],
  { speed, dryRun }: PlayingRequest,
  show: ReplayScreen,
): void {
  if (place !== undefined)
    show.inform(`${dryRun ? 'would play' : 'playing'} at ${speedText(speed)} ${place}`);
  show.warn(problems);
}

function speedText(speed: PlannedSpeed): string {
  if (typeof speed === 'number') return `${speed}x`;
  return `${speed.whileBusy}x while there is work, with jumps over idle time,`;
}

async function playAndRemove(running: Running): Promise<Pick<Replay, 'result' | 'failure'>> {
  const { run, request, show } = running;
  let outcome: Pick<Replay, 'result' | 'failure'> = { result: undefined, failure: undefined };
  let thrown: unknown;
  try {
    outcome = await prepareAndPlay(running);
  } catch (error) {
    thrown = error;
  }
  const leftover = request.keep ? announceKept(run, show) : await remove(run, show);
  if (leftover !== undefined && (thrown ?? outcome.failure) !== undefined)
    show.warn([{ code: 'not-removed', severity: 'warning', message: leftover.message, next: leftover.next }]);
  if (thrown !== undefined) throw thrown;
  return { ...outcome, failure: outcome.failure ?? leftover ?? lateness(outcome.result, request.maxLag) };
}

async function prepareAndPlay(running: Running): Promise<Pick<Replay, 'result' | 'failure'>> {
  const { request, loaded, target, run, file, signal, show, pauses } = running;
  const early = [...loaded.problems, ...run.survey.problems];
  try {
    const { facts, problems } = await run.prepare({ signal, onProgress: show.doing });
    for (const fact of facts) show.inform(fact);
    show.warn(problems);
    early.push(...problems);
    await request.together?.prepared();
  } catch (error) {
    if (signal.aborted) return { result: undefined, failure: undefined };
    throw error;
  }
  if (signal.aborted) return { result: undefined, failure: undefined };
  const { keepObservations } = request;
  const { recorded } = loaded;
  let recorder: ReturnType<typeof recordReplay> | undefined;
  const begin = (facts: RunFacts): Observer => {
    if (pauses && !request.watcher)
      show.inform(
        `keys: space or p stops the clock and lets it go on, ${typeof request.speed === 'object' ? '' : '+ and - change its speed, '}q ends the replay`,
      );
    const header = headerOf(loaded, request, target.name, facts, early);
    recorder = recordReplay(header, { file, keepObservations, watcher: request.watcher });
    return watched(recorder.observer, recorded?.meter);
  };
  const { isPaced } = request;
  const { played, speed, failure } = await run.play({
    signal,
    begin,
    pauses,
    isPaced,
    onMoment: show.moment,
  });
  if (recorder === undefined) throw new Error(`target ${target.name} has not begun its recording`);
  const problems = playedProblems(played);
  const measured = await recorder.close(played.end, speed, problems);
  const difference = recorded && { difference: recorded.meter.compare(recorded.figures, measured.figures) };
  return { result: { ...measured, played, problems, ...difference }, failure };
}

/** @returns what to report where something could not be removed. */
async function remove(run: TargetRun, { doing }: ReplayScreen): Promise<UserError | undefined> {
  try {
    await run.remove(doing);
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return new UserError(`not everything that was created is removed: ${why}`, {
      next:
        run.survey.removal === undefined
          ? 'delete what is left by hand'
          : `${run.survey.removal} removes the rest`,
      exitCode: 3,
    });
  }
}

function announceKept({ survey }: TargetRun, { inform }: ReplayScreen): undefined {
  if (survey.removal !== undefined) inform(`what was created stays; remove it with ${survey.removal}`);
}

function lateness(result: ReplayResult | undefined, maxLag: Microseconds | undefined): UserError | undefined {
  const speed = result?.figures.speed;
  if (maxLag === undefined || !speed?.lag) return undefined;
  return checkMaxLag({ ...speed.lag, limitedBy: speed.limitedBy ?? 'nothing' }, maxLag);
}

/** Shows a second observer everything that is observed. */
function watched(observer: Observer, also: Pick<Observer, 'observe'> | undefined): Observer {
  if (!also) return observer;
  return {
    templateHash: observer.templateHash,
    observe(observation) {
      also.observe(observation);
      observer.observe(observation);
    },
  };
}

function headerOf(
  { scenario, play, window }: LoadedPlay,
  request: PlayingRequest,
  target: string,
  facts: RunFacts,
  problems: readonly Problem[],
): RecordingHeader {
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    name: scenario.name,
    source: {
      kind: 'replay',
      target,
      kubernetes: facts.kubernetes,
      scenario: scenario.name,
      seed: play.seed,
      ...(drawsLoad(scenario) && { drawn: true }),
      ...(facts.configuration !== undefined && { configuration: facts.configuration }),
      ...(facts.latency && { latency: facts.latency }),
      ...(facts.search && { search: facts.search }),
      speed: busySpeed(request.speed),
      ...(window && { window: { from: window.from, ...(window.to !== undefined && { to: window.to }) } }),
    },
    start: facts.start,
    tool: request.tool,
    clock: facts.clock,
    redaction: 'none',
    ...(problems.length > 0 ? { problems } : {}),
  };
}

/** Plays on a live cluster in wall time: probes its speed, observes it, sends every event at its due time, and removes what was created. */
import { UserError } from '../../core/errors/user-error.ts';
import type { Observation } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { templateBook } from '../../core/recording/template-hash.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import {
  busySpeed,
  type PlannedSpeed,
  type Play,
  type Playing,
  type PlayResult,
  type Preparation,
  type Prepared,
  type TargetRun,
} from '../target.ts';
import { runJumper } from './jumps/jumper.ts';
import type { Jumps } from './jumps/open-jumps.ts';
import type { LiveRun } from './live-run.ts';
import { provenSpeed } from './pace/injection-lag.ts';
import { achievedSpeed } from './pace/paced-clock.ts';
import { type PacedOptions, pacedRun } from './pace/paced-run.ts';
import type { PausableClock } from './pace/pausable-clock.ts';
import { probeSpeed } from './survey/probe-speed.ts';

export interface LivePlayOptions {
  readonly speed: PlannedSpeed;
  /** Whether the cluster may be probed. */
  readonly probe: boolean;
  /** The clock that the play stops in a pause. */
  readonly clock: PausableClock;
  /** Present where the clock jumps. */
  readonly jumps?: Jumps | undefined;
}

export function liveTargetRun(play: Play, run: LiveRun, options: LivePlayOptions): TargetRun {
  const early = createEarlyObserver();
  return {
    survey: run.survey,
    prepare: (preparation) => prepare(play, run, options, early.observer, preparation),
    play: (playing) => playPaced(play, run, options, early, playing),
    async remove(onProgress) {
      await run.endObserving();
      onProgress('removing what was created');
      await run.remove((removed) => onProgress(`removing what was created: ${removed} gone`));
    },
    async close() {
      await run.endObserving();
      await options.jumps?.close();
      await run.close();
    },
  };
}

async function prepare(
  play: Play,
  run: LiveRun,
  { speed, probe }: LivePlayOptions,
  observer: Observer,
  { signal, onProgress }: Preparation,
): Promise<Prepared> {
  await run.prepare(signal, (done, total) =>
    onProgress(`creating nodes and namespaces: ${done} of ${total}`),
  );
  const prepared = await probeSpeed(play, run, { speed: busySpeed(speed), probe, signal, onProgress });
  onProgress('reading what exists');
  await run.observe(observer);
  return prepared;
}

async function playPaced(
  play: Play,
  run: LiveRun,
  { speed: planned, clock: pausable, jumps }: LivePlayOptions,
  early: EarlyObserver,
  { signal, begin, onMoment, pauses }: Playing,
): Promise<PlayResult> {
  const speed = busySpeed(planned);
  const clock = jumps?.clock ?? pausable;
  const jumper = jumps && jumperOf(jumps, speed);
  const paced = pacedRun(play, run, { speed, clock, pausable, pauses, signal, onMoment, jumper });
  const observer = begin({
    start: new Date().toISOString().replace('Z', '000000Z'),
    kubernetes: run.kubernetes.replace(/^v/, ''),
    ...(run.configuration !== undefined && { configuration: run.configuration }),
    // One microsecond of wall time is this much of scenario time.
    clock: { kind: 'monotonic', resolution: `${Math.max(1, Math.round(speed))}us` },
  });
  early.passOnTo(observer.observe);
  const {
    end,
    ranUntil,
    reached,
    lag,
    answers,
    failure,
    pauses: stops,
    changes,
    ...played
  } = await paced.play();
  await run.endObserving();
  const endsAt = end ?? early.last();
  // With jumps the wall time of a single event says nothing: the whole play counts.
  const achieved = jumps
    ? endsAt / Math.max(1, played.wallTime)
    : achievedSpeed({ epoch: 0, speed }, reached ?? endsAt, ranUntil);
  const proven = {
    ...provenSpeed(speed, achieved, lag, answers),
    ...(stops.length > 0 && { pauses: stops }),
    ...(changes.length > 0 && { changes }),
  };
  return {
    played: {
      ...played,
      end: endsAt,
      schedulerPauses: run.schedulerPauses,
      explained: run.explained,
      foreignNodes: run.foreignNodes,
    },
    speed: jumps ? { ...proven, jumps: jumps.meter.facts() } : proven,
    failure: asUserError(failure),
  };
}

function jumperOf({ clock, meter, prove, fence }: Jumps, speed: number): PacedOptions['jumper'] {
  return async (own, signal) => {
    await runJumper({ clock, speed, own, prove, meter, signal });
    await fence.clear();
  };
}

interface EarlyObserver {
  readonly observer: Observer;
  passOnTo(observe: Observer['observe']): void;
  last(): Microseconds;
}

/** Keeps what is observed before the clock starts, and passes it on when it does, as of its first moment. */
function createEarlyObserver(): EarlyObserver {
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

/** @throws what is no problem of the user: a defect of keg. */
function asUserError(error: Error | undefined): UserError | undefined {
  if (error === undefined || error instanceof UserError) return error;
  throw error;
}

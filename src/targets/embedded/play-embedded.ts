/** Plays a timeline in virtual time: jumps from event to event, and treats the modelled scheduler as a server that is busy with one pod at a time. */
import type { Observer } from '../../core/recording/observer.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { Play, Played } from '../target.ts';
import { beginPlay } from './play-moment.ts';

/** Moments of virtual time and attempts to schedule in one step: some tens of milliseconds of wall time, so that Ctrl-C takes effect soon. */
const WORK_PER_STEP = 4096;

/**
 * Plays the timeline until `duration`, or until nothing can happen any more. Every event happens exactly at its time, at any speed. Of
 * what happens at one time, the consequences of earlier events come first (a pod that ends makes room), then the timeline in its order,
 * then the controllers of workloads, then the scheduler.
 */
export function playEmbedded(play: Play, observer: Observer): Played {
  const steps = playInSteps(play, observer);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export interface StepOptions {
  /** Ends the play. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the seed also decides in which order nodes are checked. */
  readonly parallelSearch?: boolean;
  /** Up to which time it may play at the moment. Default: as far as it can. */
  readonly horizon?: (() => Microseconds) | undefined;
}

/**
 * The same in steps of some tens of milliseconds of wall time. Each yields the time of the last observation or, where that lies beyond the
 * horizon, the time of what is due next.
 */
export function* playInSteps(
  play: Play,
  observer: Observer,
  { signal, parallelSearch = false, horizon = () => Number.POSITIVE_INFINITY }: StepOptions = {},
): Generator<Microseconds, Played> {
  const under = beginPlay(play, observer, { parallelSearch });
  for (let work = 1; ; work += 1) {
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield under.last();
      if (signal?.aborted) return under.stopped(horizon());
    }
    const now = under.next();
    if (now === undefined) break;
    while (now > horizon()) {
      yield now;
      if (signal?.aborted) return under.stopped(horizon());
    }
    if (under.moment(now)) work += under.refuseAgain(horizon(), WORK_PER_STEP);
  }
  const end = play.duration ?? under.last();
  while (end > horizon()) {
    yield end;
    if (signal?.aborted) return under.stopped(horizon());
  }
  return under.end(end);
}

/** Holds a play in virtual time to a speed of the wall clock, which a person can change and stop. */
import { setImmediate } from 'node:timers/promises';
import type { PauseFact, ProvenSpeed, SpeedChange } from '../../core/recording/run-quality.ts';
import { changingPace } from '../../core/time/changing-pace.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { WALL_CLOCK, type WallClock } from '../../kubernetes/wall-clock.ts';
import { wallSamples } from '../live/pace/wall-samples.ts';
import type { Playing, PlayMoment } from '../target.ts';

export interface PacedPlay {
  /** Up to which time the play may go at the moment. */
  horizon(): Microseconds;
  /** Waits until the play may go on, and resolves at once where it is late. @param due the time of what comes next. */
  waitFor(due: Microseconds): Promise<void>;
  /** @param due the time of what comes next: nothing is left to happen before it. */
  moment(due: Microseconds): Pick<PlayMoment, 'scenarioTime' | 'pace'>;
  /** Ends listening to keys. @param end the time that was reached. */
  end(end: Microseconds): ProvenSpeed;
}

/** So that keys and Ctrl-C take effect soon. */
const LONGEST_SLEEP: Microseconds = 50_000;
/** Timers do not count in less. */
const SHORTEST_SLEEP: Microseconds = 1_000;
const SLOWEST = 1e-3;
const FASTEST = 1e6;

/** @param from the time of the play at which the clock starts: what comes before takes no time. */
export function pacedPlay(
  speed: number,
  from: Microseconds,
  { pauses }: Pick<Playing, 'pauses'>,
  clock: WallClock = WALL_CLOCK,
): PacedPlay {
  const pace = changingPace(clock.now, speed, from);
  const lag = wallSamples();
  const facts: PauseFact[] = [];
  const changes: SpeedChange[] = [];
  let pausedAt: Microseconds | undefined;
  // Attempts after the last observation pass on the wall too.
  let reached = from;

  function toggle(): void {
    if (pausedAt === undefined) {
      pace.pause();
      pausedAt = clock.now();
      return;
    }
    pace.resume();
    facts.push({ at: pace.now() - from, wall: clock.now() - pausedAt });
    pausedAt = undefined;
  }

  const ignore = pauses?.listen(toggle);
  const ignoreSpeed = pauses?.listenSpeed?.((factor) => {
    pace.setSpeed(Math.min(FASTEST, Math.max(SLOWEST, pace.speed * factor)));
    changes.push({ at: Math.max(0, pace.now() - from), speed: pace.speed });
  });
  return {
    horizon: pace.now,
    async waitFor(due) {
      reached = Math.max(reached, Math.min(due, pace.now()));
      const left = pace.wallUntil(due);
      if (left > 0) await clock.sleep(Math.min(LONGEST_SLEEP, Math.max(SHORTEST_SLEEP, left)));
      else await setImmediate();
      const late = -pace.wallUntil(due);
      if (late >= 0) lag.add(Math.round(late));
    },
    moment: (due) => ({
      scenarioTime: Math.max(0, Math.min(due, pace.now()) - from),
      pace: { speed: pace.speed, lag: lag.summary().p99, isPaused: pace.isPaused },
    }),
    end(end) {
      ignore?.();
      ignoreSpeed?.();
      if (pausedAt !== undefined) toggle();
      const ran = pace.ran();
      return {
        planned: speed,
        achieved: ran > 0 ? (Math.max(end, reached) - from) / ran : speed,
        lag: lag.summary(),
        isPaced: true,
        ...(facts.length > 0 && { pauses: facts }),
        ...(changes.length > 0 && { changes }),
      };
    },
  };
}

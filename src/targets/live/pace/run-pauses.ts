/** Stops and starts the clock of a live play, and changes its speed: at the times that were asked for, and whenever a person wants. */
import type { PauseFact, SpeedChange } from '../../../core/recording/run-quality.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { WallClock } from '../../../kubernetes/wall-clock.ts';
import type { Pauses } from '../../target.ts';
import type { PausableClock } from './pausable-clock.ts';

export interface RunPausesOptions {
  readonly pauses: Pauses | undefined;
  /** The planned speed. */
  readonly speed: number;
  readonly clock: PausableClock;
  /** The clock of the play: the same, or one above it that jumps. */
  readonly playClock: WallClock;
  readonly dueAt: (at: Microseconds) => Microseconds;
  readonly scenarioTime: () => Microseconds;
  /** Takes over what others would carry out by their own clocks. */
  readonly takeOver: () => Promise<void>;
  readonly fail: (error: unknown) => void;
}

export interface RunPauses {
  /** When the next asked pause is due on the play's clock. A jump must not pass it. */
  nextAt(): Microseconds | undefined;
  readonly facts: readonly PauseFact[];
  readonly changes: readonly SpeedChange[];
  /** Ends listening, and lets the clock go on. */
  end(): void;
}

/** The most that keys make a play faster or slower than planned. */
const MOST_RATE = 64;

export function runPauses({
  pauses,
  speed,
  clock,
  playClock,
  dueAt,
  scenarioTime,
  takeOver,
  fail,
}: RunPausesOptions): RunPauses {
  const facts: PauseFact[] = [];
  const changes: SpeedChange[] = [];
  const over = new AbortController();
  const asked = [...(pauses?.at ?? [])].sort((one, other) => one - other);
  let began: { readonly at: Microseconds; readonly wall: Microseconds } | undefined;

  function pause(): void {
    if (clock.isPaused) return;
    clock.pause();
    began = { at: scenarioTime(), wall: clock.real.now() };
    takeOver().catch(fail);
  }

  function resume(): void {
    if (began) facts.push({ at: began.at, wall: clock.real.now() - began.wall });
    began = undefined;
    clock.resume();
  }

  async function pauseWhenAsked(): Promise<void> {
    for (let next = asked[0]; next !== undefined; next = asked[0]) {
      for (let left = dueAt(next) - playClock.now(); left > 0; left = dueAt(next) - playClock.now())
        await playClock.sleep(left, over.signal);
      asked.shift();
      pause();
      // The next one comes when the clock goes on.
      await clock.sleep(0, over.signal);
    }
  }

  function changeSpeed(factor: number): void {
    clock.setRate(Math.min(MOST_RATE, Math.max(1 / MOST_RATE, clock.rate * factor)));
    changes.push({ at: scenarioTime(), speed: speed * clock.rate });
    takeOver().catch(fail);
  }

  // A clock that jumps proves its jumps by times of the wall.
  const ignoreSpeed = playClock === clock ? pauses?.listenSpeed?.(changeSpeed) : undefined;
  const ignore = pauses?.listen(() => (clock.isPaused ? resume() : pause()));
  void pauseWhenAsked().catch((error) => {
    if (!over.signal.aborted) fail(error);
  });
  return {
    nextAt: () => (asked[0] === undefined ? undefined : dueAt(asked[0])),
    facts,
    changes,
    end() {
      ignore?.();
      ignoreSpeed?.();
      over.abort();
      resume();
    },
  };
}

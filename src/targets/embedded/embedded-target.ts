/** Plays on the embedded cluster: there is nothing to prepare and nothing to remove, and no event is ever late. */
import { setImmediate } from 'node:timers/promises';
import type { SchedulerLatency } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { templateBook } from '../../core/recording/template-hash.ts';
import { cutWindow } from '../../core/recording/window/recording-window.ts';
import { requireWindow, type WindowBounds } from '../../core/recording/window/window-bounds.ts';
import { DEFAULT_BIND, DEFAULT_CYCLE } from '../../core/scenario/build-scenario.ts';
import {
  busySpeed,
  type OpenTarget,
  type Play,
  type Played,
  type Playing,
  type PlayResult,
} from '../target.ts';
import { notModelledProblems } from './not-modelled.ts';
import { pacedPlay } from './paced-play.ts';
import { playInSteps } from './play-embedded.ts';

/** A scenario has no date. Virtual time needs one, and the same one every time. */
const START = '1970-01-01T00:00:00.000000000Z';

export interface EmbeddedOptions {
  /** Of the scenario, RFC 3339. */
  readonly start?: string | undefined;
  /** Whether nodes are checked as by parallel workers. */
  readonly parallelSearch?: boolean;
}

export const embeddedTarget: OpenTarget = embeddedTargetWith({});

export function embeddedTargetWith(options: EmbeddedOptions): OpenTarget {
  return {
    name: 'embedded',
    playsBeforeWindows: true,
    async survey(play, speed) {
      return {
        survey: { problems: notModelledProblems(play), objects: [] },
        prepare: async () => ({ facts: [], problems: [] }),
        play: (playing) => playOn(play, options, busySpeed(speed), playing),
        remove: async () => {},
        close: async () => {},
      };
    },
  };
}

/** Undefined for the defaults. */
function otherLatency({ cycle, bind }: Play['scheduler']): SchedulerLatency | undefined {
  return cycle === DEFAULT_CYCLE && bind === DEFAULT_BIND ? undefined : { cycle, bind };
}

async function playOn(
  play: Play,
  { start = START, parallelSearch = false }: EmbeddedOptions,
  speed: number,
  { signal, begin, onMoment, pauses, isPaced = false }: Playing,
): Promise<PlayResult> {
  const observer = begin({
    start,
    kubernetes: play.scheduler.kubernetesVersion,
    configuration: play.scheduler.configuration,
    latency: otherLatency(play.scheduler),
    ...(parallelSearch && { search: 'parallel' }),
    clock: { kind: 'virtual', resolution: '1us' },
  });
  const window = play.window && observerOfWindow(play.window, observer);
  const paced = isPaced ? pacedPlay(speed, play.window?.from ?? 0, { pauses }) : undefined;
  const steps = playInSteps(play, window?.observer ?? observer, {
    signal,
    parallelSearch,
    horizon: paced?.horizon,
  });
  for (;;) {
    const step = steps.next();
    if (step.done) {
      window?.end(step.value.stopped === true);
      const played = inWindow(step.value, play.window);
      const lag = { n: played.events, p50: 0, p95: 0, p99: 0, max: 0 };
      const proven = paced?.end(step.value.end) ?? { planned: speed, achieved: speed, lag };
      return { played, speed: proven, failure: undefined };
    }
    onMoment?.({ scenarioTime: step.value, end: play.duration, ...paced?.moment(step.value) });
    await (paced ? paced.waitFor(step.value) : setImmediate());
  }
}

/** An observer of everything, which passes on the window. */
function observerOfWindow(
  bounds: WindowBounds,
  { observe }: Observer,
): {
  observer: Observer;
  end(isStopped: boolean): void;
} {
  const window = cutWindow(bounds, observe);
  return {
    observer: { observe: window.observe, templateHash: templateBook(window.observe) },
    end(isStopped) {
      const end = window.end();
      if (!isStopped) requireWindow(bounds, end);
    },
  };
}

/** Times count from the start of the window. */
function inWindow(played: Played, window: WindowBounds | undefined): Played {
  if (!window) return played;
  const refusals = played.refusals.flatMap((refusal) =>
    refusal.at < window.from ? [] : { ...refusal, at: refusal.at - window.from },
  );
  return { ...played, refusals, end: Math.max(0, played.end - window.from) };
}

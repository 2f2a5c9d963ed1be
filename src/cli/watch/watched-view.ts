/** Plays a recording in the terminal or for Prometheus, at a speed that keys change, forwards and back. */
import { setTimeout as pause } from 'node:timers/promises';
import { changingPace } from '../../core/time/changing-pace.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { WALL_CLOCK } from '../../kubernetes/wall-clock.ts';
import type { RecordingPlayer } from '../../verbs/view/load-player.ts';
import { withReplayKeys } from '../replay-keys.ts';
import { openLiveView } from './live-view.ts';
import { canWatch, openOnlooker } from './open-onlooker.ts';
import type { WatchFlags } from './watch-flags.ts';

const TICK_MS = 50;
/** How much of the recording the left and right keys pass. */
const SCRUB = 1 / 50;
const KEYS = 'space pause, + - speed, left and right time, up and down nodes, q end';

/** In a terminal it ends with q, for Prometheus alone with the recording. @param from where it begins. */
export async function watchRecording(
  player: RecordingPlayer,
  {
    flags,
    speed,
    from,
    signal,
  }: {
    readonly flags: WatchFlags;
    readonly speed: number;
    readonly from: Microseconds;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const onlooker = await openOnlooker(flags);
  if (!onlooker) return;
  const { end } = player;
  const pace = changingPace(WALL_CLOCK.now, speed, from);
  const jump = (at: Microseconds): void => pace.jumpTo(Math.min(end, Math.max(0, at)));
  const show = (): void => {
    if (pace.now() > end) jump(end);
    onlooker.lookAt(player.at(pace.now()));
    const { speed: current, isPaused } = pace;
    onlooker.moment({ scenarioTime: pace.now(), end, pace: { speed: current, isPaused, lag: undefined } });
  };
  try {
    await withReplayKeys(canWatch(flags), signal, async ({ signal: over, keys }) => {
      keys?.listen(() => (pace.isPaused ? pace.resume() : pace.pause()));
      keys?.listenSpeed((factor) => pace.setSpeed(Math.min(1e6, Math.max(1e-3, pace.speed * factor))));
      keys?.listenArrows((arrow) => {
        if (arrow === 'left') jump(pace.now() - end * SCRUB);
        if (arrow === 'right') jump(pace.now() + end * SCRUB);
      });
      show();
      const state = () => onlooker.cluster().state;
      const view = canWatch(flags)
        ? openLiveView({ state, moment: onlooker.facts, keys, footer: keys ? KEYS : 'Ctrl-C ends it' })
        : undefined;
      try {
        while (!over.aborted && (view !== undefined || pace.now() < end)) {
          await pause(TICK_MS);
          show();
        }
        if (!view) await onlooker.end(over);
      } finally {
        view?.close();
      }
    });
  } finally {
    await onlooker.close();
  }
}

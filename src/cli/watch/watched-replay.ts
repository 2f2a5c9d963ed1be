/** Runs a replay with its keys, and with what looks at it while it runs. */
import type { OpenReplayScreen } from '../../render/replay/replay-screen.ts';
import type { PlannedSpeed, PlayMoment, Target } from '../../targets/target.ts';
import type { ReplayRequest } from '../../verbs/replay/replay-scenario.ts';
import { withReplayKeys } from '../replay-keys.ts';
import { type LiveView, openLiveView } from './live-view.ts';
import { canWatch, openOnlooker } from './open-onlooker.ts';
import type { WatchFlags } from './watch-flags.ts';

export interface WatchedReplay {
  readonly flags: WatchFlags;
  readonly target: Target;
  readonly speed: PlannedSpeed | undefined;
  /** Whether keys may be read from standard input. */
  readonly hasKeys: boolean;
  readonly show: OpenReplayScreen['show'];
  readonly signal: AbortSignal;
}

/** What a request gets in addition. */
type WatchedPart = Pick<ReplayRequest, 'signal' | 'keys' | 'speed' | 'isPaced' | 'watcher' | 'show'>;

/** Of virtual time that is looked at, where no speed is given. */
const VIRTUAL_SPEED = 60;

export async function withWatch<Result>(
  { flags, target, speed, hasKeys, show, signal }: WatchedReplay,
  work: (part: WatchedPart) => Promise<Result>,
): Promise<Result> {
  const onlooker = await openOnlooker(flags);
  const isVirtual = target.clock === 'virtual';
  // --speed max jumps from event to event, as virtual time does without a pace.
  const isPaced = onlooker !== undefined && isVirtual && typeof speed !== 'object';
  try {
    return await withReplayKeys(hasKeys && (isPaced || !isVirtual), signal, async (keys) => {
      const view =
        onlooker && canWatch(flags)
          ? openLiveView({
              state: () => onlooker.cluster().state,
              moment: onlooker.facts,
              keys: keys.keys,
              footer: footerOf(keys.keys !== undefined, typeof speed !== 'object'),
            })
          : undefined;
      const moment = (now: PlayMoment): void => {
        onlooker?.moment(now);
        if (view) view.doing('');
        else show.moment?.(now);
      };
      try {
        const result = await work({
          ...keys,
          isPaced,
          speed: speed ?? (isPaced ? VIRTUAL_SPEED : undefined),
          ...(onlooker && { watcher: onlooker.watcher() }),
          show: onlooker ? { ...(view ? spoken(view) : show), moment } : show,
        });
        await onlooker?.end(keys.signal);
        return result;
      } finally {
        view?.close();
      }
    });
  } finally {
    await onlooker?.close();
  }
}

function spoken({ inform, warn, doing }: LiveView): Pick<LiveView, 'inform' | 'warn' | 'doing'> {
  return { inform, warn, doing };
}

/** @param isPaced whether keys may change the speed: with --speed max the clock jumps. */
function footerOf(hasKeys: boolean, isPaced: boolean): string {
  if (!hasKeys) return 'Ctrl-C ends the replay';
  return `space pause${isPaced ? ', + - speed' : ''}, up and down nodes, q end`;
}

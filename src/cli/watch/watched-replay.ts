/** Runs a replay with its keys, and with what looks at it while it runs. */
import type { OpenReplayScreen } from '../../render/replay/replay-screen.ts';
import type { PlannedSpeed, PlayMoment, Target } from '../../targets/target.ts';
import type { ReplayRequest } from '../../verbs/replay/replay-scenario.ts';
import { withReplayKeys } from '../replay-keys.ts';
import { openOnlooker } from './open-onlooker.ts';
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
  const moment = (now: PlayMoment): void => {
    onlooker?.moment(now);
    show.moment?.(now);
  };
  try {
    return await withReplayKeys(hasKeys && (isPaced || !isVirtual), signal, async (keys) => {
      const result = await work({
        ...keys,
        isPaced,
        speed: speed ?? (isPaced ? VIRTUAL_SPEED : undefined),
        ...(onlooker && { watcher: onlooker.watcher() }),
        show: onlooker ? { ...show, moment } : show,
      });
      await onlooker?.end(keys.signal);
      return result;
    });
  } finally {
    await onlooker?.close();
  }
}

/** Draws the pods of a controller one by one where its replays miss the recording: then it does not explain them. */
import type { Gate, TruthFigure } from '../../core/measure/truth.ts';
import type { FittedGroups } from './fit-groups.ts';
import { missOfAll } from './refine-replayed.ts';
import type { TruthOrFailure } from './truth-of-fit.ts';

interface Tried {
  readonly fitted: FittedGroups;
  readonly result: TruthOrFailure;
}

/**
 * One further fit, without the controllers that miss. It is kept if the total then misses less.
 *
 * @param replay - of what this fit writes.
 * @param without - a fit without the controllers of these first pods, by uid.
 */
export async function releaseControllers<Replayed extends Tried>(
  fitted: FittedGroups,
  gate: Gate,
  replay: (fitted: FittedGroups) => Promise<Replayed>,
  without: (uids: readonly string[]) => Promise<FittedGroups>,
): Promise<Replayed> {
  const first = await replay(fitted);
  const { truth } = first.result;
  if (!truth?.isMissed) return first;
  const wrong = new Set(
    truth.groups
      .filter(({ figures }) => figures.some((figure) => isOfFit(figure, gate)))
      .map(({ name }) => name),
  );
  const uids = fitted.controllers
    .filter(({ found: { group } }) => wrong.has(group.name))
    .map(({ found: { group } }) => group.pods[0]!.uid);
  if (uids.length === 0) return first;
  const second = await replay(await without(uids));
  const then = second.result.truth;
  return then && missOfAll(then) < missOfAll(truth) ? second : first;
}

/** Neither chance nor the model explains this miss: the recording replayed shows something else. */
function isOfFit({ isBeyondChance, replayed, fitted }: TruthFigure, { low, high }: Gate): boolean {
  if (!isBeyondChance || !fitted) return false;
  const reference = replayed ?? 0;
  return fitted.median < low * reference || fitted.median > high * reference;
}

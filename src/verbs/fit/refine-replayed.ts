/** Writes groups in a finer form where the replays miss the recording: only they show what a full cluster makes of the arrivals. */
import type { GroupFit } from '../../core/fitting/pods/fit-group.ts';
import type { GroupForm } from '../../core/fitting/pods/group-form.ts';
import type { Truth } from '../../core/measure/truth.ts';
import { isSmall, type RefinedGroup } from './refine-groups.ts';
import type { TruthOrFailure } from './truth-of-fit.ts';

export interface Replayed {
  readonly groups: readonly RefinedGroup[];
  readonly result: TruthOrFailure;
}

const FINER = 2;

/**
 * One further round, as replays cost much: the drawn groups that miss in the replays, all in a finer form. It is kept if the total then misses less.
 *
 * @param replay - of these drawn groups.
 */
export async function refineReplayed(
  groups: readonly RefinedGroup[],
  refit: (group: GroupFit, form: GroupForm) => GroupFit,
  replay: (groups: readonly RefinedGroup[]) => Promise<TruthOrFailure>,
): Promise<Replayed> {
  const result = await replay(groups);
  const { truth } = result;
  if (!truth?.isMissed) return { groups, result };
  const why = new Map(truth.groups.map(({ name, figures }) => [name, worstOf(figures)?.why]));
  const finer = groups.map((group): RefinedGroup => {
    const { fit } = group;
    const missed = why.get(fit.group.name);
    if (missed === undefined || isSmall(fit) || fit.form.isRecorded) return group;
    const again = refit(fit, {
      ...fit.form,
      finer: Math.max(fit.form.finer, FINER),
      placesBursts: true,
    });
    return { fit: again, why: group.why ?? `${missed} in the replays` };
  });
  if (finer.every((group, index) => group === groups[index])) return { groups, result };
  const then = await replay(finer);
  const isNearer = then.truth && missOfAll(then.truth) < missOfAll(truth);
  return isNearer ? { groups: finer, result: then } : { groups, result };
}

/** The size of the largest miss of all pods together; 0 where none is missed. */
export function missOfAll({ total }: Pick<Truth, 'total'>): number {
  return worstOf(total)?.size ?? 0;
}

function worstOf(figures: Truth['total']): { readonly size: number; readonly why: string } | undefined {
  const missed = figures
    .filter(({ isOutside }) => isOutside)
    .map(({ name, ratio }) => ({
      size: ratio ? Math.abs(Math.log(ratio)) : 10,
      why: `${name} was ${(ratio ?? 0).toFixed(2)}`,
    }));
  return missed.sort((one, other) => other.size - one.size)[0];
}

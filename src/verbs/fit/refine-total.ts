/** Writes large groups in a finer form where all groups together miss the recording, although each of them is true enough alone. */
import type { GroupFit } from '../../core/fitting/pods/fit-group.ts';
import type { GroupForm } from '../../core/fitting/pods/group-form.ts';
import type { GroupFigures } from '../../core/measure/group-figures.ts';
import type { Gate } from '../../core/measure/truth.ts';
import { isSmall, type Miss, missOf, type RefinedGroup } from './refine-groups.ts';

export interface TotalRefinement {
  readonly gate: Gate;
  /** What was recorded of all these groups. */
  readonly recorded: GroupFigures;
  /** What these groups draw together, once for each seed. */
  draw(groups: readonly GroupFit[]): readonly GroupFigures[];
  /** How far a group alone misses; 0: not at all. */
  missAlone(group: GroupFit): number;
  refit(group: GroupFit, form: GroupForm): GroupFit;
}

/** Each group costs fits and draws, and few groups have most of the pods. */
const MOST_GROUPS = 12;
/** A few draws are not exact: the total must stay this much inside the gate, as a share of its logarithm. */
const INSIDE = 0.75;
const FINER = 2;

/** The groups with the most pods alive first, each in a finer form if the total is nearer to the recording with it, and the group is not farther. */
export function refineTotal(
  groups: readonly RefinedGroup[],
  aliveOf: (group: string) => number,
  { gate, recorded, draw, missAlone, refit }: TotalRefinement,
): RefinedGroup[] {
  const inner = { low: gate.low ** INSIDE, high: gate.high ** INSIDE };
  const missWith = (fits: readonly RefinedGroup[]): Miss =>
    missOf(recorded, draw(fits.map(({ fit }) => fit)), inner);
  let chosen = [...groups];
  let miss = missWith(chosen);
  const places = groups
    .map((_, place) => place)
    .filter((place) => !isSmall(groups[place]!.fit))
    .sort((one, other) => aliveOf(nameOf(groups[other]!)) - aliveOf(nameOf(groups[one]!)))
    .slice(0, MOST_GROUPS);
  for (const place of places) {
    for (const form of finerForms(groups[place]!.fit.form)) {
      if (miss.size === 0) return chosen;
      const { fit, why } = groups[place]!;
      const finer = refit(fit, form);
      if (missAlone(finer) > missAlone(fit)) continue;
      const tried = chosen.with(place, { fit: finer, why: why ?? `${miss.why} in total` });
      const then = missWith(tried);
      if (then.size < miss.size) [chosen, miss] = [tried, then];
    }
  }
  return chosen;
}

function finerForms(form: GroupForm): GroupForm[] {
  const finer = Math.max(form.finer, FINER);
  return [
    ...(form.finer < FINER ? [{ ...form, finer }] : []),
    { ...form, finer, keepsHeavy: !form.keepsHeavy },
  ];
}

function nameOf({ fit }: RefinedGroup): string {
  return fit.group.name;
}

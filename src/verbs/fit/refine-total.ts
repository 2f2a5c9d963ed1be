/** Writes large groups in a finer form where all groups together miss the recording, although each of them is true enough alone. */
import { normalQuantile } from '../../core/distributions/special-functions/normal-distribution.ts';
import type { GroupFit } from '../../core/fitting/pods/fit-group.ts';
import type { GroupForm } from '../../core/fitting/pods/group-form.ts';
import type { GroupFigures } from '../../core/measure/group-figures.ts';
import { type Gate, truthFigures } from '../../core/measure/truth.ts';
import { isSmall, type Miss, type RefinedGroup } from './refine-groups.ts';

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
/** The replays that judge the scenario at the end. */
const REPLAYS = 20;
/** The miss of a figure that has no ratio above 0. */
const NOTHING_ALIKE = 10;
/** Of a median, in standard errors of a mean: √(π ÷ 2). */
const OF_MEDIAN = Math.sqrt(Math.PI / 2);
const FINER = 2;

/** The groups with the most pods alive first, each in a finer form if the total is nearer to the recording with it, and the group is not farther. */
export function refineTotal(
  groups: readonly RefinedGroup[],
  aliveOf: (group: string) => number,
  { gate, recorded, draw, missAlone, refit }: TotalRefinement,
): RefinedGroup[] {
  const missWith = (fits: readonly RefinedGroup[]): Miss =>
    doubtfulMiss(recorded, draw(fits.map(({ fit }) => fit)), gate);
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

/**
 * A few draws are not exact: the figure whose |ln(fitted ÷ recorded)| and its standard error leave the gate together, and the most. The error
 * is that of the median of these draws from the median of the replays to come. The range of n normal values is 2 Φ⁻¹((n − ⅜) ÷ (n + ¼))
 * standard deviations (Blom, 1958).
 */
function doubtfulMiss(recorded: GroupFigures, fitted: readonly GroupFigures[], gate: Gate): Miss {
  const draws = fitted.length;
  const range = 2 * normalQuantile((draws - 0.375) / (draws + 0.25));
  // One draw does not scatter.
  const share = draws < 2 ? 0 : (OF_MEDIAN * Math.sqrt(1 / draws + 1 / REPLAYS)) / range;
  let worst: Miss = { size: 0, why: undefined };
  for (const figure of truthFigures({ recorded, replayed: recorded, fitted }, gate)) {
    const { name, unit, ratio, isGated, isOutside, fitted: band } = figure;
    // Nothing is drawn of what was recorded, or something where nothing was.
    if (!ratio && isOutside) return { size: NOTHING_ALIKE, why: `${name} was ${(ratio ?? 0).toFixed(2)}` };
    if (!isGated || !ratio || !band || figure.recorded === null) continue;
    if (unit === 'pods' && Math.abs(band.median - figure.recorded) <= 1) continue;
    const error = band.low > 0 ? share * Math.log(band.high / band.low) : 0;
    const size = Math.abs(Math.log(ratio)) + error;
    if (size > Math.abs(Math.log(ratio < 1 ? gate.low : gate.high)) && size > worst.size)
      worst = { size, why: `${name} was ${ratio.toFixed(2)}` };
  }
  return worst;
}

function finerForms(form: GroupForm): GroupForm[] {
  const finer = Math.max(form.finer, FINER);
  const parted = { ...form, keepsHeavy: true, partsBursts: true };
  return [
    ...(form.partsBursts ? [] : [parted]),
    ...(form.finer < FINER ? [{ ...form, finer }] : []),
    { ...parted, finer },
    ...(form.partsBursts ? [] : [{ ...form, finer, keepsHeavy: !form.keepsHeavy }]),
  ];
}

function nameOf({ fit }: RefinedGroup): string {
  return fit.group.name;
}

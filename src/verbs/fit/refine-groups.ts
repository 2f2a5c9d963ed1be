/** Writes groups that miss the recording in another form, until what they draw is true or nothing is left to try. */
import type { GroupFit } from '../../core/fitting/pods/fit-group.ts';
import { AS_CHOSEN, type GroupForm } from '../../core/fitting/pods/group-form.ts';
import type { GroupFigures } from '../../core/measure/group-figures.ts';
import { type Gate, truthFigures } from '../../core/measure/truth.ts';

export interface Refinement {
  readonly gate: Gate;
  /** What was recorded of each group, on a cluster that binds each pod at once. */
  readonly recorded: ReadonlyMap<string, GroupFigures>;
  /** What the scenario of these groups draws, once for each seed. */
  draw(groups: readonly GroupFit[]): ReadonlyMap<string, readonly GroupFigures[]>;
  refit(group: GroupFit, form: GroupForm): GroupFit;
  /** The number of arrivals of the group that the scenario has as recorded times. */
  recordedTimes(group: GroupFit): number;
}

/** A group and, where its form is not the one that the tests chose, why. */
export interface RefinedGroup {
  readonly fit: GroupFit;
  /** In words, such as `alive was 0.84`. */
  readonly why: string | undefined;
}

/** Each step doubles what the step before may have. */
const FINER = [1, 2, 3];
/** What is known of a group, apart from the run of each pod. */
const FULLEST: GroupForm = { finer: 3, isRecorded: true, keepsHeavy: true };
/** Recorded times may be this share of all arrivals outside small groups. */
const RECORDED_SHARE = 0.2;
const FEW_ARRIVALS = 20;

/** Whether a group has so few arrivals that their times are always recorded. */
export function isSmall({ arrived }: GroupFit): boolean {
  return arrived < FEW_ARRIVALS;
}

export interface Miss {
  /** The largest |ln(fitted ÷ recorded)| of a missed figure; 0 where none is missed. */
  readonly size: number;
  readonly why: string | undefined;
}

const NO_MISS: Miss = { size: 0, why: undefined };

interface Candidate {
  readonly fit: GroupFit;
  readonly miss: Miss;
}

/** The order of the groups is kept. Of forms that all miss, the closest one is kept. */
export function refineGroups(groups: readonly GroupFit[], refinement: Refinement): RefinedGroup[] {
  const chosen = new Map<string, Candidate>();
  for (const [index, miss] of missesOf(groups, refinement).entries())
    chosen.set(groups[index]!.group.name, { fit: groups[index]!, miss });
  const first = new Map(chosen);
  const attempt = (names: readonly string[], formOf: (fit: GroupFit) => GroupForm): void => {
    const fits = names.map((name) => refinement.refit(first.get(name)!.fit, formOf(chosen.get(name)!.fit)));
    for (const [index, miss] of missesOf(fits, refinement).entries()) {
      const name = names[index]!;
      if (miss.size < chosen.get(name)!.miss.size) chosen.set(name, { fit: fits[index]!, miss });
    }
  };
  const isLarge = (name: string): boolean => !isSmall(first.get(name)!.fit);
  const missed = (): string[] => [...chosen].filter(([, { miss }]) => miss.size > 0).map(([name]) => name);
  attempt(missed(), ({ form }) => ({ ...form, keepsHeavy: true }));
  attempt(missed().filter(isLarge), ({ form }) => ({ ...form, keepsHeavy: true, partsBursts: true }));
  for (const finer of FINER) attempt(missed().filter(isLarge), ({ form }) => ({ ...form, finer }));
  for (const finer of FINER)
    attempt(missed().filter(isLarge), ({ form: { keepsHeavy } }) => ({
      ...AS_CHOSEN,
      finer,
      keepsHeavy: !keepsHeavy,
    }));
  attempt(withinBudget(missed(), chosen, refinement), ({ form }) => ({ ...form, isRecorded: true }));
  attempt(withinBudget(missed(), chosen, refinement), () => FULLEST);
  return groups.map(({ group: { name } }) => {
    const { fit } = chosen.get(name)!;
    return { fit, why: fit === first.get(name)!.fit ? undefined : first.get(name)!.miss.why };
  });
}

function missesOf(groups: readonly GroupFit[], { gate, recorded, draw }: Refinement): Miss[] {
  if (groups.length === 0) return [];
  const drawn = draw(groups);
  return groups.map(({ group: { name } }) => {
    const [seen, fitted] = [recorded.get(name), drawn.get(name)];
    return seen && fitted ? missOf(seen, fitted, gate) : NO_MISS;
  });
}

/** The figure that misses most. */
export function missOf(recorded: GroupFigures, fitted: readonly GroupFigures[], gate: Gate): Miss {
  const figures = truthFigures({ recorded, replayed: recorded, fitted }, gate);
  return figures.reduce<Miss>((worst, { name, ratio, isOutside }) => {
    if (!isOutside) return worst;
    const size = ratio ? Math.abs(Math.log(ratio)) : 10;
    return size > worst.size ? { size, why: `${name} was ${(ratio ?? 0).toFixed(2)}` } : worst;
  }, NO_MISS);
}

/** The groups whose arrivals fit into the budget for recorded times, the worst first. */
function withinBudget(
  names: readonly string[],
  chosen: ReadonlyMap<string, Candidate>,
  { recordedTimes }: Refinement,
): string[] {
  const large = [...chosen.values()].map(({ fit }) => fit).filter((fit) => !isSmall(fit));
  let left = large.reduce((sum, fit) => sum + RECORDED_SHARE * fit.arrived - recordedTimes(fit), 0);
  const worstFirst = [...names].sort((a, b) => chosen.get(b)!.miss.size - chosen.get(a)!.miss.size);
  return worstFirst.filter((name) => {
    const { fit } = chosen.get(name)!;
    if (isSmall(fit)) return true;
    const more = fit.arrived - recordedTimes(fit);
    if (more > left) return false;
    left -= more;
    return true;
  });
}

/** Compares variants figure by figure, seed by seed: with its own file where a variant changes one, otherwise with the first. */
import type { Figures } from '../measure/figures.ts';
import { medianOf } from '../measure/median.ts';
import type { ScalarFigure } from '../measure/scalar-figures.ts';
import { gatherFigures } from '../measure/spread.ts';
import { bootstrapInterval, type Interval } from './bootstrap-interval.ts';

/** A scenario or a recording with its settings, played or measured. */
export interface MeasuredVariant {
  readonly name: string;
  readonly file: string;
  /** The variant that it is compared with; absent: the first one. */
  readonly beside?: string;
  /** The flags, as they were written; empty for the file as it is. */
  readonly settings: string;
  /** One for each replay, or the first one where no replay depends on it; none for a recording that is measured as it is. */
  readonly seeds: readonly number[];
  /** One for each seed, or one for the recording. */
  readonly reports: readonly (readonly ScalarFigure[])[];
}

export interface Comparison {
  readonly apiVersion: 'keg.dev/v1alpha1';
  readonly kind: 'Comparison';
  /** The variant that others are compared with, unless they have a file of their own as it is. */
  readonly base: string;
  readonly variants: readonly ComparedVariant[];
  readonly figures: readonly ComparedFigure[];
  /** Of a replay on several clusters: all figures of each, in the order of the contexts. */
  readonly clusters?: readonly ClusterFigures[];
}

/** One cluster of a replay on several. */
export interface ClusterFigures {
  readonly context: string;
  readonly figures: Figures;
}

interface ComparedVariant extends Omit<MeasuredVariant, 'reports'> {
  readonly kind: 'replay' | 'recording';
}

export interface ComparedFigure extends Omit<ScalarFigure, 'value'> {
  /** In the order of the variants. */
  readonly variants: readonly VariantFigure[];
}

export interface VariantFigure {
  readonly variant: string;
  /** null where no replay has the figure. */
  readonly median: number | null;
  /** 95 % bootstrap interval of the median over the seeds; null for fewer than five of them. */
  readonly interval: Interval | null;
  /** In the order of the seeds; null where a replay has no such figure. */
  readonly values: readonly (number | null)[];
  /** null for what is compared with nothing, and where a side has no such figure. */
  readonly difference: PairedDifference | null;
}

/** This variant minus what it is compared with, by pairs with the same seed; a recording is the other side of every pair. */
export interface PairedDifference {
  readonly median: number;
  readonly interval: Interval | null;
  /** Numbers of pairs. */
  readonly lower: number;
  readonly equal: number;
  readonly higher: number;
}

/**
 * A variant whose replays are all equal, as those of a recording, has one value: five equal replays are no sample of anything.
 *
 * @param played - the base first; at least one.
 */
export function compareVariants(played: readonly MeasuredVariant[]): Comparison {
  const variants = played.map((variant) => (isDrawn(variant) ? variant : firstOnly(variant)));
  const sizes = variants.map(({ reports }) => reports.length);
  const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  const places = variants.map(({ beside }) =>
    Math.max(
      0,
      variants.findIndex(({ name }) => name === beside),
    ),
  );
  const gathered = gatherFigures(variants.flatMap(({ reports }) => reports));
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Comparison',
    base: variants[0]!.name,
    variants: variants.map(({ reports: _, ...variant }) => ({
      ...variant,
      kind: variant.seeds.length === 0 ? 'recording' : 'replay',
    })),
    figures: gathered.map(({ values, ...figure }) => {
      const parts = starts.map((start, index) => values.slice(start, start + sizes[index]!));
      return {
        ...figure,
        variants: parts.map((part, index) => ({
          variant: variants[index]!.name,
          ...summary(part),
          values: part,
          difference: index === 0 ? null : pairedDifference(part, parts[places[index]!]!),
        })),
      };
    }),
  };
}

/** Whether two replays differ in any figure. */
function isDrawn({ reports: [first, ...others] }: MeasuredVariant): boolean {
  return others.some((report) => report.some(({ value }, index) => value !== first?.[index]?.value));
}

function firstOnly({ seeds, reports, ...variant }: MeasuredVariant): MeasuredVariant {
  return { ...variant, seeds: seeds.slice(0, 1), reports: reports.slice(0, 1) };
}

function summary(values: readonly (number | null)[]): Pick<VariantFigure, 'median' | 'interval'> {
  const known = values.filter((value) => value !== null);
  return {
    median: medianOf(known.toSorted((one, other) => one - other)),
    interval: bootstrapInterval(known) ?? null,
  };
}

/** Pairs by place; a side with one value is paired with every value of the other. */
function pairedDifference(
  values: readonly (number | null)[],
  base: readonly (number | null)[],
): PairedDifference | null {
  const pairs = Math.max(values.length, base.length);
  const sideOf = (side: readonly (number | null)[], index: number): number | null =>
    (side.length === 1 ? side[0] : side[index]) ?? null;
  const differences = Array.from({ length: pairs }, (_, index) => {
    const [value, other] = [sideOf(values, index), sideOf(base, index)];
    return value === null || other === null ? null : value - other;
  }).filter((difference) => difference !== null);
  const median = medianOf(differences.toSorted((one, other) => one - other));
  if (median === null) return null;
  return {
    median,
    interval: bootstrapInterval(differences) ?? null,
    lower: differences.filter((difference) => difference < 0).length,
    equal: differences.filter((difference) => difference === 0).length,
    higher: differences.filter((difference) => difference > 0).length,
  };
}

/** The name of what a variant is compared with. */
export function besideOf({ beside }: Pick<MeasuredVariant, 'beside'>, { base }: Comparison): string {
  return beside ?? base;
}

/** Whether the seeds show a difference: the interval of the difference leaves 0 out. */
export function isShown({ interval }: PairedDifference): boolean {
  return interval !== null && (interval[0] > 0 || interval[1] < 0);
}

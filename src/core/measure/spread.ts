/** Computes how far figures of replays that differ in nothing but their seed lie apart: median, lowest and highest. */
import type { Figures } from './figures.ts';
import { medianOf } from './median.ts';
import { type FigureGrouping, type ScalarFigure, scalarFigures } from './scalar-figures.ts';

export interface SpreadFigure extends Omit<ScalarFigure, 'value'> {
  /** Of the values that exist; null where none does. The median of an even number is the mean of the middle two. */
  readonly median: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** One for each report, in their order; null where a report has no such figure. */
  readonly values: readonly (number | null)[];
}

/**
 * @param reports - one for each seed.
 * @param by - adds waiting and pods never bound of each group of this grouping, or the figures of fragmentation.
 */
export function spreadOf(reports: readonly Figures[], by?: FigureGrouping): SpreadFigure[] {
  return gatherFigures(reports.map((report) => scalarFigures(report, { by }))).map((gathered) => {
    const known = gathered.values.filter((value) => value !== null).sort((one, other) => one - other);
    return { ...gathered, median: medianOf(known), low: known[0] ?? null, high: known.at(-1) ?? null };
  });
}

export interface GatheredFigure extends Omit<ScalarFigure, 'value'> {
  /** One for each report; null where it has no such figure. */
  readonly values: readonly (number | null)[];
}

/** Puts the figures of several reports side by side, in the order in which they first appear. */
export function gatherFigures(reports: readonly (readonly ScalarFigure[])[]): GatheredFigure[] {
  const gathered = new Map<string, { unit: ScalarFigure['unit']; values: (number | null)[] }>();
  for (const [index, report] of reports.entries()) {
    for (const { figure, unit, value } of report) {
      const entry = gathered.get(figure) ?? { unit, values: reports.map(() => null) };
      entry.values[index] = value;
      gathered.set(figure, entry);
    }
  }
  return [...gathered].map(([figure, entry]) => ({ figure, ...entry }));
}

/** Says in one sentence for each variant what the seeds show, and what they do not show. */
import {
  besideOf,
  type ComparedFigure,
  type Comparison,
  isShown,
  type PairedDifference,
} from '../../core/comparing/comparison.ts';
import { counted } from '../../core/errors/counted.ts';
import { differenceText, intervalText } from './comparison-words.ts';
import { figureWords } from './figure-words.ts';

/** The figures that a decision is made by, in the order in which a sentence names them. */
const DECIDING: readonly RegExp[] = [
  /^cost$/,
  /^nodesInUse\.mean$/,
  /^neverBound\.count$/,
  /^waiting\.p95$/,
  /^cluster\.resources\["(?!pods")[^"]*"\]\.utilisation$/,
  /^disruptions\.pods$/,
];

/** One line for each variant but the first. */
export function verdictLines(comparison: Comparison): string[] {
  const { variants } = comparison;
  return variants.slice(1).map((variant, index) => {
    const { name } = variant;
    const figures = decidingFigures(comparison).flatMap(({ figure, unit, variants: sides }) => {
      const { difference } = sides[index + 1]!;
      return difference === null ? [] : [{ figure, unit, difference }];
    });
    return `${name} beside ${besideOf(variant, comparison)}: ${sentence(figures)}`;
  });
}

interface Difference extends Pick<ComparedFigure, 'figure' | 'unit'> {
  readonly difference: PairedDifference;
}

function sentence(figures: readonly Difference[]): string {
  if (figures.length === 0) return 'no figure that both have.';
  if (figures.every(({ difference }) => difference.interval === null)) {
    const changed = figures.filter(({ difference }) => difference.median !== 0);
    if (changed.length === 0) return 'no difference.';
    return `${changed.map(plainDifference).join('; ')}; no interval.`;
  }
  const shown = figures.filter(({ difference }) => isShown(difference));
  const others = figures.filter(({ difference }) => !isShown(difference));
  const words = others.map(({ figure }) => sentenceWords(figure)).join(', ');
  return `${[
    ...shown.map(shownDifference),
    ...(others.length === 0 ? [] : [`no difference shown in ${words}`]),
  ].join('; ')}.`;
}

/** `waiting p95 +4s [+2s, +7s] in 18 of 20 seeds`. */
function shownDifference(entry: Difference): string {
  const { unit, difference } = entry;
  const { median, interval, lower, equal, higher } = difference;
  const text = (value: number): string => differenceText(value, unit);
  const same = median < 0 ? lower : higher;
  const all = lower + equal + higher;
  return `${plainDifference(entry)} ${intervalText(interval, text)} in ${same} of ${counted(all, 'seed')}`;
}

function plainDifference({ figure, unit, difference }: Difference): string {
  return `${sentenceWords(figure)} ${differenceText(difference.median, unit)}`;
}

/** Without the commas and colons of a table: `waiting p95`, `cpu utilisation`. */
function sentenceWords(figure: string): string {
  return figureWords(figure).replace(/[,:] /, ' ');
}

/** Those that some variant has, and that are not 0 everywhere. */
function decidingFigures({ figures }: Comparison): ComparedFigure[] {
  return DECIDING.flatMap((pattern) =>
    figures.filter(
      ({ figure, variants }) =>
        pattern.test(figure) &&
        variants.some(({ values }) => values.some((value) => value !== null && value !== 0)),
    ),
  );
}

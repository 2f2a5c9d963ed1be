/** Replaces the many durations of a large sample by few weighted ones with the same likelihood, because every step of a search sums over all of them. */
import { exp, log } from '../special-functions/exact-math.ts';
import { gaussRule, RULE_NODES } from './gauss-rule.ts';
import { byDuration, type Sample, type SampleRow } from './sample.ts';

/** A sample with fewer rows is summed as it is. */
const FEWEST_ROWS = 600;
/** The widest cell, on the scale of ln t. */
const WIDEST = 0.2;
/** The widest cell ÷ the standard deviation of ln t over the ends: densities change over that length. */
const SHARE_OF_SPREAD = 0.25;

const known = new WeakMap<Sample, Sample>();

/**
 * Durations are cut into cells of ln t, by their end and entry. In each cell six durations take the place of all, with the same weight and
 * the same moments up to the eleventh (a Gauss rule for the observed durations). Σ ln f and Σ ln S change by less than rounding does, because
 * inside a cell they are polynomials of ln t to that degree. That is not so where a density has an edge.
 *
 * @param shortest - shorter durations stay as they are: the likelihood of whole ticks is not smooth.
 */
export function gathered(sample: Sample, shortest: number): Sample {
  if (sample.rows.length < FEWEST_ROWS) return sample;
  let found = known.get(sample);
  if (!found) {
    found = { ...sample, rows: gatheredRows(sample.rows, shortest) };
    known.set(sample, found);
  }
  return found;
}

function gatheredRows(rows: readonly SampleRow[], shortest: number): SampleRow[] {
  const isLong = ({ duration }: SampleRow): boolean => duration > 0 && duration >= shortest;
  const long = rows.filter(isLong);
  const logarithms = new Map(long.map((row) => [row, log(row.duration)]));
  const width = Math.min(WIDEST, SHARE_OF_SPREAD * spreadOfEnds(logarithms));
  if (!(width > 0)) return [...rows];
  const cells = Map.groupBy(
    long,
    (row) => `${row.isEnded} ${row.entry} ${Math.floor(logarithms.get(row)! / width)}`,
  );
  const gatheredLong = [...cells.values()].flatMap((cell) => fewer(cell, logarithms, width));
  return [...rows.filter((row) => !isLong(row)), ...gatheredLong].sort(byDuration);
}

/** The standard deviation of ln t over the ends. */
function spreadOfEnds(logarithms: ReadonlyMap<SampleRow, number>): number {
  let [count, mean, squares] = [0, 0, 0];
  for (const [row, value] of logarithms) {
    if (!row.isEnded) continue;
    count += row.count;
    const off = value - mean;
    mean += (off * row.count) / count;
    squares += row.count * off * (value - mean);
  }
  return count > 0 ? Math.sqrt(squares / count) : 0;
}

function fewer(
  cell: readonly SampleRow[],
  logarithms: ReadonlyMap<SampleRow, number>,
  width: number,
): readonly SampleRow[] {
  if (cell.length <= RULE_NODES) return cell;
  const [{ isEnded, entry }] = cell as [SampleRow];
  const centre = logarithms.get(cell[cell.length >>> 1]!)!;
  const places = Float64Array.from(cell, (row) => (logarithms.get(row)! - centre) / width);
  const weights = Float64Array.from(cell, ({ count }) => count);
  const rule = gaussRule(places, weights);
  if (!rule) return cell;
  return rule.map(({ place, weight }) => ({
    duration: exp(centre + place * width),
    isEnded,
    entry,
    count: weight,
  }));
}

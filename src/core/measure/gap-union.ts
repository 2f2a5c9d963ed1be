/** Computes the total length of gaps, which may overlap. */

export interface GapUnion {
  count: number;
  /** Disjoint, ascending. */
  readonly intervals: { from: number; to: number }[];
}

export function gapUnion(): GapUnion {
  return { count: 0, intervals: [] };
}

/** @param to not before the `to` of any gap added earlier. */
export function addGap(union: GapUnion, from: number, to: number): void {
  union.count += 1;
  let start = Math.max(0, Math.min(from, to));
  for (let last = union.intervals.at(-1); last && last.to >= start; last = union.intervals.at(-1)) {
    start = Math.min(start, last.from);
    union.intervals.pop();
  }
  union.intervals.push({ from: start, to });
}

export function gapTotal(union: GapUnion): number {
  return union.intervals.reduce((total, { from, to }) => total + to - from, 0);
}

/** Says what the page of a fit draws: its charts as plain data. The script of the page draws them. */

/** Recorded is one colour on the page, what the scenario draws is another. */
type Side = 'recorded' | 'drawn';

interface TimeLine {
  readonly side: Side;
  /** In equal slices of the window. */
  readonly values: readonly number[];
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  readonly isArea?: boolean;
}

/** A share or a quantile by duration. Null: unknown there. */
type Column = readonly (number | null)[];

export type Chart = {
  readonly title: string;
  /** For screen readers. */
  readonly describe: string;
} & (
  | { readonly kind: 'times'; readonly lines: readonly TimeLine[] }
  | { readonly kind: 'bars'; readonly bars: readonly (readonly [name: string, count: number])[] }
  | {
      readonly kind: 'survival';
      /** In seconds, rising, as all columns below. */
      readonly times: readonly number[];
      readonly scale: DurationScale;
      readonly recorded: Column;
      readonly low: Column;
      readonly high: Column;
      readonly drawn: Column;
      readonly atRisk: readonly number[];
    }
  | {
      readonly kind: 'quantiles';
      readonly times: readonly number[];
      readonly scale: DurationScale;
      readonly drawn: Column;
      readonly low: Column;
      readonly high: Column;
    }
);

/** An axis of seconds. */
export interface DurationScale {
  readonly isLog: boolean;
  readonly from: number;
  readonly to: number;
}

/** Logarithmic where the largest value exceeds the smallest by a factor of 50, otherwise linear from 0. */
export function durationScale(values: readonly number[]): DurationScale {
  const above = values.filter((value) => value > 0);
  if (above.length === 0) return { isLog: false, from: 0, to: 1 };
  const [low, high] = [Math.min(...above), Math.max(...above)];
  const isLog = high > 50 * low;
  return { isLog, from: isLog ? low * 0.9 : 0, to: high };
}

/** More digits than pixels show add only to the size of a page. */
export function fewDigits(value: number): number {
  return Number(value.toPrecision(5));
}

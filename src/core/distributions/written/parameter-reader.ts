/** Reads the parameters of a written distribution in their unit, checks them, and reports what is wrong at its key. */
import { show } from '../../errors/shown-value.ts';
import { log } from '../special-functions/exact-math.ts';

/** Reads one parameter or draw: a time in seconds, or an amount of a resource. Undefined if it is neither. */
export type ReadUnit = (written: string | number) => number | undefined;

/** Receives what is wrong; `key` is the path below the distribution. */
export type ReportParameter = (key: readonly PropertyKey[], message: string) => void;

type Written = string | number | undefined;

/** Reads parameters one by one and remembers whether any of them was wrong. A wrong parameter reads as a valid stand-in. */
export class ParameterReader {
  failed = false;
  private readonly unit: ReadUnit;
  private readonly report: ReportParameter;

  constructor(unit: ReadUnit, report: ReportParameter) {
    this.unit = unit;
    this.report = report;
  }

  fail(key: readonly PropertyKey[], message: string): void {
    this.failed = true;
    this.report(key, message);
  }

  /** Zero or more. */
  value(written: Written, key: readonly PropertyKey[]): number {
    const value = written === undefined ? undefined : this.unit(written);
    if (value === undefined || !Number.isFinite(value)) {
      this.fail(key, `${show(written)} is neither a duration nor an amount here`);
      return 1;
    }
    if (value < 0) this.fail(key, `${show(written)} is negative`);
    return value;
  }

  positive(written: Written, key: readonly PropertyKey[]): number {
    const value = this.value(written, key);
    if (value === 0) this.fail(key, `${show(written)} must be above 0`);
    return value;
  }

  atLeast(min: number, written: Written, key: readonly PropertyKey[]): number {
    const value = this.value(written, key);
    if (value < min) this.fail(key, `${show(written)} is smaller than min`);
    return value;
  }

  above(min: number, written: Written, key: readonly PropertyKey[]): number {
    const value = this.value(written, key);
    if (value <= min) this.fail(key, `${show(written)} is not above min`);
    return value;
  }

  /** The mean, from either `mean` or `rate`. */
  rateOrMean(
    written: { rate?: number | undefined; mean?: string | number | undefined },
    key: readonly PropertyKey[],
  ): number {
    if ((written.rate === undefined) === (written.mean === undefined)) {
      this.fail(key, 'give either rate (per second) or mean');
      return 1;
    }
    return written.rate === undefined ? this.positive(written.mean, [...key, 'mean']) : 1 / written.rate;
  }

  /** The logarithm of the median, from either `mu` or `median`. */
  mu(mu: number | undefined, median: Written): number {
    if ((mu === undefined) === (median === undefined)) {
      this.fail([], 'give either median or mu (the logarithm of the median)');
      return 0;
    }
    return mu ?? log(this.positive(median, ['median']));
  }
}

/** A distribution as written in a scenario → the same as families know it: units read, parameters checked against each other. */
import type { Distribution } from '../distributions/families/distribution.ts';
import { log } from '../distributions/special-functions/exact-math.ts';
import type { ReadUnit, WrittenDistribution } from './schema/distribution.ts';
import { show } from './schema/field.ts';

type Report = (key: readonly PropertyKey[], message: string) => void;
type Written = string | number | undefined;

/**
 * Reads the parameters with `unit` (seconds, or the amounts of a resource).
 *
 * @returns undefined after `report` has told what is wrong, and where below the distribution.
 */
export function readDistribution(
  written: WrittenDistribution,
  unit: ReadUnit,
  report: Report,
): Distribution | undefined {
  const reader = new ParameterReader(unit, report);
  const result = readFamily(written, reader);
  return reader.failed ? undefined : result;
}

function readFamily(written: WrittenDistribution, reader: ParameterReader): Distribution {
  switch (written.type) {
    case 'exponential':
      return { family: 'exponential', mean: reader.rateOrMean(written, []) };
    case 'weibull':
    case 'gamma':
    case 'lomax':
      return { family: written.type, shape: written.shape, scale: reader.positive(written.scale, ['scale']) };
    case 'lognormal':
      return { family: 'lognormal', mu: reader.mu(written.mu, written.median), sigma: written.sigma };
    case 'normal':
      return {
        family: 'normal',
        mean: reader.value(written.mean, ['mean']),
        sd: reader.positive(written.sd, ['sd']),
      };
    case 'uniform': {
      const min = reader.value(written.min, ['min']);
      return { family: 'uniform', min, max: reader.atLeast(min, written.max, ['max']) };
    }
    case 'loguniform': {
      const min = reader.positive(written.min, ['min']);
      return { family: 'loguniform', min, max: reader.above(min, written.max, ['max']) };
    }
    case 'pareto':
      return { family: 'pareto', shape: written.shape, min: reader.positive(written.min, ['min']) };
    case 'hyperexponential': {
      const phases = written.phases.map((phase, index) => ({
        probability: phase.probability,
        mean: reader.rateOrMean(phase, ['phases', index]),
      }));
      const sum = phases.reduce((total, phase) => total + phase.probability, 0);
      if (Math.abs(sum - 1) > 1e-6) reader.fail(['phases'], `the probabilities sum to ${sum}, not to 1`);
      return { family: 'hyperexponential', phases };
    }
    case 'constant':
      return { family: 'constant', value: reader.value(written.value, ['value']) };
    case 'empirical':
      return { family: 'empirical', quantiles: readQuantiles(written.quantiles, reader) };
    case 'choice': {
      const options = written.options.map((option, index) => ({
        value: reader.value(option.value, ['options', index, 'value']),
        weight: option.weight ?? 1,
      }));
      return { family: 'choice', options };
    }
  }
}

function readQuantiles(
  written: readonly { readonly probability: number; readonly value: string | number }[],
  reader: ParameterReader,
): { probability: number; value: number }[] {
  const quantiles = written.map((each, index) => ({
    probability: each.probability,
    value: reader.value(each.value, ['quantiles', index, 'value']),
  }));
  for (const [index, { probability, value }] of quantiles.entries()) {
    const before = quantiles[index - 1];
    if (!before) continue;
    if (probability <= before.probability) {
      reader.fail(
        ['quantiles', index, 'probability'],
        `${probability} does not rise above ${before.probability}`,
      );
    }
    if (value < before.value)
      reader.fail(['quantiles', index, 'value'], 'is smaller than the quantile before it');
  }
  return quantiles;
}

/** Reads parameters one by one and remembers whether any was wrong. */
class ParameterReader {
  failed = false;
  private readonly unit: ReadUnit;
  private readonly report: Report;

  constructor(unit: ReadUnit, report: Report) {
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

  mu(mu: number | undefined, median: Written): number {
    if ((mu === undefined) === (median === undefined)) {
      this.fail([], 'give either median or mu (the logarithm of the median)');
      return 0;
    }
    return mu ?? log(this.positive(median, ['median']));
  }
}

/** Declares metrics as plain data: families of samples with labels, as OpenMetrics has them. */

/** In the order of the text. */
export type MetricLabels = Readonly<Record<string, string>>;

export interface MetricSample {
  /** What follows the name of the family, such as `_bucket`; a counter needs none. */
  readonly suffix?: string;
  readonly labels: MetricLabels;
  readonly value: number;
}

export interface MetricFamily {
  /** Without `_total`; ends in the unit where there is one. */
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly unit?: string;
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

/** The name of a sample, as a query has it. */
export function sampleName({ name, type }: MetricFamily, { suffix = '' }: MetricSample): string {
  return `${name}${type === 'counter' ? '_total' : suffix}`;
}

/** The exponential distribution by maximum likelihood: time under watch ÷ ends seen. */
import type { Exponential } from '../../distributions/families/exponential.ts';
import type { Sample } from '../sample.ts';

/** Undefined where no end was seen: then only a bound for the rate is known, see {@link rateBound}. */
export function estimateExponential(sample: Sample): Exponential | undefined {
  const mean = exposure(sample) / sample.events;
  return sample.events > 0 && mean > 0 ? { family: 'exponential', mean } : undefined;
}

/** Σ (duration − entry): all the time during which an end would have been seen. */
export function exposure({ rows }: Sample): number {
  let sum = 0;
  for (const { duration, entry, count } of rows) sum += count * (duration - entry);
  return sum;
}

/** With 95 % confidence the rate of ends is below this where none was seen: −ln 0.05 ÷ exposure ("rule of three"). */
export function rateBound(sample: Sample): number {
  return 2.995732273553991 / exposure(sample);
}

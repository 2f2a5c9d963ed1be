/** Computes the time under observation of a sample. Estimates of means and rates start from it. */
import type { Sample } from './sample.ts';

/** Σ (duration − entry): all the time during which an end would have been seen. */
export function exposure({ rows }: Sample): number {
  let sum = 0;
  for (const { duration, entry, count } of rows) sum += count * (duration - entry);
  return sum;
}

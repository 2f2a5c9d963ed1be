/** Makes the distribution to draw from where no family fits: the quantiles of the Kaplan-Meier curve, with a tail where the window ends too early. */

import type { Sample } from '../../distributions/estimating/sample.ts';
import type { Empirical, EmpiricalQuantile } from '../../distributions/families/empirical.ts';
import { exp } from '../../distributions/special-functions/exact-math.ts';
import { kaplanMeier, type SurvivalStep } from '../kaplan-meier.ts';

/** Evenly spread probabilities, and more in the upper tail, which holds most of the total of a skewed sample. */
const PROBABILITIES = [
  ...Array.from({ length: 29 }, (_, index) => (index + 1) / 30),
  0.98,
  0.99,
  0.995,
  0.999,
];

/**
 * Beyond the end of the curve, the tail is exponential, with the rate of the last fifth of the ends (or of all ends, if there are fewer than
 * ten).
 *
 * @returns undefined where the sample has no end.
 */
export function empiricalOf(sample: Sample): Empirical | undefined {
  const { steps } = kaplanMeier(sample);
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) return undefined;
  const quantiles = [{ probability: 0, value: first.time }];
  const push = (probability: number, value: number): void => {
    const before = quantiles.at(-1)!;
    if (probability > before.probability)
      quantiles.push({ probability, value: Math.max(before.value, value) });
  };
  const reached = 1 - last.survival;
  for (const probability of PROBABILITIES) {
    if (probability < reached) push(probability, interpolated(steps, probability));
  }
  push(reached, last.time);
  if (last.survival > 1e-9) {
    const mean = 1 / tailRate(sample, steps);
    for (const left of TAIL) push(1 - last.survival * exp(-left), last.time + mean * left);
  }
  return { family: 'empirical', quantiles: withoutFlatMiddles(quantiles) };
}

/** Drops quantiles between two others of the same value: they carry no information. */
function withoutFlatMiddles(quantiles: readonly EmpiricalQuantile[]): EmpiricalQuantile[] {
  return quantiles.filter(
    ({ value }, index) => quantiles[index - 1]?.value !== value || quantiles[index + 1]?.value !== value,
  );
}

/** The places of the tail's quantiles, in means of the tail. */
const TAIL = [0.25, 0.5, 1, 1.5, 2, 3, 4.6];

/** The quantile along straight lines between the tops of the curve's steps. */
function interpolated(steps: readonly SurvivalStep[], probability: number): number {
  const index = steps.findIndex(({ survival }) => 1 - survival >= probability);
  const to = steps[index]!;
  const from = steps[index - 1];
  if (!from) return to.time;
  const share = (probability - (1 - from.survival)) / (from.survival - to.survival);
  return from.time + share * (to.time - from.time);
}

function tailRate({ rows }: Sample, steps: readonly SurvivalStep[]): number {
  const total = steps.reduce((sum, { events }) => sum + events, 0);
  let [after, skipped] = [0, 0];
  if (total >= 10) {
    for (const { time, events } of steps) {
      if (skipped + events > 0.8 * total) break;
      skipped += events;
      after = time;
    }
  }
  let time = 0;
  for (const { duration, entry, count } of rows)
    time += count * Math.max(0, duration - Math.max(entry, after));
  return (total - skipped) / time;
}

/** The distribution to draw from where no family fits: Kaplan and Meier's curve by its quantiles, with a tail where the window ends first. */
import type { Empirical, EmpiricalQuantile } from '../../distributions/families/empirical.ts';
import { exp } from '../../distributions/special-functions/exact-math.ts';
import { kaplanMeier, type SurvivalStep } from '../kaplan-meier.ts';
import type { Sample } from '../sample.ts';

/** Evenly spread probabilities, with more of them in the upper tail, where most of the total of a skewed sample is. */
const PROBABILITIES = [
  ...Array.from({ length: 29 }, (_, index) => (index + 1) / 30),
  0.98,
  0.99,
  0.995,
  0.999,
];

/**
 * Undefined where no end was seen. What the curve does not reach is drawn from an exponential tail, its rate that of the last fifth of the
 * ends (or of all, if they are fewer than ten).
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

/** Of quantiles with the same value only the first and the last say anything. */
function withoutFlatMiddles(quantiles: readonly EmpiricalQuantile[]): EmpiricalQuantile[] {
  return quantiles.filter(
    ({ value }, index) => quantiles[index - 1]?.value !== value || quantiles[index + 1]?.value !== value,
  );
}

/** How far the tail is drawn, in its own means. */
const TAIL = [0.25, 0.5, 1, 1.5, 2, 3, 4.6];

/** Along straight lines between the tops of the curve's steps. */
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
  let exposure = 0;
  for (const { duration, entry, count } of rows)
    exposure += count * Math.max(0, duration - Math.max(entry, after));
  return (total - skipped) / exposure;
}

/** The first two derivatives of ln Γ, which the likelihood of the gamma distribution needs. */
import { log } from './exact-math.ts';

/** ψ(x) = d ln Γ(x)/dx for x > 0: recurrence up to 10, then the asymptotic series (Abramowitz and Stegun, 6.3.5 and 6.3.18). */
export function digamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  let shift = 0;
  let raised = x;
  while (raised < 10) {
    shift += 1 / raised;
    raised += 1;
  }
  const s = 1 / (raised * raised);
  const series =
    s *
    (1 / 12 -
      s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132 - s * (691 / 32760 - s * (1 / 12)))))));
  return log(raised) - 0.5 / raised - series - shift;
}

/** ψ′(x) for x > 0: recurrence up to 10, then the asymptotic series (Abramowitz and Stegun, 6.4.6 and 6.4.12). */
export function trigamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  let shift = 0;
  let raised = x;
  while (raised < 10) {
    shift += 1 / (raised * raised);
    raised += 1;
  }
  const r = 1 / raised;
  const s = r * r;
  const series =
    s * (1 / 6 - s * (1 / 30 - s * (1 / 42 - s * (1 / 30 - s * (5 / 66 - s * (691 / 2730 - s * (7 / 6)))))));
  return r + 0.5 * s + r * series + shift;
}

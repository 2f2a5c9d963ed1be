/** ln Γ, for the gamma and Weibull distributions. */
import { log, log1p } from './exact-math.ts';

/** ½ ln 2π. */
export const HALF_LOG_TWO_PI = 0.9189385332046728;

/** (ζ(k) − 1) / k for k = 2, 3, …: the Taylor coefficients of ln Γ(2 + z), with alternating sign. Computed with mpmath 1.3.0. */
const TAYLOR_AT_2 = [
  0.3224670334241132, 0.0673523010531981, 0.020580808427784546, 0.007385551028673986, 0.0028905103307415234,
  0.001192753911703261, 0.0005096695247430425, 0.00022315475845357939, 9.945751278180853e-5,
  4.492623673813314e-5, 2.050721277567069e-5, 9.439488275268397e-6, 4.374866789907488e-6,
  2.039215753801366e-6, 9.55141213040742e-7, 4.492469198764566e-7, 2.1207184805554665e-7,
  1.0043224823968099e-7, 4.7698101693639804e-8, 2.2711094608943164e-8, 1.0838659214896955e-8,
  5.183475041970047e-9, 2.4836745438024785e-9, 1.1921401405860912e-9,
];
/** 1 − Euler's constant. */
const SLOPE_AT_2 = 0.42278433509846713;

/**
 * ln Γ(x) for x > 0; Infinity at 0. Stirling's series from 10 on, the Taylor series at 2 below, joined by Γ(x + 1) = x Γ(x)
 * (Abramowitz and Stegun, 6.1.33, 6.1.15 and 6.1.41).
 */
export function logGamma(x: number): number {
  if (x !== lastArgument) {
    lastValue = newLogGamma(x);
    lastArgument = x;
  }
  return lastValue;
}

/** The last argument and its value: sums over many durations need ln Γ of one shape. */
let [lastArgument, lastValue] = [Number.NaN, Number.NaN];

function newLogGamma(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x === 0 || x === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (x >= 10) return (x - 0.5) * (log(x) - 1) - 0.5 + HALF_LOG_TWO_PI + stirlingError(x);
  if (x < 0.5) return logGammaAbove2(x) - log1p(x) - log(x);
  if (x < 1.5) return logGammaAbove2(x - 1) - log1p(x - 1);
  let product = 1;
  let reduced = x;
  while (reduced > 2.5) {
    reduced -= 1;
    product *= reduced;
  }
  return logGammaAbove2(reduced - 2) + log(product);
}

/** ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π), for x ≥ 10 (Abramowitz and Stegun, 6.1.41). */
export function stirlingError(x: number): number {
  const r = 1 / x;
  const s = r * r;
  return (
    r *
    (1 / 12 -
      s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360 - s * (1 / 156)))))))
  );
}

/** ln Γ(2 + z) for |z| ≤ ½. */
function logGammaAbove2(z: number): number {
  let sum = 0;
  for (let k = TAYLOR_AT_2.length - 1; k >= 0; k -= 1) sum = TAYLOR_AT_2[k]! - z * sum;
  return z * (SLOPE_AT_2 + z * sum);
}

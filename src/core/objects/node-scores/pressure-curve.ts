/** Models the pressure (PSI) of a resource by its utilisation. These are curves by name, not measurements. */

/** The share of the time in which something waits for the resource, 0 to 1, by used ÷ offered; above 1 the demand exceeds the offer. */
export type PressureCurve = (utilisation: number) => number;

/** Below this share of its offer a resource shows almost no pressure. */
const KNEE = 0.7;
const STEEP = 0.9;

/**
 * The curve of node-classifier-sim: up to 0.05 below 70 %, from 0 to 0.20 between 70 % and 90 %, quadratic to 0.80 at 100 %, and half of
 * what is asked beyond. It falls from 0.049 to 0 at 70 %.
 */
function nodeClassifier(utilisation: number): number {
  if (utilisation < KNEE) return Math.min(0.05, 0.07 * Math.max(0, utilisation));
  return loaded(utilisation, 0);
}

/** The same without the jump: it goes on from the 0.049 that it has at 70 %. */
function monotone(utilisation: number): number {
  if (utilisation < KNEE) return 0.07 * Math.max(0, utilisation);
  return loaded(utilisation, 0.07 * KNEE);
}

/** @param start of the curve at 70 %. */
function loaded(utilisation: number, start: number): number {
  if (utilisation < STEEP) return start + ((utilisation - KNEE) / 0.2) * (0.2 - start);
  if (utilisation <= 1) return 0.2 + ((utilisation - STEEP) / 0.1) ** 2 * 0.6;
  return Math.min(1, 0.8 + (utilisation - 1) * 0.5);
}

/** A new curve is one line here. */
export const PRESSURE_CURVES = {
  'node-classifier': nodeClassifier,
  monotone,
} as const satisfies Record<string, PressureCurve>;

export type PressureCurveName = keyof typeof PRESSURE_CURVES;
export const PRESSURE_CURVE_NAMES = Object.keys(PRESSURE_CURVES) as readonly PressureCurveName[];

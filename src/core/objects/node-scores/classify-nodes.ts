/** Sorts nodes into under-used and over-used ones by how far they are from the mean of all nodes. */

/** How far below and above the mean a node may be, as shares: 0.1 is ten points of a percentage. */
export interface DeviationThresholds {
  readonly lower: number;
  readonly upper: number;
}

/** The modes of node-classifier-sim and of the KubeDescheduler of OpenShift. A new one is one line here. */
export const THRESHOLD_MODES = {
  Low: { lower: 0.1, upper: 0.1 },
  Medium: { lower: 0.2, upper: 0.2 },
  High: { lower: 0.3, upper: 0.3 },
  AsymmetricLow: { lower: 0, upper: 0.1 },
  AsymmetricMedium: { lower: 0, upper: 0.2 },
  AsymmetricHigh: { lower: 0, upper: 0.3 },
} as const satisfies Readonly<Record<string, DeviationThresholds>>;

export type ThresholdMode = keyof typeof THRESHOLD_MODES;

/** The values at which a node counts as under-used and as over-used. */
export interface Bounds {
  readonly under: number;
  readonly over: number;
}

/** Both lie between 0 and 1, as LowNodeUtilization with useDeviationThresholds keeps them. */
export function boundsAround(values: readonly number[], { lower, upper }: DeviationThresholds): Bounds {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { under: Math.max(0, mean - lower), over: Math.min(1, mean + upper) };
}

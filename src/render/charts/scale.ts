/** Maps values to positions in a chart, with ticks at round values. */

export interface Scale {
  /** A place between 0 and 1. */
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** A linear scale from `low` to `high`. */
export function linearScale(low: number, high: number): Scale {
  const span = high > low ? high - low : 1;
  const step = roundStep(span / 5);
  const first = Math.ceil(low / step) * step;
  const ticks = Array.from(
    { length: Math.floor((low + span - first) / step + 1e-9) + 1 },
    (_, k) => first + k * step,
  );
  return { at: (value) => clamp((value - low) / span), ticks };
}

/** A logarithmic scale; both ends are above 0. */
export function logScale(low: number, high: number): Scale {
  const [from, to] = [Math.log10(low), Math.log10(Math.max(high, low * 1.001))];
  const first = Math.ceil(from);
  const every = Math.max(1, Math.ceil((to - from) / 6));
  const ticks = Array.from(
    { length: Math.floor((to - first) / every) + 1 },
    (_, k) => 10 ** (first + k * every),
  );
  return { at: (value) => clamp((Math.log10(Math.max(value, low)) - from) / (to - from)), ticks };
}

/** A logarithmic scale where the largest value exceeds the smallest by a factor of 50, otherwise a linear one from 0. */
export function scaleOf(values: readonly number[]): Scale {
  const above = values.filter((value) => value > 0);
  const [low, high] = [Math.min(...above), Math.max(...above)];
  if (above.length === 0) return linearScale(0, 1);
  return high > 50 * low ? logScale(low, high) : linearScale(0, high);
}

/** A tick in as few characters as possible. */
export function tickText(value: number): string {
  const rounded = Number(value.toPrecision(6));
  const size = Math.abs(rounded);
  if (size >= 1e6 || (size > 0 && size < 1e-3)) return rounded.toExponential().replace('e+', 'e');
  return String(rounded);
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead > 5 ? 10 : lead > 2 ? 5 : lead > 1 ? 2 : 1) * power;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

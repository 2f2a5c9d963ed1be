/** Maps values to positions in a chart, with ticks at round values. */

export interface Scale {
  /** A place between 0 and 1. */
  at(value: number): number;
  readonly ticks: readonly number[];
  /** The text of a tick. Default: {@link tickText}. */
  readonly text?: (tick: number) => string;
}

/** Units of time in which a person reads an axis, the largest first. */
const UNITS = [
  { seconds: 86_400, name: 'd' },
  { seconds: 3600, name: 'h' },
  { seconds: 60, name: 'min' },
  { seconds: 1, name: 's' },
  { seconds: 1e-3, name: 'ms' },
] as const;

/** Hours of a day and a half are read as hours, and milliseconds of one second as milliseconds. */
const UNITS_HELD = { d: 3, h: 3, min: 3, s: 1, ms: 0 } as const;

/** A scale of seconds, labelled in the largest unit that the range holds often enough. */
export function timeScale(make: typeof linearScale, low: number, high: number): Scale {
  const unit = UNITS.find(({ seconds, name }) => high >= UNITS_HELD[name] * seconds) ?? UNITS.at(-1)!;
  const scale = make(low / unit.seconds, high / unit.seconds);
  return {
    at: (value) => scale.at(value / unit.seconds),
    ticks: scale.ticks.map((tick) => tick * unit.seconds),
    text: (tick) => `${tickText(tick / unit.seconds)} ${unit.name}`,
  };
}

/** A logarithmic scale of seconds. Each tick has its own unit: 10 ms, 1 s, 1 min, 1 h, 1 d. */
function logTimeScale(low: number, high: number): Scale {
  const { at } = logScale(low, high);
  const ticks = LOG_TICKS.filter((tick) => tick >= low && tick <= high);
  const every = Math.max(1, Math.ceil(ticks.length / 7));
  return { at, ticks: ticks.filter((_, index) => index % every === 0), text: spanText };
}

const LOG_TICKS = [
  1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 60, 600, 3600, 21_600, 86_400, 604_800, 2_592_000, 31_536_000,
  315_360_000,
];

/** A duration as one number and its unit. */
export function spanText(seconds: number): string {
  if (seconds === 0) return '0';
  const unit = UNITS.find((each) => seconds >= each.seconds * 0.9995) ?? UNITS.at(-1)!;
  return `${tickText(Number((seconds / unit.seconds).toPrecision(3)))} ${unit.name}`;
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

/** A logarithmic scale of seconds where the largest value exceeds the smallest by a factor of 50, otherwise a linear one from 0. */
export function timeScaleOf(values: readonly number[]): Scale {
  const above = values.filter((value) => value > 0);
  const [low, high] = [Math.min(...above), Math.max(...above)];
  if (above.length === 0) return linearScale(0, 1);
  return high > 50 * low ? logTimeScale(low, high) : timeScale(linearScale, 0, high);
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

/** Converts Go durations (`1m30s`, `250us`), as scenario files and Kubernetes write them, to integer microseconds and back. */

const UNIT_MICROSECONDS: Readonly<Record<string, number>> = {
  ns: 1e-3,
  us: 1,
  µs: 1,
  μs: 1,
  ms: 1e3,
  s: 1e6,
  m: 6e7,
  h: 3.6e9,
};

const DURATION = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/**
 * Reads a Go duration (grammar of Go's time.ParseDuration).
 *
 * @returns integer microseconds (nanoseconds are rounded to the nearest), negative with a leading minus; undefined if the text is no Go
 *          duration, or is longer than 2^53 microseconds (285 years).
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0' || text === '+0' || text === '-0') return 0;
  const match = DURATION.exec(text);
  if (!match) return undefined;
  let sum = 0;
  for (const [, amount = '', unit = ''] of (match[2] ?? '').matchAll(PART)) {
    sum += Number(amount) * (UNIT_MICROSECONDS[unit] ?? Number.NaN);
  }
  const rounded = Math.round(sum);
  if (!Number.isSafeInteger(rounded)) return undefined;
  return match[1] === '-' && rounded !== 0 ? -rounded : rounded;
}

/** Writes integer microseconds as Go's Duration.String does: `1h2m3.5s`, `250ms`, `10µs`, `0s`. */
export function formatDuration(microseconds: number): string {
  if (microseconds === 0) return '0s';
  const sign = microseconds < 0 ? '-' : '';
  const size = Math.abs(microseconds);
  if (size < 1e3) return `${sign}${size}µs`;
  if (size < 1e6) return `${sign}${decimal(size, 1e3)}ms`;
  const hours = Math.floor(size / 3.6e9);
  const minutes = Math.floor((size % 3.6e9) / 6e7);
  const seconds = `${decimal(size % 6e7, 1e6)}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}

/** Writes integer microseconds for people, without zeros at the end: `24h`, `1h30m`, `1m0.5s`. */
export function shownDuration(microseconds: number): string {
  return formatDuration(microseconds)
    .replace(/(?<=[hm])0s$/, '')
    .replace(/(?<=h)0m$/, '');
}

function decimal(amount: number, unit: number): string {
  const whole = Math.floor(amount / unit);
  const digits = String(unit).length - 1;
  const fraction = String(amount % unit)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}

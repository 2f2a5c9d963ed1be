/** Formats figures for people: 4.2s, 1h23m, 120.3 cores, 1.5 TiB, 47.0%. */

export const NOTHING = '–';

/** Formats µs in the two largest units that matter: `250µs`, `12.3ms`, `4.2s`, `1m23s`, `1h23m`, `3d4h`. */
export function formatSpan(microseconds: number | null): string {
  if (microseconds === null) return NOTHING;
  if (microseconds < 0) return `-${formatSpan(-microseconds)}`;
  if (microseconds < 0.5) return '0s';
  if (microseconds < 999.5) return `${Math.round(microseconds)}µs`;
  if (microseconds < 999_500) return `${threeDigits(microseconds / 1000)}ms`;
  if (microseconds < 59_950_000) return `${trimZero((microseconds / 1_000_000).toFixed(1))}s`;
  const seconds = Math.round(microseconds / 1_000_000);
  if (seconds < 3600) return twoUnits(seconds, 60, 'm', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return twoUnits(minutes, 60, 'h', 'm');
  return twoUnits(Math.round(minutes / 60), 24, 'd', 'h');
}

/** A share as a percentage with one decimal. */
export function formatPercent(ratio: number | null): string {
  return ratio === null ? NOTHING : `${(ratio * 100).toFixed(1)}%`;
}

/**
 * A share as a percentage with two decimals, or as many as are asked for. It is rounded, except that 100.00% means all and 0.00% means none.
 */
export function formatShare(ratio: number, decimals = 2): string {
  const least = 10 ** -decimals;
  const percent = Number((ratio * 100).toFixed(decimals));
  const shown = ratio > 0 && ratio < 1 ? Math.min(100 - least, Math.max(least, percent)) : percent;
  return `${shown.toFixed(decimals)}%`;
}

/** An amount in its unit: cores for millicores, KiB to PiB for bytes, otherwise a plain number. */
export function formatAmount(amount: number | null, unit: 'millicores' | 'bytes' | 'count'): string {
  if (amount === null) return NOTHING;
  if (unit === 'millicores') return formatNumber(amount / 1000);
  if (unit === 'bytes') return formatBytes(amount);
  return formatNumber(amount);
}

/** `1,523`, `120.3`, `0.25`: two decimals below 10, one below 1,000, none for whole numbers. */
export function formatNumber(value: number): string {
  const magnitude = Math.abs(value);
  if (Math.abs(value - Math.round(value)) <= magnitude * ROUNDING_NOISE)
    return separateThousands(value.toFixed(0));
  const digits = magnitude >= 999.95 ? 0 : magnitude >= 9.995 ? 1 : 2;
  return separateThousands(value.toFixed(digits));
}

/** The mean of equal values may differ from them in its last bits. */
const ROUNDING_NOISE = 1e-12;

/** `10x`, `9.984x`: four digits, because a speed is kept to half a percent. */
export function formatSpeed(speed: number | null): string {
  if (speed === null) return NOTHING;
  const whole = String(Math.trunc(Math.abs(speed))).length;
  return `${separateThousands(trimZero(speed.toFixed(Math.max(0, 4 - whole))))}x`;
}

/** Formats a speed that is an upper limit, rounded down: `24x`, `3.7x`. */
export function formatSpeedLimit(speed: number): string {
  return formatSpeed(speed >= 10 ? Math.floor(speed) : Math.floor(speed * 10) / 10);
}

const BINARY_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** Three digits and a binary unit: `586 B`, `1.5 KiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let power = 0;
  while (Math.abs(value) >= 1023.5 && power < BINARY_UNITS.length - 1) {
    value /= 1024;
    power += 1;
  }
  return `${power === 0 ? Math.round(value) : threeSignificant(value)} ${BINARY_UNITS[power]}`;
}

function threeDigits(value: number): string {
  return trimZero(threeSignificant(value));
}

/** Three digits; whole numbers stay as they are. */
function threeSignificant(value: number): string {
  const magnitude = Math.abs(value);
  if (Math.abs(value - Math.round(value)) <= magnitude * ROUNDING_NOISE || magnitude >= 99.95)
    return value.toFixed(0);
  return value.toFixed(magnitude >= 9.995 ? 1 : 2);
}

function trimZero(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function twoUnits(total: number, base: number, large: string, small: string): string {
  const rest = total % base;
  const whole = `${Math.floor(total / base)}${large}`;
  if (rest === 0) return whole;
  return `${whole}${large === 'd' ? rest : String(rest).padStart(2, '0')}${small}`;
}

function separateThousands(text: string): string {
  return text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}

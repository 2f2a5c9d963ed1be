/** Says of a limit whether it holds, and what the figure is. */
import type { CheckedLimit } from '../../core/comparing/limit.ts';
import type { LimitResult } from '../../core/comparing/limit-results.ts';
import { formatNumber, formatPercent, formatSpan } from '../terminal/human-units.ts';

/** `waiting.p95 < 30s: is 1m12s`; of several reports `holds in 17 of 20 seeds, is 12s to 1m12s`. */
export function resultText({ limit, holds, checks }: LimitResult): string {
  return `${holds ? 'holds' : 'broken'}: ${limit.text} (${valuesText(checks)})`;
}

function valuesText(checks: LimitResult['checks']): string {
  const [first] = checks;
  if (checks.length === 1 && first) return first.value === null ? 'has no value' : `is ${figureText(first)}`;
  const known = checks
    .filter(({ value }) => value !== null)
    .toSorted((one, other) => one.value! - other.value!);
  const held = checks.filter(({ holds }) => holds).length;
  const share = `holds in ${held} of ${checks.length}`;
  const [lowest, highest] = [known[0], known.at(-1)];
  return lowest && highest ? `${share}, is ${figureText(lowest)} to ${figureText(highest)}` : share;
}

export function figureText({ value, unit, limit }: CheckedLimit): string {
  if (value === null) return 'no value';
  if (unit === 'microseconds') return formatSpan(value);
  if (unit === 'ratio') return formatPercent(value);
  if (unit === 'amount') return amountText(value, limit.figure);
  return formatNumber(value);
}

/** As a quantity of Kubernetes, so that it can be written as a bound. */
function amountText(value: number, figure: string): string {
  if (/\bcpu\b/.test(figure)) return `${Math.round(value)}m`;
  if (!/memory|storage|hugepages/.test(figure)) return formatNumber(value);
  return value < 2 ** 30 ? `${formatNumber(value / 2 ** 20)}Mi` : `${formatNumber(value / 2 ** 30)}Gi`;
}

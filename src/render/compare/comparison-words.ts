/** Words and numbers of a comparison as people read them. */
import type { ComparedFigure } from '../../core/comparing/comparison.ts';
import { formatNumber, formatPercent, formatSpan, NOTHING } from '../terminal/human-units.ts';

type Unit = ComparedFigure['unit'];

export function valueText(value: number | null, unit: Unit): string {
  if (value === null) return NOTHING;
  if (unit === 'microseconds') return formatSpan(value);
  return unit === 'ratio' ? formatPercent(value) : formatNumber(value);
}

/** With its sign: a difference of shares is in percentage points. */
export function differenceText(value: number, unit: Unit): string {
  const text = unit === 'ratio' ? formatNumber(Math.abs(value) * 100) : valueText(Math.abs(value), unit);
  const points = unit === 'ratio' ? ' points' : '';
  if (value === 0) return `0${points}`;
  return `${value < 0 ? '-' : '+'}${text}${points}`;
}

/** `[-4.2s, +1s]`. */
export function intervalText(
  interval: readonly [number, number] | null,
  text: (value: number) => string,
): string {
  return interval === null ? '' : `[${interval.map(text).join(', ')}]`;
}

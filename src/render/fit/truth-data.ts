/** Converts how true a scenario is to plain data: three columns for all pods and for each group, without the series of the charts. */
import type { Truth } from '../../core/measure/truth.ts';

/** Amounts are millicores, bytes and counts; waiting is in microseconds. */
export function truthData({ series: _, isMissed, total, groups, ...rest }: Truth): unknown {
  return { isTrue: !isMissed, ...rest, total, groups };
}

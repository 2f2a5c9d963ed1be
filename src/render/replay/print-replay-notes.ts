/** Prints how a replay went on stderr: an early stop, its problems, and how long it took. */
import type { Problem } from '../../core/errors/problem.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { formatNumber, formatSpan } from '../terminal/human-units.ts';
import { printProblems, printRemarks } from '../terminal/print-problems.ts';

export function printReplayNotes(
  { end, stopped }: { readonly end: Microseconds; readonly stopped?: boolean },
  problems: readonly Problem[],
  wallSeconds: number,
): void {
  if (stopped)
    printRemarks([
      `stopped at ${formatSpan(end)} of scenario time: the figures cover what was played until then`,
    ]);
  printProblems(problems);
  const rate = wallSeconds > 0 ? Math.round(end / 1e6 / wallSeconds) : 0;
  const pace = `${formatSpan(end)} of scenario time took ${formatSpan(wallSeconds * 1e6)} here`;
  printRemarks([rate < 1 ? pace : `${pace} (${formatNumber(rate)}x)`]);
}

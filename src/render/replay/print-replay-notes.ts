/** Prints how a replay went on stderr: an early stop, its problems, and how long it took. */
import type { Problem } from '../../core/errors/problem.ts';
import { formatDuration } from '../../core/time/duration.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { formatNumber } from '../terminal/human-units.ts';
import { printProblems, printRemarks } from '../terminal/print-problems.ts';

export function printReplayNotes(
  { end, stopped }: { readonly end: Microseconds; readonly stopped?: boolean },
  problems: readonly Problem[],
  wallSeconds: number,
): void {
  if (stopped)
    printRemarks([
      `stopped at ${formatDuration(end)} of scenario time: the figures cover what was played until then`,
    ]);
  printProblems(problems);
  const rate = wallSeconds > 0 ? Math.round(end / 1e6 / wallSeconds) : 0;
  const pace = `${formatDuration(Math.round(end / 1e6) * 1e6)} of scenario time took ${wallSeconds.toFixed(2)} s here`;
  printRemarks([`${pace} (${formatNumber(rate)}x)`]);
}

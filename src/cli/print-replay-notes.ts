/** Prints how a replay went on stderr: an early stop, its problems, and how long it took. */
import type { Problem } from '../core/errors/problem.ts';
import { formatDuration } from '../core/time/duration.ts';
import { printProblems, printRemarks } from '../render/terminal/print-problems.ts';
import type { Played } from '../targets/target.ts';

export function printReplayNotes(
  { end, stopped }: Played,
  problems: readonly Problem[],
  wallSeconds: number,
): void {
  if (stopped)
    printRemarks([
      `stopped at ${formatDuration(end)} of scenario time: what follows is what was played until then`,
    ]);
  printProblems(problems);
  const rate = wallSeconds > 0 ? Math.round(end / 1e6 / wallSeconds) : 0;
  const pace = `${formatDuration(Math.round(end / 1e6) * 1e6)} of scenario time took ${wallSeconds.toFixed(2)} s here`;
  printRemarks([`${pace} (${rate.toLocaleString('en-US')}x)`]);
}

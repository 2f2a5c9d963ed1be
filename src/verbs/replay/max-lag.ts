/** Checks `--max-lag`: turns lateness into an exit code, so that a script does not trust a replay that was too fast for its cluster. */
import { UserError } from '../../core/errors/user-error.ts';
import { limitWords } from '../../core/measure/lag-cause.ts';
import type { LagLimit, LagSummary } from '../../core/recording/run-quality.ts';
import { shownDuration } from '../../core/time/duration.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';

const NEXT: Readonly<Record<LagLimit, string | undefined>> = {
  nothing: undefined,
  'send-queue': 'play it slower (--speed), or from a faster machine',
  'api-server': 'play it slower (--speed), or on a faster API server',
  throttling: 'play it slower (--speed), or raise the limit of the API server (--max-requests-inflight)',
};

/**
 * A replay is late if the 99th percentile of its injection lag (nearest rank) is above the limit. The largest lag would fail by chance: of ten
 * thousand events one or two always meet a pause of the machine. With fewer than 100 events the two are the same.
 *
 * @returns the error to end with (exit code 1), or undefined if the replay was in time.
 */
export function checkMaxLag(
  lag: LagSummary & { readonly limitedBy?: LagLimit | null | undefined },
  maxLag: Microseconds,
): UserError | undefined {
  if (lag.p99 <= maxLag) return undefined;
  const limitedBy = lag.limitedBy ?? 'nothing';
  const why = limitedBy === 'nothing' ? '' : `, limited by ${limitWords(limitedBy)}`;
  return new UserError(
    `late: the injection lag has a p99 of ${shortDuration(lag.p99)}, above --max-lag ${shownDuration(maxLag)} (max ${shortDuration(lag.max)}, n ${lag.n})${why}`,
    { exitCode: 1, next: NEXT[limitedBy] ?? 'play it slower (--speed)' },
  );
}

/** Rounded to a tenth of a millisecond. */
function shortDuration(duration: Microseconds): string {
  return shownDuration(duration < 1000 ? Math.round(duration) : Math.round(duration / 100) * 100);
}

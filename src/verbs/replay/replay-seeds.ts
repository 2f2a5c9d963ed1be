/** Replays a scenario with several seeds, one after the other: how much of each figure is chance. */
import { setImmediate } from 'node:timers/promises';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { Figures } from '../../core/measure/figures.ts';
import type { Target } from '../../targets/target.ts';
import type { FlagValues } from '../../targets/target-flag.ts';
import { openPlays } from './load-play.ts';
import type { OpenedFile } from './play-request.ts';
import { replayOn } from './replay-on.ts';
import type { ReplayRequest } from './replay-scenario.ts';

/** The figures of one seed. */
export interface SeedReplay {
  readonly seed: number;
  readonly figures: Figures;
}

/**
 * The file is read once. The first seed is that of the request, or of the scenario; the others follow it. A signal ends it after the seeds that were played whole.
 *
 * @throws {UserError} (usage) for a target in wall time and for outputs of one run.
 */
export async function replaySeeds(
  target: Target,
  flags: FlagValues,
  request: ReplayRequest & { readonly seeds: number },
): Promise<readonly SeedReplay[]> {
  refuseOneRun(target, request);
  const { signal, show, seeds } = request;
  let opened: OpenedFile | undefined;
  const replays: SeedReplay[] = [];
  const warnOnce = onceEach((problems) => show?.warn(problems));
  let first: number | undefined;
  while (replays.length < seeds && !signal?.aborted) {
    const seed = first === undefined ? request.seed : first + replays.length;
    show?.doing(`seed ${replays.length + 1} of ${seeds}`);
    const quiet = show && { ...show, warn: warnOnce };
    opened ??= await openPlays(request);
    const one = { ...request, opened, seed, ...(quiet && { show: quiet }) };
    const { result } = await replayOn(target, flags, one);
    if (result === undefined || result.played.stopped) break;
    warnOnce(result.problems);
    const played = result.figures.recording.source.seed ?? 0;
    first ??= played;
    // A copy: figures that are not computed yet keep all that was measured.
    replays.push({ seed: played, figures: { ...result.figures } });
    // A short replay never waits, and a signal arrives only while something does.
    await setImmediate();
  }
  return replays;
}

function refuseOneRun(target: Target, { recording, folder, from, to, isPaced }: ReplayRequest): void {
  if (target.clock !== 'virtual') {
    throw new UserError(
      `--seeds makes no sense on --target ${target.name}, where each replay takes its time`,
      {
        next: 'play one --seed at a time, or leave out --target',
      },
    );
  }
  if (isPaced) {
    throw new UserError('--seeds plays several replays, and --watch and --metrics-port look at one', {
      next: 'leave out --watch and --metrics-port, or give --seed',
    });
  }
  if (recording !== undefined || folder !== undefined || from !== undefined || to !== undefined) {
    throw new UserError('--seeds prints the spread of several replays, and this is for one replay', {
      next: 'leave out the file of the recording, -o csv, -o parquet, --from and --to; or give --seed',
    });
  }
}

/** Shows a problem that several seeds have once. */
function onceEach(warn: (problems: readonly Problem[]) => void): (problems: readonly Problem[]) => void {
  const seen = new Set<string>();
  return (problems) => {
    const news = problems.filter(({ code, message }) => !seen.has(`${code} ${message}`));
    for (const { code, message } of news) seen.add(`${code} ${message}`);
    warn(news);
  };
}

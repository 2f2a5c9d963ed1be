/** Replays on a target that the command line chose, with the values of the target's own flags. */
import type { Target } from '../../targets/target.ts';
import { durationFlag, type FlagValues } from '../../targets/target-flag.ts';
import type { Replay } from './play-on-target.ts';
import { type ReplayRequest, replayScenario } from './replay-scenario.ts';

/** @throws {UserError} as `replayScenario`, and for a value of a flag of the target that is not valid. */
export async function replayOn(target: Target, flags: FlagValues, request: ReplayRequest): Promise<Replay> {
  const own = {
    dryRun: flags['dry-run'] === true,
    keep: flags.keep === true,
    maxLag: durationFlag(flags, 'max-lag'),
    alsoReads: (await target.inputFiles?.(flags)) ?? [],
  };
  return replayScenario({ ...request, ...own }, await target.open(flags));
}

/** Replays on a target that the command line chose, with the values of the target's own flags. */
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { Target } from '../../targets/target.ts';
import { durationFlag, type FlagValues, textFlag, textsFlag } from '../../targets/target-flag.ts';
import { readPauseTimes } from './asked-pauses.ts';
import type { Replay } from './play-on-target.ts';
import { type ReplayRequest, replayScenario } from './replay-scenario.ts';

/** @throws {UserError} as `replayScenario`, and for a value of a flag of the target that is not valid. */
export async function replayOn(target: Target, flags: FlagValues, request: ReplayRequest): Promise<Replay> {
  if (flags['cluster-stages'] === true && request.stages !== undefined && request.stages.length > 0)
    throw new UserError(
      '--stages decides the phases of pods, and --cluster-stages leaves them to the cluster',
      {
        next: 'give one of them',
      },
    );
  const own = {
    dryRun: flags['dry-run'] === true,
    start: textFlag(flags, 'start'),
    keep: flags.keep === true,
    maxLag: durationFlag(flags, 'max-lag'),
    pauseAt: readPauseTimes(textsFlag(flags, 'pause-at') ?? []),
    alsoReads: (await target.inputFiles?.(flags)) ?? [],
  };
  if (target.clock === 'virtual' && request.speed !== undefined && !request.isPaced)
    request.show?.warn([idleSpeed(target)]);
  return replayScenario({ ...request, ...own }, await target.open(flags));
}

function idleSpeed({ name }: Target): Problem {
  const message = `--speed has no effect on --target ${name}: it plays in virtual time, as fast as this machine computes, unless --watch or --metrics-port is given`;
  return { code: 'idle-flag', severity: 'note', message };
}

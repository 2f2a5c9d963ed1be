/** Replays one timeline on several clusters at the same moment, so that they can be compared. */
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { Target } from '../../targets/target.ts';
import type { FlagValues } from '../../targets/target-flag.ts';
import { openPlays } from './load-play.ts';
import { createMeeting } from './meeting.ts';
import type { PlayingRequest, Replay } from './play-on-target.ts';
import { replayOn } from './replay-on.ts';
import type { ReplayRequest } from './replay-scenario.ts';

export interface ClusterReplay {
  readonly context: string;
  readonly replay: Replay;
}

/** @throws {UserError} (usage) for flags that are for one cluster. */
export function refuseOneCluster(
  { folder, seeds, isPaced = false }: Pick<ReplayRequest, 'folder' | 'seeds' | 'isPaced'>,
  contexts: readonly string[],
  flags: FlagValues,
): void {
  const twice = contexts.find((context, index) => contexts.indexOf(context) !== index);
  if (twice !== undefined)
    throw new UserError(`--context ${twice} is given twice`, { next: 'give each cluster once' });
  const pauses = flags['pause-at'];
  const other = ['cluster', 'server', 'token', 'client-certificate', 'client-key'].find(
    (name) => flags[name] !== undefined,
  );
  const one =
    folder?.flag ??
    (Array.isArray(pauses) && pauses.length > 0 ? '--pause-at' : undefined) ??
    (other === undefined ? undefined : `--${other}`) ??
    (isPaced ? '--watch or --metrics-port' : undefined) ??
    (seeds === undefined ? undefined : '--seeds');
  if (one === undefined) return;
  throw new UserError(`${one} is for one cluster, and there are ${contexts.length} contexts`, {
    next: 'leave it out, or give one --context at a time',
  });
}

/**
 * Each cluster is prepared, then all clocks start together. Where one cannot be prepared, none starts, and what the others created is removed.
 *
 * @returns in the order of the contexts.
 * @throws {UserError} as `replayOn` for any of them, when all have ended.
 */
export async function replayClusters(
  target: Target,
  flags: FlagValues,
  request: ReplayRequest,
  contexts: readonly string[],
): Promise<readonly ClusterReplay[]> {
  const opened = await openPlays(request);
  const failed = new AbortController();
  const signal = AbortSignal.any([request.signal ?? failed.signal, failed.signal]);
  const together = request.dryRun ? undefined : createMeeting(contexts.length, signal);
  let hasBegun = false;
  const begun = together && {
    ...together,
    async prepared() {
      await together.prepared();
      hasBegun = true;
    },
  };
  const ended = await Promise.allSettled(
    contexts.map(async (context, index): Promise<ClusterReplay> => {
      try {
        const one = {
          ...request,
          opened,
          signal,
          together: begun,
          recording: request.recording && recordingOf(request.recording, contexts, context),
          ...(request.show && { show: shownFor(context, request.show, index === 0) }),
        };
        return { context, replay: await replayOn(target, { ...flags, context }, one) };
      } catch (error) {
        if (!hasBegun) failed.abort();
        throw error;
      }
    }),
  );
  const thrown = ended.find((each) => each.status === 'rejected');
  if (thrown) throw thrown.reason;
  return ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

/** Progress is that of the first cluster: they run at one speed. */
function shownFor(
  context: string,
  { inform, warn, doing, moment }: NonNullable<PlayingRequest['show']>,
  isFirst: boolean,
): NonNullable<PlayingRequest['show']> {
  const named = (problem: Problem): Problem => ({ ...problem, message: `${context}: ${problem.message}` });
  return {
    inform: (sentence) => inform(`${context}: ${sentence}`),
    warn: (problems) => warn(problems.map(named)),
    doing: isFirst ? doing : () => {},
    moment: isFirst ? moment : undefined,
  };
}

const ENDING = /(?:\.keg)?\.jsonl(?:\.gz)?$|\.gz$/;

/** `run.keg.jsonl.gz` of the context `east` is `run.east.keg.jsonl.gz`. A name that two contexts would share has the number of its context. */
function recordingOf(file: string, contexts: readonly string[], context: string): string {
  const plain = (name: string): string => name.replaceAll(/[^\w.-]+/g, '-');
  const isShared = contexts.filter((other) => plain(other) === plain(context)).length > 1;
  const name = isShared ? `${plain(context)}-${contexts.indexOf(context) + 1}` : plain(context);
  const [ending = ''] = ENDING.exec(file) ?? [];
  return `${file.slice(0, file.length - ending.length)}.${name}${ending}`;
}

/** Finds the smallest number of nodes of each pool with which a scenario keeps its limits. */
import type { CheckedLimit, Limit } from '../../core/comparing/limit.ts';
import type { PoolFact } from '../../core/comparing/pool-facts.ts';
import { problemKey } from '../../core/comparing/problem-key.ts';
import type { PlayedTask, PlayTasks } from '../../core/comparing/replay-task.ts';
import { requirePlayed } from '../../core/comparing/require-played.ts';
import { type PoolCounts, smallestCounts, withCount } from '../../core/comparing/size-search.ts';
import { didYouMean } from '../../core/errors/did-you-mean.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';

export interface SizeRequest<Options> {
  readonly file: string;
  readonly limits: readonly Limit[];
  /** Pools that are searched. Default: all. */
  readonly pools: readonly string[] | undefined;
  /** In at least this share of the seeds all limits must hold. */
  readonly share: number;
  /** The first one, and how many. */
  readonly seed: number;
  readonly seeds: number;
  /** The settings of a replay with these numbers of nodes; undefined: as it is. */
  readonly optionsOf: (counts: PoolCounts | undefined) => Options;
  readonly play: PlayTasks<Options>;
  readonly onPlayed: (replays: number) => void;
}

/** What the seeds say about one choice of counts. */
interface SizeTrial {
  readonly counts: PoolCounts;
  /** Number of seeds in which all limits hold. */
  readonly held: number;
  readonly holds: boolean;
  /** One list for each seed, in the order of the limits. */
  readonly checks: readonly (readonly CheckedLimit[])[];
  /** Of each seed. */
  readonly pools: readonly (readonly PoolFact[])[];
  /** Of all seeds, each once. */
  readonly problems: readonly Problem[];
}

export interface Size {
  readonly now: PoolCounts;
  /** Undefined where even many times the nodes do not keep the limits. */
  readonly smallest: PoolCounts | undefined;
  /** With the smallest counts; else with the largest that were tried. */
  readonly best: SizeTrial;
  /** By searched pool: counts around the smallest one, the other pools at theirs. */
  readonly around: ReadonlyMap<string, readonly SizeTrial[]>;
  readonly replays: number;
  /** Of the scenario as it is. */
  readonly problems: readonly Problem[];
}

/** At most this many times the nodes that the scenario has. */
const MOST_TIMES = 64;
/** Counts on either side of the smallest. */
const AROUND = 2;

/** @throws {UserError} for a file, a pool or a limit that is not valid. */
export async function sizeScenario<Options>(request: SizeRequest<Options>): Promise<Size> {
  let replays = 0;
  const trials = new Map<string, SizeTrial>();
  const trial = async (counts: PoolCounts, isAsItIs = false): Promise<SizeTrial> => {
    const key = JSON.stringify([...counts]);
    const known = isAsItIs ? undefined : trials.get(key);
    if (known) return known;
    const results = await playSeeds(request, isAsItIs ? undefined : counts, () => {
      replays += 1;
      request.onPlayed(replays);
    });
    const made = trialOf(counts, results, request);
    trials.set(key, made);
    return made;
  };
  const asItIs = await trial(new Map(), true);
  refuseOtherPools(request.limits, asItIs.pools[0] ?? []);
  const now = searchedPools(asItIs.pools[0] ?? [], request.pools);
  trials.set(JSON.stringify([...now]), { ...asItIs, counts: now });
  const holds = async (counts: PoolCounts): Promise<boolean> => (await trial(counts)).holds;
  const smallest = await smallestCounts({ now, holds, mostTimes: MOST_TIMES });
  const around = new Map<string, SizeTrial[]>();
  for (const [pool, count] of smallest ?? []) {
    const counts = [-AROUND, -1, 0, 1, AROUND].map((step) => count + step).filter((each) => each >= 0);
    const row: SizeTrial[] = [];
    for (const each of counts) row.push(await trial(withCount(smallest!, pool, each)));
    around.set(pool, row);
  }
  const best = smallest ? await trial(smallest) : [...trials.values()].at(-1)!;
  return { now, smallest, best, around, replays, problems: asItIs.problems };
}

async function playSeeds<Options>(
  { file, optionsOf, seed, seeds, limits, play }: SizeRequest<Options>,
  counts: PoolCounts | undefined,
  onPlayed: () => void,
): Promise<PlayedTask[]> {
  const tasks = Array.from({ length: seeds }, (_, index) => ({
    file,
    kind: 'replay' as const,
    options: optionsOf(counts),
    seed: seed + index,
    choice: {},
    limits,
  }));
  const results: PlayedTask[] = [];
  await play(tasks, (place, result) => {
    results[place] = requirePlayed(result);
    onPlayed();
  });
  return results;
}

function trialOf<Options>(
  counts: PoolCounts,
  results: readonly PlayedTask[],
  { share }: SizeRequest<Options>,
): SizeTrial {
  const held = results.filter(({ checks }) => checks.every(({ holds }) => holds)).length;
  return {
    counts,
    held,
    holds: held >= share * results.length,
    checks: results.map(({ checks }) => checks),
    pools: results.map(({ pools }) => pools),
    problems: [
      ...new Map(
        results.flatMap(({ problems }) => problems.map((each) => [problemKey(each), each])),
      ).values(),
    ],
  };
}

/** A limit on a pool that does not exist could hold with no number of nodes. @throws {UserError} (usage) for such a limit. */
function refuseOtherPools(limits: readonly Limit[], facts: readonly PoolFact[]): void {
  const names = facts.flatMap(({ pool }) => pool ?? []);
  for (const { text, figure } of limits) {
    const [, plain, quoted] = /^pools(?:\.([\w-]+)|\[["']([^"']+)["']\])/.exec(figure) ?? [];
    const pool = plain ?? quoted;
    if (pool === undefined || names.includes(pool)) continue;
    throw new UserError(`${text}: there is no pool ${pool}`, { next: `the pools are ${names.join(', ')}` });
  }
}

/** @throws {UserError} (usage) for a pool that does not exist, and without any pool. */
function searchedPools(facts: readonly PoolFact[], asked: readonly string[] | undefined): PoolCounts {
  const all = new Map(facts.flatMap(({ pool, nodes }) => (pool === null ? [] : [[pool, nodes] as const])));
  const names = [...all.keys()];
  if (names.length === 0) {
    throw new UserError('no node has a pool, so there is no pool to size', {
      next: 'give the nodes of the scenario a name and a count, or use replay --nodes-scale',
    });
  }
  for (const pool of asked ?? []) {
    if (all.has(pool)) continue;
    const meant = didYouMean(pool, names);
    throw new UserError(`--pool ${pool}: there is no such pool${meant ? `; did you mean ${meant}?` : ''}`, {
      next: `the pools are ${names.join(', ')}`,
    });
  }
  return new Map([...all].filter(([pool]) => asked === undefined || asked.includes(pool)));
}

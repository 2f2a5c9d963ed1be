/** Counts pods, their waiting and what happened to them by workload, namespace, priority and node pool. A new grouping is one line here. */
import type { PodSpec } from '../objects/pod.ts';
import { summariseDurations } from './duration-percentiles.ts';
import type { PodGroupFigures, PodGroups } from './figures.ts';

/** What a pod is grouped by. */
interface GroupedPod {
  readonly namespace: string;
  readonly group: string | undefined;
  /** As tables show it. */
  readonly priority: string;
}

/** Name of the group by what is known of a pod when it is created, and of the pool when it is bound. */
const GROUPINGS: Readonly<
  Record<
    keyof PodGroups,
    { created(pod: GroupedPod): string | undefined; bound?(pool: string | null): string }
  >
> = {
  workload: { created: ({ namespace, group }) => `${namespace}/${group ?? 'no workload'}` },
  namespace: { created: ({ namespace }) => namespace },
  priority: { created: ({ priority }) => priority },
  pool: { created: () => undefined, bound: (pool) => pool ?? 'no pool' },
};

type Mutable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

/** The counts of one group while they grow. */
export interface PodTally extends Mutable<Omit<PodGroupFigures, 'waiting' | 'neverBound' | 'alive'>> {
  readonly waits: number[];
}

export interface PodTallies {
  /** Those to which a created pod belongs. */
  ofCreated(pod: GroupedPod): PodTally[];
  /** Those to which it belongs in addition once it is bound to a node of this pool. */
  ofBound(pool: string | null): PodTally[];
  figures(): PodGroups;
}

/** How tables show the priority of a pod: its class, or the number. */
export function priorityText({ priority, priorityClassName }: PodSpec): string {
  return priorityClassName ?? String(priority ?? 0);
}

export function podTallies(): PodTallies {
  const all = Object.entries(GROUPINGS).map(([key, grouping]) => ({
    key,
    grouping,
    groups: new Map<string, PodTally>(),
  }));
  const tallyOf = (groups: Map<string, PodTally>, name: string | undefined): PodTally[] => {
    if (name === undefined) return [];
    const tally = groups.get(name) ?? emptyTally(name);
    groups.set(name, tally);
    return [tally];
  };
  return {
    ofCreated: (pod) => all.flatMap(({ grouping, groups }) => tallyOf(groups, grouping.created(pod))),
    ofBound: (pool) => all.flatMap(({ grouping, groups }) => tallyOf(groups, grouping.bound?.(pool))),
    figures: () =>
      Object.fromEntries(
        all.map(({ key, groups }) => [key, [...groups.values()].map(figuresOf)]),
      ) as unknown as PodGroups,
  };
}

function emptyTally(name: string): PodTally {
  return {
    name,
    created: 0,
    bound: 0,
    succeeded: 0,
    failed: 0,
    deleted: 0,
    disrupted: 0,
    restarts: 0,
    waits: [],
  };
}

function figuresOf({ waits, ...counts }: PodTally): PodGroupFigures {
  const { name, created, bound, succeeded, failed, deleted, disrupted, restarts } = counts;
  return {
    name,
    created,
    bound,
    neverBound: created - bound,
    waiting: summariseDurations(waits),
    succeeded,
    failed,
    deleted,
    alive: created - succeeded - failed - deleted,
    disrupted,
    restarts,
  };
}

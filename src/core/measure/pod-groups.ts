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

/** Name of the group by what is known of a pod when it is created. */
const WHEN_CREATED: readonly (readonly [keyof PodGroups, (pod: GroupedPod) => string])[] = [
  ['workload', ({ namespace, group }) => `${namespace}/${group ?? 'no workload'}`],
  ['namespace', ({ namespace }) => namespace],
  ['priority', ({ priority }) => priority],
];
/** Name of the group by the pool of the node to which a pod is bound. */
const WHEN_BOUND: readonly (readonly [keyof PodGroups, (pool: string | null) => string])[] = [
  ['pool', (pool) => pool ?? 'no pool'],
];

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
  const created = WHEN_CREATED.map(([key, nameOf]) => ({ key, nameOf, groups: new Map<string, PodTally>() }));
  const bound = WHEN_BOUND.map(([key, nameOf]) => ({ key, nameOf, groups: new Map<string, PodTally>() }));
  return {
    ofCreated: (pod) => created.map(({ nameOf, groups }) => tallyOf(groups, nameOf(pod))),
    ofBound: (pool) => bound.map(({ nameOf, groups }) => tallyOf(groups, nameOf(pool))),
    figures: () =>
      Object.fromEntries(
        [...created, ...bound].map(({ key, groups }) => [key, [...groups.values()].map(figuresOf)]),
      ) as unknown as PodGroups,
  };
}

function tallyOf(groups: Map<string, PodTally>, name: string): PodTally {
  const known = groups.get(name);
  if (known) return known;
  const tally = emptyTally(name);
  groups.set(name, tally);
  return tally;
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

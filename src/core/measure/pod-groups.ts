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
interface PodTally extends Mutable<Omit<PodGroupFigures, 'waiting' | 'neverBound' | 'alive'>> {
  readonly waits: number[];
}

/** What pods that are grouped alike count in. They share it. */
export interface SharedTallies {
  readonly each: readonly PodTally[];
  /** With those of a node's pool in addition. */
  readonly withPool: Map<string | null, SharedTallies>;
}

export interface PodTallies {
  /** Those to which a created pod belongs. */
  ofCreated(pod: GroupedPod): SharedTallies;
  /** Those to which it belongs once it is bound to a node of this pool. */
  ofBound(before: SharedTallies, pool: string | null): SharedTallies;
  figures(): PodGroups;
}

/** How tables show the priority of a pod: its class, or the number. */
export function priorityText({ priority, priorityClassName }: PodSpec): string {
  return priorityClassName ?? String(priority ?? 0);
}

export function podTallies(): PodTallies {
  const created = WHEN_CREATED.map(([key, nameOf]) => ({ key, nameOf, groups: new Map<string, PodTally>() }));
  const bound = WHEN_BOUND.map(([key, nameOf]) => ({ key, nameOf, groups: new Map<string, PodTally>() }));
  const shared = new Map<string, Map<string | undefined, Map<string, SharedTallies>>>();
  return {
    ofCreated(pod) {
      const byGroup = entryOf(shared, pod.namespace, () => new Map());
      const byPriority = entryOf(byGroup, pod.group, () => new Map());
      return entryOf(byPriority, pod.priority, () => ({
        each: created.map(({ nameOf, groups }) => tallyOf(groups, nameOf(pod))),
        withPool: new Map(),
      }));
    },
    ofBound: ({ each, withPool }, pool) =>
      entryOf(withPool, pool, () => ({
        each: [...each, ...bound.map(({ nameOf, groups }) => tallyOf(groups, nameOf(pool)))],
        withPool: new Map(),
      })),
    figures: () =>
      Object.fromEntries(
        [...created, ...bound].map(({ key, groups }) => [key, [...groups.values()].map(figuresOf)]),
      ) as unknown as PodGroups,
  };
}

function tallyOf(groups: Map<string, PodTally>, name: string): PodTally {
  return entryOf(groups, name, () => emptyTally(name));
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
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

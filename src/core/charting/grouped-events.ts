/** Joins events of one kind and reason that lie close together, so that a list of them stays short and still counts all. */
import type { DrawnEvent } from './drawn-cluster.ts';

interface EventGroup {
  readonly at: number;
  readonly kind: string;
  readonly reason: string | null;
  /** Of the first one. */
  readonly subject: string;
  readonly count: number;
}

export interface GroupedEvents {
  /** µs that one group spans at most; 0 where only events of the same time are joined. */
  readonly within: number;
  /** In order of time. */
  readonly groups: readonly EventGroup[];
}

/** @param most - groups; the span doubles from a 1,024th of the window until there are no more. */
export function groupedEvents(events: readonly DrawnEvent[], end: number, most: number): GroupedEvents {
  let within = 0;
  let groups = groupsOf(events, (at) => at);
  while (groups.length > most && within < end) {
    within = within === 0 ? end / 1024 : 2 * within;
    const width = within;
    groups = groupsOf(events, (at) => Math.floor(at / width));
  }
  return { within, groups };
}

function groupsOf(events: readonly DrawnEvent[], slotOf: (at: number) => number): EventGroup[] {
  const groups = new Map<string, EventGroup>();
  for (const { at, kind, subject, reason } of events) {
    const key = JSON.stringify([slotOf(at), kind, reason]);
    const known = groups.get(key);
    groups.set(key, known ? { ...known, count: known.count + 1 } : { at, kind, reason, subject, count: 1 });
  }
  return [...groups.values()];
}

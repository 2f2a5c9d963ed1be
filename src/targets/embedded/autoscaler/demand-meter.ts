/** Adds up what pods request, and remembers it for a while, so that no node leaves that the same load needed a short time ago. */
import type { ResourceAmounts } from '../../../core/objects/quantity.ts';

const RESOURCES = ['cpu', 'memory'] as const;

export interface DemandMeter {
  /** The requests of a pod count from `at` on; once for each pod. Changes of one moment count together. */
  add(uid: string, request: ResourceAmounts, at: number): void;
  remove(uid: string, at: number): void;
  /** Whether the highest demand of the window has room on these nodes. Not while demand is at a height to which it has risen in the window. */
  leavesRoom(now: number, nodes: readonly { readonly offers: ResourceAmounts }[]): boolean;
}

/** A value that holds from one moment to the next. */
interface Held {
  readonly value: number;
  until: number;
}

interface Course {
  last: Held;
  /** Each is higher (or lower) than all later ones, so the first one is the extreme of the window. */
  readonly highest: Held[];
  readonly lowest: Held[];
}

/** @param length of the window, in microseconds. */
export function demandMeter(length: number): DemandMeter {
  const requests = new Map<string, ResourceAmounts>();
  const totals = { cpu: 0, memory: 0 };
  const courses = { cpu: course(), memory: course() };
  let changedAt = 0;
  const note = (): void => {
    for (const resource of RESOURCES) add(courses[resource], changedAt, totals[resource]);
  };
  const change = (request: ResourceAmounts, sign: 1 | -1, at: number): void => {
    if (at > changedAt) note();
    changedAt = at;
    for (const resource of RESOURCES) totals[resource] += sign * (request.get(resource) ?? 0);
  };
  return {
    add(uid, request, at) {
      if (requests.has(uid)) return;
      requests.set(uid, request);
      change(request, 1, at);
    },
    remove(uid, at) {
      const request = requests.get(uid);
      if (!request) return;
      requests.delete(uid);
      change(request, -1, at);
    },
    leavesRoom(now, nodes) {
      note();
      return RESOURCES.every((resource) => {
        const { highest, lowest, last } = courses[resource];
        const most = extremeSince(highest, now - length);
        const hasRisen = last.value === most && extremeSince(lowest, now - length) < most;
        const offered = nodes.reduce((sum, { offers }) => sum + (offers.get(resource) ?? 0), 0);
        return most <= offered && !hasRisen;
      });
    },
  };
}

function course(): Course {
  const last: Held = { value: 0, until: Number.POSITIVE_INFINITY };
  return { last, highest: [last], lowest: [last] };
}

function add(into: Course, at: number, value: number): void {
  if (into.last.value === value) return;
  into.last.until = at;
  const held: Held = { value, until: Number.POSITIVE_INFINITY };
  into.last = held;
  const { highest, lowest } = into;
  while (highest.length > 0 && highest.at(-1)!.value <= value) highest.pop();
  while (lowest.length > 0 && lowest.at(-1)!.value >= value) lowest.pop();
  highest.push(held);
  lowest.push(held);
}

function extremeSince(extremes: Held[], from: number): number {
  while (extremes.length > 1 && extremes[0]!.until <= from) extremes.shift();
  return extremes[0]!.value;
}

/** Lets nodes of a timeline fail and return: drained where there is notice, then removed, then added again as they were. */
import type { Node } from '../../objects/node.ts';
import type { DrawnFailures } from '../../scenario/drawn-failures.ts';
import { NEVER } from '../../time/microseconds.ts';
import type { Planned, TimelineEvent } from '../timeline-event.ts';
import { isNodeAction, type NodeStay, nodeAfter, nodeStays } from './node-stays.ts';
import { mergedOutages, type NodeOutage, outagesUntil } from './outages.ts';

/**
 * A node that is gone misses what its timeline has for it in that time, and is then as if it had not: cordoned, updated or removed.
 *
 * @param timeline - in order.
 * @param duration - of the scenario; undefined: nodes fail until the last pod would have ended without waiting.
 * @throws {UserError} for draws that are no valid time, and for failures without end.
 */
export function withFailures(
  timeline: readonly TimelineEvent[],
  failures: readonly DrawnFailures[],
  seed: number,
  duration: number | undefined,
): Planned[] {
  const end = duration ?? lastPlannedEnd(timeline);
  const outages = outageFinder(failures, seed, end);
  const changed = new Map<Planned, Planned | undefined>();
  const added: Planned[] = [];
  for (const stay of nodeStays(timeline)) {
    const own = mergedOutages(outages(stay)).filter(({ at, until }) => until > stay.from && at < stay.to);
    if (own.length > 0) added.push(...failingStay(stay, own, changed));
  }
  if (changed.size === 0 && added.length === 0) return [...timeline];
  const kept = timeline.flatMap((event): Planned[] => {
    const after = changed.has(event) ? changed.get(event) : event;
    return after ? [after] : [];
  });
  return [...kept, ...added.filter(({ at }) => duration === undefined || at <= duration)];
}

function outageFinder(
  failures: readonly DrawnFailures[],
  seed: number,
  end: number,
): (stay: NodeStay) => NodeOutage[] {
  const shared = new Map<string, NodeOutage[]>();
  return (stay) =>
    failures.flatMap((entry) => {
      const { per, name } = entry;
      if (!concerns(entry, stay)) return [];
      if (per === undefined) {
        const again = stay.index === 0 ? [] : [String(stay.index)];
        return outagesUntil(entry, seed, [stay.name, ...again], stay.from, end);
      }
      const value = stay.labels[per];
      if (value === undefined) return [];
      const key = JSON.stringify([name, value]);
      const known = shared.get(key) ?? outagesUntil(entry, seed, [value], 0, end);
      shared.set(key, known);
      return known;
    });
}

/** Whether the node is one of those that fail. */
export function concerns(
  { nodes, labels }: DrawnFailures,
  node: Pick<NodeStay, 'name' | 'pool' | 'labels'>,
): boolean {
  const isNamed = nodes === undefined || nodes.some((name) => name === node.name || name === node.pool);
  return isNamed && Object.entries(labels).every(([key, value]) => node.labels[key] === value);
}

/** @param changed gets the events that are another one, or none, because the node is gone or about to go. @returns the further ones. */
function failingStay(
  stay: NodeStay,
  outages: readonly NodeOutage[],
  changed: Map<Planned, Planned | undefined>,
): Planned[] {
  const { name, pool, to, events } = stay;
  const added: Planned[] = [];
  let node: Node | undefined;
  let next = 0;
  const passUntil = (time: number, during: 'there' | 'noticed' | 'gone'): void => {
    for (; next < events.length && events[next]!.at <= time; next += 1) {
      const event = events[next]!;
      const { action } = event;
      if (!isNodeAction(action)) continue;
      node = nodeAfter(node!, action);
      if (during === 'gone') changed.set(event, undefined);
      else if (during === 'noticed' && action.kind === 'update-node')
        changed.set(event, { at: event.at, action: { ...action, node: cordoned(action.node) } });
      else if (during === 'noticed' && action.kind === 'uncordon-node') changed.set(event, undefined);
    }
  };
  for (const { noticed, at, until, grace } of outages) {
    const from = Math.max(noticed, stay.from);
    passUntil(Math.min(from, at - 1), 'there');
    if (at > stay.from) {
      if (from < at)
        added.push({ at: from, action: { kind: 'drain-node', name, ...(grace !== undefined && { grace }) } });
      passUntil(at - 1, 'noticed');
      added.push({ at, action: { kind: 'remove-node', name } });
    }
    passUntil(Math.min(until, to), 'gone');
    if (until < to && until < NEVER && node)
      added.push({ at: until, action: { kind: 'add-node', node, ...(pool !== undefined && { pool }) } });
  }
  return added;
}

function cordoned(node: Node): Node {
  return { ...node, spec: { ...node.spec, unschedulable: true } };
}

/** When the last pod would end if none waited; pods that run for ever count with their arrival. */
function lastPlannedEnd(timeline: readonly TimelineEvent[]): number {
  let last = 0;
  for (const { at, action } of timeline) {
    const run = action.kind === 'create-pod' ? action.pod.startDelay + (action.pod.lifetime ?? 0) : 0;
    if (!isNodeAction(action) && at + run < NEVER) last = Math.max(last, at + run);
  }
  return last;
}

/** Writes the nodes of a recording: those of the start as pools, and their joins, changes and removals as events. */

import { writtenTime } from '../../distributions/written/written-values.ts';
import { type NamedNode, nameNodes } from '../nodes/name-nodes.ts';
import { drainTime, type Evictions } from '../nodes/node-drain.ts';
import type { NodeHistory } from '../nodes/node-history.ts';
import { offerChange } from '../nodes/node-offer.ts';
import type { NodeReferences } from '../nodes/node-references.ts';
import { settledNode } from '../nodes/settled-node.ts';
import type { WrittenScenario } from './written-scenario.ts';

export interface WrittenNodes {
  /** `cluster.nodes` */
  readonly pools: readonly WrittenScenario[];
  /** `events.nodes`, in order of time. */
  readonly events: readonly WrittenScenario[];
}

interface TimedEvent {
  /** Seconds. */
  readonly at: number;
  readonly event: WrittenScenario;
}

export function writeNodes(
  nodes: readonly NodeHistory[],
  references: NodeReferences,
  evictions: Evictions,
): WrittenNodes {
  const named = nameNodes(nodes.map(settledNode).filter(isThere), references);
  // A node that is removed makes room for another one of the same name.
  const events = [...removals(named), ...joins(named), ...named.flatMap((node) => changes(node, evictions))];
  return {
    pools: poolsOf(named),
    events: events
      .sort((one, other) => one.at - other.at)
      .map(({ at, event }) => ({ at: writtenTime(at), ...event })),
  };
}

function isThere({ states, removed }: NodeHistory): boolean {
  return removed === undefined || removed > states[0]!.at;
}

function poolsOf(nodes: readonly NamedNode[]): WrittenScenario[] {
  const counts = new Map<string, { count: number; readonly first: NamedNode }>();
  for (const node of nodes) {
    if (joinedLater(node)) continue;
    const key = node.pool ?? node.name;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { count: 1, first: node });
  }
  return [...counts].map(([name, { count, first }]) => ({
    name,
    ...(first.pool !== undefined && { count }),
    template: first.offers[0],
  }));
}

function joinedLater({ history }: NamedNode): boolean {
  return history.states[0]!.at > 0;
}

/** Nodes of a pool that join at the same time are one event. */
function joins(nodes: readonly NamedNode[]): TimedEvent[] {
  const joined = new Map<string, { count: number; readonly first: NamedNode }>();
  for (const node of nodes.filter(joinedLater)) {
    const key = JSON.stringify([node.pool ?? node.name, node.history.states[0]!.at]);
    const known = joined.get(key);
    if (known) known.count += 1;
    else joined.set(key, { count: 1, first: node });
  }
  return [...joined.values()].map(({ count, first: { name, pool, offers, history } }) => ({
    at: history.states[0]!.at,
    event: {
      action: 'add',
      ...(pool === undefined ? { name } : { name: pool, count }),
      template: offers[0],
    },
  }));
}

function changes({ name, offers, history }: NamedNode, evictions: Evictions): TimedEvent[] {
  const { states } = history;
  return states.flatMap((state, index): TimedEvent[] => {
    if (history.removed !== undefined && state.at >= history.removed) return [];
    const isCordoned = state.node.spec?.unschedulable === true;
    const wasCordoned = states[index - 1]?.node.spec?.unschedulable === true;
    const drained = isCordoned && !wasCordoned ? drainTime(history, index, evictions) : undefined;
    const drain = drained === undefined ? [] : [{ at: drained, event: { action: 'drain', name } }];
    const change = index === 0 ? undefined : offerChange(offers[index - 1]!, offers[index]!);
    if (!change) return drain;
    const { unschedulable, ...template } = change;
    const isCordonAlone = unschedulable !== undefined && Object.keys(template).length === 0;
    if (!isCordonAlone)
      return [{ at: state.at, event: { action: 'update', name, template: change } }, ...drain];
    // A drain cordons the node as well.
    if (drained !== undefined && drained - state.at <= SOON)
      return [{ at: state.at, event: drain[0]!.event }];
    return [{ at: state.at, event: { action: isCordoned ? 'cordon' : 'uncordon', name } }, ...drain];
  });
}

/** Seconds from a cordon to the end of the first pod, in one `kubectl drain`: pods may take their grace period to end. */
const SOON = 60;

function removals(nodes: readonly NamedNode[]): TimedEvent[] {
  return nodes.flatMap(({ name, history: { removed } }) =>
    removed === undefined ? [] : [{ at: removed, event: { action: 'remove', name } }],
  );
}

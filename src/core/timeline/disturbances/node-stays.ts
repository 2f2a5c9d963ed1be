/** Gathers from a timeline from when to when each node is there, and what happens to it in that time. */
import type { Node } from '../../objects/node.ts';
import type { Planned, TimelineAction, TimelineEvent } from '../timeline-event.ts';

export type NodeAction = Extract<
  TimelineAction,
  {
    kind: 'add-node' | 'update-node' | 'cordon-node' | 'uncordon-node' | 'drain-node' | 'remove-node';
  }
>;

/** One stay of a node: a name that is used again has several. */
export interface NodeStay {
  readonly name: string;
  readonly pool: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** Number of stays of this name before it. */
  readonly index: number;
  /** Integer microseconds. */
  readonly from: number;
  /** Infinite for a node that stays. */
  to: number;
  /** In order, the addition first; with the removal, if it is removed. */
  readonly events: Planned[];
}

function nodeNameOf(action: NodeAction): string {
  return action.kind === 'add-node' || action.kind === 'update-node'
    ? action.node.metadata.name
    : action.name;
}

export function isNodeAction(action: TimelineAction): action is NodeAction {
  return action.kind.endsWith('-node');
}

/** An event about a node that is not there belongs to no stay. */
export function nodeStays(timeline: readonly TimelineEvent[]): NodeStay[] {
  const stays: NodeStay[] = [];
  const present = new Map<string, NodeStay>();
  const counts = new Map<string, number>();
  for (const event of timeline) {
    const { at, action } = event;
    if (!isNodeAction(action)) continue;
    const name = nodeNameOf(action);
    const known = present.get(name);
    if (known) {
      known.events.push(event);
      if (action.kind !== 'remove-node') continue;
      known.to = at;
      present.delete(name);
    } else if (action.kind === 'add-node') {
      const { node, pool } = action;
      const index = counts.get(name) ?? 0;
      counts.set(name, index + 1);
      const stay: NodeStay = {
        ...{ name, pool, index, from: at, to: Number.POSITIVE_INFINITY },
        labels: node.metadata.labels ?? {},
        events: [event],
      };
      stays.push(stay);
      present.set(name, stay);
    }
  }
  return stays;
}

/** The node after an event. @param node - before it; any for the addition. */
export function nodeAfter(node: Node, action: NodeAction): Node {
  switch (action.kind) {
    case 'add-node':
    case 'update-node':
      return action.node;
    case 'remove-node':
      return node;
    default:
      return { ...node, spec: { ...node.spec, unschedulable: action.kind !== 'uncordon-node' } };
  }
}

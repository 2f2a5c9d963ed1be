/** Expands a scenario's node entries and node events to single nodes, each with its own name. */

import { UserError } from '../errors/user-error.ts';
import type { Node } from '../objects/node.ts';
import type { NodeOffer } from '../scenario/node-offer.ts';
import type { NodeEvent, Scenario } from '../scenario/scenario.ts';
import type { Planned } from './timeline-event.ts';

/** The names of a node entry's nodes: NAME, or NAME-0, NAME-1, … with a count. */
export function nodeNames(name: string, count: number | undefined, first = 0): string[] {
  return count === undefined
    ? [name]
    : Array.from({ length: count }, (_, index) => `${name}-${first + index}`);
}

/** Makes one Node of an entry, with the hostname label that a kubelet adds. */
export function makeNode(name: string, offer: NodeOffer): Node {
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...offer.labels } },
    spec: { unschedulable: offer.unschedulable, taints: offer.taints },
    status: {
      capacity: offer.capacity,
      allocatable: offer.allocatable,
      ...(offer.images.length > 0 && { images: offer.images }),
      ...(offer.declaredFeatures.length > 0 && { declaredFeatures: offer.declaredFeatures }),
    },
  };
}

/** The nodes of `cluster.nodes`, all added at 0s. */
export function expandNodes(scenario: Scenario): Planned[] {
  return scenario.nodes.flatMap((pool) =>
    nodeNames(pool.name, pool.count).map((name): Planned => {
      return { at: 0, action: { kind: 'add-node', node: makeNode(name, pool), ...named(pool.pool) } };
    }),
  );
}

function named(pool: string | undefined): { pool?: string } {
  return pool === undefined ? {} : { pool };
}

/** A node at the time of an event. */
interface PresentNode {
  readonly pool: string;
  offer: NodeOffer;
}

/**
 * Expands `events.nodes` in order of time, so that the name of a pool stands for the nodes that it has at the time of the event.
 *
 * @throws {UserError} for an event whose node does not exist at its time, and for an added node that exists already.
 */
export function expandNodeEvents(scenario: Scenario): Planned[] {
  const live = new Map<string, PresentNode>();
  const made = new Map<string, number>();
  for (const pool of scenario.nodes) {
    for (const name of nodeNames(pool.name, pool.count)) live.set(name, { pool: pool.name, offer: pool });
    made.set(pool.name, pool.count ?? 0);
  }
  const inOrder = [...scenario.nodeEvents].sort((left, right) => left.at - right.at);
  return inOrder.flatMap((event) => (event.action === 'add' ? add(event, live, made) : change(event, live)));
}

function add(event: NodeEvent, live: Map<string, PresentNode>, made: Map<string, number>): Planned[] {
  const offer = event.offer as NodeOffer;
  const first = made.get(event.name) ?? 0;
  if (event.count !== undefined) made.set(event.name, first + event.count);
  return nodeNames(event.name, event.count, first).map((name): Planned => {
    if (live.has(name))
      throw new UserError(`add: a node called "${name}" exists already`, {
        position: event.position,
        next: 'give the new node another name, or remove the first one before',
      });
    live.set(name, { pool: event.name, offer });
    const pool = event.count === undefined ? undefined : event.name;
    return { at: event.at, action: { kind: 'add-node', node: makeNode(name, offer), ...named(pool) } };
  });
}

function change(event: NodeEvent, live: Map<string, PresentNode>): Planned[] {
  const names = live.has(event.name)
    ? [event.name]
    : [...live].filter(([, node]) => node.pool === event.name).map(([name]) => name);
  if (names.length === 0) {
    throw new UserError(`${event.action}: no node is called "${event.name}" at that time`, {
      position: event.position,
      next:
        live.size === 0
          ? 'add it before'
          : `name one of ${[...live.keys()].slice(0, 3).join(', ')} or its pool, or add it before`,
    });
  }
  // A scale-down removes the youngest nodes first, as node groups of clouds do.
  const chosen = event.count === undefined ? names : names.slice(-event.count || names.length);
  return chosen.map((name): Planned => {
    const node = live.get(name)!;
    switch (event.action) {
      case 'remove':
        live.delete(name);
        return { at: event.at, action: { kind: 'remove-node', name } };
      case 'update':
        node.offer = updated(node.offer, event.offer);
        return { at: event.at, action: { kind: 'update-node', node: makeNode(name, node.offer) } };
      case 'drain':
        node.offer = { ...node.offer, unschedulable: true };
        return { at: event.at, action: { kind: 'drain-node', name } };
      default:
        node.offer = { ...node.offer, unschedulable: event.action === 'cordon' };
        return {
          at: event.at,
          action: { kind: event.action === 'cordon' ? 'cordon-node' : 'uncordon-node', name },
        };
    }
  });
}

/** Merges an update into an offer, each resource on its own: an update of cpu keeps the number of pods. */
function updated(offer: NodeOffer, change: Partial<NodeOffer> | undefined): NodeOffer {
  return {
    ...offer,
    ...change,
    capacity: { ...offer.capacity, ...change?.capacity },
    allocatable: { ...offer.allocatable, ...change?.allocatable },
  };
}

/** Converts the nodes of a recording to planned node events, so that they can be played again. */
import type { Node } from '../objects/node.ts';
import type { Observation } from '../recording/observation.ts';
import { addedNode, changedNode, grownNode } from '../recording/recorded-node.ts';
import type { Planned } from './timeline-event.ts';

interface SeenNode {
  readonly name: string;
  readonly pool: string | undefined;
  /** In order of time. The first is the added node. */
  readonly states: { readonly at: number; readonly node: Node }[];
  /** Whether it has from the start on what is inferred of it later. */
  readonly isInferred: boolean;
  removedAt: number | undefined;
}

export type PoolFactor = (pool: string | undefined) => number;

export interface RecordedNodes {
  observe(observation: Observation): void;
  /**
   * All node events in order of time.
   *
   * @param factorOf - by this the number of nodes of each pool is multiplied. Above 1, nodes are copied; each copy has its own name.
   */
  planned(factorOf?: PoolFactor): Planned[];
  /** By the name of each recorded node: its names in the replay. None if it is left out, several if it is copied. */
  names(factorOf: PoolFactor): ReadonlyMap<string, ReadonlySet<string>>;
  /** Number of nodes in the whole recording. */
  readonly size: number;
}

export function collectRecordedNodes(): RecordedNodes {
  const nodes = new Map<string, SeenNode>();
  return {
    get size() {
      return nodes.size;
    },
    observe(observation) {
      switch (observation.kind) {
        case 'node-added': {
          const { at, uid, name, pool } = observation;
          nodes.set(uid, {
            name,
            pool,
            states: [{ at, node: addedNode(observation) }],
            isInferred: observation.inferred === true,
            removedAt: undefined,
          });
          return;
        }
        case 'node-changed': {
          const known = nodes.get(observation.uid);
          const before = known?.states.at(-1);
          // `ready` is ignored: a node that is not ready has taints that say so.
          if (known?.isInferred && before)
            known.states[0] = { at: before.at, node: grownNode(before.node, observation) };
          else if (known && before)
            known.states.push({ at: observation.at, node: changedNode(before.node, observation) });
          return;
        }
        case 'node-removed': {
          const known = nodes.get(observation.uid);
          if (known) known.removedAt = observation.at;
          return;
        }
        default:
          return;
      }
    },
    planned(factorOf = () => 1) {
      const planned = copiesOf(nodes.values(), factorOf).flatMap(({ node, copies }) =>
        Array.from({ length: copies }, (_, copy) => lifeOf(node, copy)).flat(),
      );
      return planned.sort((one, other) => one.at - other.at);
    },
    names(factorOf) {
      const names = new Map<string, Set<string>>();
      for (const { node, copies } of copiesOf(nodes.values(), factorOf)) {
        const own = names.get(node.name) ?? new Set<string>();
        names.set(node.name, own);
        for (let copy = 0; copy < copies; copy += 1) own.add(nameOf(node, copy));
      }
      return names;
    },
  };
}

function copiesOf(
  nodes: Iterable<SeenNode>,
  factorOf: PoolFactor,
): { readonly node: SeenNode; readonly copies: number }[] {
  const seen = new Map<string | undefined, number>();
  return Array.from(nodes, (node) => {
    const index = seen.get(node.pool) ?? 0;
    seen.set(node.pool, index + 1);
    const scale = factorOf(node.pool);
    return { node, copies: Math.round((index + 1) * scale) - Math.round(index * scale) };
  });
}

function nameOf({ name }: SeenNode, copy: number): string {
  return copy === 0 ? name : `${name}-copy-${copy}`;
}

function lifeOf(node: SeenNode, copy: number): Planned[] {
  const name = nameOf(node, copy);
  const pool = node.pool === undefined ? {} : { pool: node.pool };
  const life = node.states.map(({ at, node: state }, index): Planned => {
    const named = copy === 0 ? state : renamed(state, name);
    return index === 0
      ? { at, action: { kind: 'add-node', node: named, ...pool } }
      : { at, action: { kind: 'update-node', node: named } };
  });
  if (node.removedAt !== undefined) life.push({ at: node.removedAt, action: { kind: 'remove-node', name } });
  return life;
}

function renamed({ metadata, spec, status }: Node, name: string): Node {
  const labels = { ...metadata.labels, 'kubernetes.io/hostname': name };
  return { metadata: { ...metadata, name, labels }, spec: spec ?? {}, status };
}

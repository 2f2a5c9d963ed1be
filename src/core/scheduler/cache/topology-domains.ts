/** Numbers the domains of a topology key, so that counts by domain are arrays, and the domain of a node is read without its labels. */
import type { NodeInfo } from './node-info.ts';
import type { NodeTable } from './node-table.ts';

/** The values of one label of nodes. */
export interface TopologyDomains {
  /** By slot of the node: the number of its domain. -1: the node lacks the label. */
  readonly of: Int32Array;
  /** Number by value. The numbers begin at 0 and have no gaps. */
  readonly byValue: ReadonlyMap<string, number>;
}

/** Gives the domains of a key as the nodes are now. They are the same object while the cluster has the same order of nodes. */
export type DomainReader = (key: string) => TopologyDomains;

interface Numbered extends TopologyDomains {
  readonly byValue: Map<string, number>;
  /** By slot: the generation of the node's object when it was read. */
  readonly generations: Float64Array;
  /** That of the cluster. */
  generation: number;
}

interface Nodes {
  readonly table: NodeTable;
  readonly order: Int32Array;
  readonly objectGeneration: number;
}

/** A reader for these nodes. */
export function domainReader(nodes: Nodes): DomainReader {
  let known = new Map<string, Numbered>();
  let knownOrder = nodes.order;
  return (key) => {
    const { order, table, objectGeneration } = nodes;
    if (knownOrder !== order) {
      known = new Map();
      knownOrder = order;
    }
    let domains = known.get(key);
    if (!domains) {
      const slots = table.generations.length;
      domains = {
        of: new Int32Array(slots).fill(-1),
        byValue: new Map(),
        generations: new Float64Array(slots),
        generation: -1,
      };
      known.set(key, domains);
    }
    if (domains.generation !== objectGeneration) read(domains, key, table, order);
    domains.generation = objectGeneration;
    return domains;
  };
}

function read(
  { of, byValue, generations }: Numbered,
  key: string,
  table: NodeTable,
  order: Int32Array,
): void {
  for (let i = 0; i < order.length; i++) {
    const slot = order[i] as number;
    const generation = table.objectGenerations[slot] as number;
    if (generations[slot] === generation) continue;
    generations[slot] = generation;
    const labels = (table.nodes[slot] as NodeInfo).node?.metadata.labels;
    const value = labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
    of[slot] = value === undefined ? -1 : numberOf(byValue, value);
  }
}

function numberOf(byValue: Map<string, number>, value: string): number {
  const known = byValue.get(value);
  if (known !== undefined) return known;
  byValue.set(value, byValue.size);
  return byValue.size - 1;
}

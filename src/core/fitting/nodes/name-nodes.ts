/** Gives each node of a recording its name in the scenario: its own where something refers to it, else a number in a pool of equal nodes. */

import { canonicalJson } from '../../recording/template-hash.ts';
import type { NodeHistory } from './node-history.ts';
import { labelsOfSingleNodes, offerOf, type WrittenOffer } from './node-offer.ts';
import { HOSTNAME, type NodeReferences } from './node-references.ts';

export interface NamedNode {
  /** Of the node, as events of the scenario name it. */
  readonly name: string;
  /** Of its entry: a pool with a count; undefined for a node that is an entry of its own. */
  readonly pool: string | undefined;
  /** One for each state of the history. */
  readonly offers: readonly WrittenOffer[];
  readonly history: NodeHistory;
}

/** The nodes in order of their pools. The nodes of a pool are in the order in which they joined. */
export function nameNodes(nodes: readonly NodeHistory[], references: NodeReferences): NamedNode[] {
  const without = labelsOfSingleNodes(nodes, references);
  const isKept = ({ name, states }: NodeHistory): boolean =>
    references.names.has(name) || references.names.has(states[0]!.node.metadata.labels?.[HOSTNAME] ?? '');
  const kept = new Set(nodes.filter(isKept).map(({ name }) => name));
  const pools = new Map<
    string,
    { readonly isKept: boolean; readonly members: Omit<NamedNode, 'name' | 'pool'>[] }
  >();
  for (const history of nodes) {
    const own = kept.has(history.name);
    const offers = history.states.map(({ node }) => offerOf(node, without, own));
    const key = own ? history.name : canonicalJson([history.pool ?? null, offers[0]]);
    const pool = pools.get(`${own}${key}`) ?? { isKept: own, members: [] };
    pool.members.push({ history, offers });
    pools.set(`${own}${key}`, pool);
  }
  const taken = new Set<string>();
  return [...pools.values()].flatMap(({ isKept: own, members }): NamedNode[] => {
    if (own) return members.map((member) => ({ ...member, name: member.history.name, pool: undefined }));
    const pool = freeName(baseOf(members.map(({ history }) => history)), taken, kept);
    members.sort((one, other) => one.history.states[0]!.at - other.history.states[0]!.at);
    return members.map((member, index) => ({ ...member, name: `${pool}-${index}`, pool }));
  });
}

/** The recorded pool, or the series of the names (worker-0, …). */
function baseOf(nodes: readonly NodeHistory[]): string {
  return nodes[0]!.pool ?? (nodes.length === 1 ? nodes[0]!.name : (seriesOf(nodes) ?? 'nodes'));
}

function seriesOf(nodes: readonly NodeHistory[]): string | undefined {
  const series = new Set(nodes.map(({ name }) => /^(.+)-\d+$/.exec(name)?.[1]));
  return series.size === 1 ? [...series][0] : undefined;
}

/** No pool has the name of another one, and no node of it the name of a node that keeps its own. */
function freeName(base: string, taken: Set<string>, kept: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}-${number}`;
    const isFree = !taken.has(name) && !kept.has(name) && ![...kept].some((each) => isNumbered(each, name));
    if (!isFree) continue;
    taken.add(name);
    return name;
  }
}

function isNumbered(name: string, pool: string): boolean {
  return name.startsWith(`${pool}-`) && /^\d+$/.test(name.slice(pool.length + 1));
}

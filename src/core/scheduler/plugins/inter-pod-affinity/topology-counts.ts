/** Counts matches by topology domain, which is a label of nodes and its value (interpodaffinity/filtering.go, topologyToMatchedTermCount). */
import type { NodeInfo } from '../../cache/node-info.ts';
import type { DomainReader, TopologyDomains } from '../../cache/topology-domains.ts';

/** The counts of one topology key. */
export interface KeyCounts {
  readonly key: string;
  readonly domains: TopologyDomains;
  /** By domain. */
  counts: Float64Array;
  /** What a copy changed, by domain. The counts are those of the original. */
  readonly changes: Map<number, number> | undefined;
}

export interface TopologyCounts {
  readonly domainsOf: DomainReader;
  readonly keys: KeyCounts[];
  /** Number of domains whose count is not 0. */
  filled: number;
  readonly isCopy: boolean;
}

/** Counts that are all 0. */
export function createTopologyCounts(domainsOf: DomainReader): TopologyCounts {
  return { domainsOf, keys: [], filled: 0, isCopy: false };
}

/** The counts of a key. */
export function keyCounts(all: TopologyCounts, key: string): KeyCounts {
  for (const each of all.keys) if (each.key === key) return each;
  const domains = all.domainsOf(key);
  const counts = new Float64Array(domains.byValue.size);
  const made: KeyCounts = { key, domains, counts, changes: all.isCopy ? new Map() : undefined };
  all.keys.push(made);
  return made;
}

/** Reads the domains anew, which changed with the labels of nodes. */
export function renewDomains({ keys, domainsOf }: TopologyCounts): void {
  for (const each of keys) {
    const { size } = domainsOf(each.key).byValue;
    if (each.counts.length >= size) continue;
    const longer = new Float64Array(size * 2);
    longer.set(each.counts);
    each.counts = longer;
  }
}

/** Adds to a domain; -1 is none. */
export function addToDomain(all: TopologyCounts, of: KeyCounts, domain: number, count: number): void {
  if (domain < 0) return;
  const { counts, changes } = of;
  const own = counts[domain] as number;
  const before = changes ? own + (changes.get(domain) ?? 0) : own;
  const after = before + count;
  if (before === 0 && after !== 0) all.filled += 1;
  if (before !== 0 && after === 0) all.filled -= 1;
  if (changes) changes.set(domain, after - own);
  else counts[domain] = after;
}

/** Adds to the domain of a node. A node without the label belongs to no domain. */
export function addToCounts(all: TopologyCounts, { slot }: NodeInfo, key: string, count: number): void {
  const of = keyCounts(all, key);
  addToDomain(all, of, of.domains.of[slot] as number, count);
}

/** The count of the domain of the node in this slot. */
export function countAt({ domains, counts, changes }: KeyCounts, slot: number): number {
  const domain = domains.of[slot] as number;
  if (domain < 0) return 0;
  const count = counts[domain] as number;
  return changes ? count + (changes.get(domain) ?? 0) : count;
}

/** Whether a domain of the node has a count above 0. */
export function isCounted({ keys }: TopologyCounts, slot: number): boolean {
  for (let i = 0; i < keys.length; i++) if (countAt(keys[i] as KeyCounts, slot) > 0) return true;
  return false;
}

/** A copy whose changes do not change the original. The original must not change as long as the copy is used. */
export function copyCounts({ domainsOf, keys, filled }: TopologyCounts): TopologyCounts {
  const copies = keys.map((each) => ({ ...each, changes: new Map(each.changes) }));
  return { domainsOf, keys: copies, filled, isCopy: true };
}

/** Counts matches by topology domain, which is a label of nodes and its value (interpodaffinity/filtering.go, topologyToMatchedTermCount). */
import type { Labels } from '../../../objects/label-selector.ts';

export interface TopologyCounts {
  /** Adds to the domain of a node. A node without the label belongs to no domain. */
  add(labels: Labels, key: string, count: number): void;
  /** The count of the node's domain. */
  of(labels: Labels, key: string): number;
  /** Whether a domain of the node has a count above 0. */
  concerns(labels: Labels): boolean;
  /** Whether no domain has a count. */
  readonly empty: boolean;
  copy(): TopologyCounts;
}

/** Key → value → count, never 0. */
type Counts = Map<string, Map<string, number>>;

/** Counts that are all 0. */
export function createTopologyCounts(counts: Counts = new Map()): TopologyCounts {
  return {
    add(labels, key, count) {
      if (!Object.hasOwn(labels, key)) return;
      const value = labels[key] as string;
      const values = counts.get(key) ?? new Map<string, number>();
      const sum = (values.get(value) ?? 0) + count;
      if (sum !== 0) values.set(value, sum);
      else values.delete(value);
      if (values.size > 0) counts.set(key, values);
      else counts.delete(key);
    },
    of: (labels, key) =>
      Object.hasOwn(labels, key) ? (counts.get(key)?.get(labels[key] as string) ?? 0) : 0,
    concerns(labels) {
      for (const [key, values] of counts) {
        const value = labels[key];
        if (value !== undefined && (values.get(value) ?? 0) > 0) return true;
      }
      return false;
    },
    get empty() {
      return counts.size === 0;
    },
    copy: () => createTopologyCounts(new Map(Array.from(counts, ([key, values]) => [key, new Map(values)]))),
  };
}

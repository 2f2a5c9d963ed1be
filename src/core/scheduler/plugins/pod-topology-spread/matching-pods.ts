/** Counts, for each node, the pods that a constraint's selector matches. Only nodes that changed are counted again. */
import type { NodeInfo } from '../../cache/node-info.ts';
import type { SpreadConstraint } from './constraints.ts';

/** Most counts that are kept over all selectors (12 bytes each). At the limit all are dropped. */
const MOST_COUNTS = 4_000_000;

/** The number of matching pods on a node of the cluster (not on a copy). Terminating pods do not count. */
export type MatchCounter = (node: NodeInfo) => number;

/** Gives the counter of a constraint for pods of a namespace. Constraints with equal selectors share it. */
export type MatchCounters = (namespace: string, constraint: SpreadConstraint) => MatchCounter;

const NOTHING: MatchCounter = () => 0;

/** Counters without any count yet. */
export function matchCounters(): MatchCounters {
  let counters = new Map<string, MatchCounter>();
  let kept = 0;
  const grow = (more: number) => {
    kept += more;
    if (kept <= MOST_COUNTS) return;
    counters = new Map();
    kept = more;
  };
  return (namespace, constraint) => {
    if (constraint.countsNothing) return NOTHING;
    const key = `${namespace}/${constraint.selectorKey}`;
    let counter = counters.get(key);
    if (!counter) {
      counter = matchCounter(namespace, constraint, grow);
      counters.set(key, counter);
    }
    return counter;
  };
}

function matchCounter(
  namespace: string,
  { matches }: SpreadConstraint,
  grow: (more: number) => void,
): MatchCounter {
  let counts = new Int32Array(0);
  /** The generation of the node at the time of its count. */
  let generations = new Float64Array(0);
  return (node) => {
    const { slot, generation } = node;
    if (slot >= counts.length) {
      const length = Math.max(64, slot * 2);
      grow(length - counts.length);
      counts = grown(counts, new Int32Array(length));
      generations = grown(generations, new Float64Array(length));
    }
    if (generations[slot] === generation) return counts[slot] as number;
    const count = countOn(node, namespace, matches);
    counts[slot] = count;
    generations[slot] = generation;
    return count;
  };
}

function grown<Numbers extends Int32Array | Float64Array>(before: Numbers, after: Numbers): Numbers {
  after.set(before);
  return after;
}

function countOn(node: NodeInfo, namespace: string, matches: SpreadConstraint['matches']): number {
  let count = 0;
  let lastLabels: object | undefined;
  let lastMatch = false;
  for (const pod of node.pods.values()) {
    if (pod.terminating || pod.namespace !== namespace) continue;
    // Pods of one template share their labels.
    if (pod.labels !== lastLabels) {
      lastLabels = pod.labels;
      lastMatch = matches(pod.labels);
    }
    if (lastMatch) count += 1;
  }
  return count;
}

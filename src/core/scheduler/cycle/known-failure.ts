/** Knows when a pod fails as it did before, so that attempts in vain, which are most of an overload, cost next to nothing. */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { FailureCauses, RememberedFailure } from '../framework/remembered-failure.ts';
import type { Nominations } from '../queue/nominator.ts';
import type { CycleResult } from './cycle-result.ts';
import { isTally, type Tally } from './tally.ts';

const NO_NODES = 'no nodes available to schedule pods';
const NO_PLUGINS: ReadonlySet<string> = new Set();
const NO_FILTERS: readonly never[] = [];
let noNodes: CycleResult | undefined;

/** The result of a pod that no plugin rejected and that has no node all the same. */
export function failureOf(message: string, evaluated: number, nextStart: number): CycleResult {
  return {
    evaluated,
    rejectors: NO_PLUGINS,
    message,
    nominated: null,
    made: NO_FILTERS,
    feasibleCount: 0,
    nextStart,
  };
}

/**
 * The result of a pod that fails as before, because nothing changed since. Most attempts of an overload end here.
 *
 * @param known of this pod or of another one of its template. Neither pod is nominated to a node.
 */
export function knownFailure(
  cluster: ClusterView,
  known: RememberedFailure | undefined,
  nominations: Nominations,
  start: number,
): CycleResult | undefined {
  if (cluster.nodes.length === 0) {
    if (noNodes?.nextStart !== start) noNodes = failureOf(NO_NODES, 0, start);
    return noNodes;
  }
  if (known?.generation !== cluster.generation || known.nominations !== nominations.generation)
    return undefined;
  return resultAgain(known, start, cluster);
}

/** The result of a failure that happens again, in a search from `start` on. */
export function resultAgain(known: RememberedFailure, start: number, cluster: ClusterView): CycleResult {
  const nextStart = startAfter(start, known.result.evaluated, cluster);
  if (known.result.nextStart !== nextStart) known.result = { ...known.result, nextStart };
  return known.result;
}

/** What is remembered of the result of a failure without victims. */
export function remembered(
  { evaluated, rejectors, message, nominated }: Omit<CycleResult, 'made' | 'feasibleCount' | 'nextStart'>,
  nextStart: number,
): RememberedFailure['result'] {
  return { evaluated, rejectors, message, nominated, made: NO_FILTERS, feasibleCount: 0, nextStart };
}

/** Whether a failure would have the same result again. */
export function isCausedBy({ causes }: RememberedFailure, tally: Tally, cluster: ClusterView): boolean {
  return (
    causes !== undefined &&
    causes.nodes === cluster.nodes.length &&
    causes.lowestPriority === cluster.lowestPriority &&
    isTally(causes, tally)
  );
}

/** What such a failure depends on. */
export function causesOf(
  { kinds, counts, size }: Tally,
  { nodes, lowestPriority }: ClusterView,
  countable: boolean,
): FailureCauses {
  return {
    nodes: nodes.length,
    lowestPriority,
    countable,
    kinds: kinds.slice(0, size),
    counts: counts.slice(0, size),
  };
}

/** Where the next search starts. */
export function startAfter(start: number, evaluated: number, cluster: ClusterView): number {
  return (start + evaluated) % cluster.nodes.length;
}

/** Runs one scheduling cycle: filter, score, choose. All state is passed in (schedule_one.go, schedulePod). */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { fitErrorMessage, preFilterErrorMessage } from '../framework/diagnosis.ts';
import type { Framework } from '../framework/framework.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { Rejection } from '../framework/rejection.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { type FilterOutcome, findFeasibleNodes } from './find-feasible-nodes.ts';
import type { NodeMemory } from './node-memory.ts';
import { nodeTrial } from './node-trial.ts';
import { scoreNodes } from './score-nodes.ts';
import { heapRoot, highest } from './select-node.ts';

/** Chooses one of several equally good nodes by name. Undefined: the scheduler chooses. */
export type TieBreaker = (best: readonly string[]) => string | undefined;

export interface CycleOptions {
  /** Index of the first node of the search. */
  readonly start: number;
  /** Uniform in [0, 1). Decides ties up to 1.34. */
  readonly random: () => number;
  readonly chooseNode?: TieBreaker | undefined;
  /** Whether to collect an {@link Explanation}. */
  readonly explain: boolean;
  /** Cached verdicts and scores for this pod's template. The cycle updates them. */
  readonly memory?: NodeMemory | undefined;
}

/** Everything that led to a decision. Without scores if only one node was feasible, because the scheduler then scores nothing. */
export interface Explanation {
  readonly feasible: readonly string[];
  readonly rejections: ReadonlyMap<string, Rejection>;
  /** Node → plugin → normalised score × weight. Plugins that skipped this pod are absent. */
  readonly scores?: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly totals?: ReadonlyMap<string, number>;
  readonly best: readonly string[];
}

export interface CycleResult {
  readonly node?: NodeInfo;
  readonly evaluated: number;
  readonly feasibleCount: number;
  /** Index of the first node of the next search. */
  readonly nextStart: number;
  /** Present if no node is feasible. */
  readonly message?: string;
  readonly rejectors: ReadonlySet<string>;
  readonly explanation?: Explanation;
}

const NO_NODES = 'no nodes available to schedule pods';
const NO_PLUGINS: ReadonlySet<string> = new Set();
let totals = new Float64Array(256);

/** Chooses a node for the pod, or says why no node is feasible. Changes nothing but the memory. */
export function schedulePod(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  behaviour: Behaviour,
  options: CycleOptions,
): CycleResult {
  const { start } = options;
  if (cluster.nodes.length === 0)
    return { evaluated: 0, feasibleCount: 0, nextStart: start, message: NO_NODES, rejectors: NO_PLUGINS };
  const failure = options.explain ? undefined : options.memory?.failure;
  if (failure?.generation === cluster.generation) {
    const { evaluated, message, rejectors } = failure;
    return { evaluated, feasibleCount: 0, nextStart: after(start, evaluated, cluster), message, rejectors };
  }
  const rejections = options.explain ? new Map<string, Rejection>() : undefined;
  const found = findFeasibleNodes(
    framework,
    cluster,
    pod,
    start,
    behaviour,
    options.memory,
    rejections && ((node, rejection) => rejections.set(node.name, rejection)),
  );
  const { feasible, evaluated, diagnosis } = found;
  const common = {
    evaluated,
    feasibleCount: feasible.length,
    nextStart: after(start, evaluated, cluster),
    rejectors: diagnosis.rejectors,
  };
  if (feasible.length === 0) {
    const { message, local } = failureMessage(framework, cluster, pod, found, options);
    if (options.memory && found.local && local) {
      const { rejectors } = diagnosis;
      options.memory.failure = { generation: cluster.generation, evaluated, message, rejectors };
    }
    return rejections
      ? { ...common, message, explanation: { feasible: [], rejections, best: [] } }
      : { ...common, message };
  }
  const chosen = chooseFeasible(framework, cluster, pod, found, behaviour, options);
  if (!rejections) return { ...common, node: chosen.node };
  return { ...common, node: chosen.node, explanation: { ...chosen.explanation, rejections } };
}

function after(start: number, evaluated: number, cluster: ClusterView): number {
  return (start + evaluated) % cluster.nodes.length;
}

interface Choice {
  readonly node: NodeInfo;
  readonly explanation: Omit<Explanation, 'rejections'>;
}

function chooseFeasible(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  { feasible }: FilterOutcome,
  behaviour: Behaviour,
  options: CycleOptions,
): Choice {
  const names = options.explain ? feasible.map(({ name }) => name) : [];
  if (feasible.length === 1)
    return { node: feasible[0] as NodeInfo, explanation: { feasible: names, best: names } };
  if (totals.length < feasible.length) totals = new Float64Array(feasible.length * 2);
  const scores = options.explain
    ? new Map(names.map((name) => [name, new Map<string, number>()]))
    : undefined;
  scoreNodes(
    framework,
    cluster,
    pod,
    feasible,
    totals,
    options.memory,
    scores &&
      ((plugin, values) => {
        for (const [i, value] of values.entries()) scores.get(names[i] as string)?.set(plugin, value);
      }),
  );
  const index = choose(feasible, behaviour, options);
  const node = feasible[index] as NodeInfo;
  if (!scores) return { node, explanation: { feasible: names, best: [] } };
  const best = highest(totals, feasible.length).map((i) => names[i] as string);
  const sums = new Map(names.map((name, i) => [name, totals[i] as number]));
  return { node, explanation: { feasible: names, best, scores, totals: sums } };
}

function choose(feasible: readonly NodeInfo[], behaviour: Behaviour, options: CycleOptions): number {
  if (options.chooseNode) {
    const best = highest(totals, feasible.length);
    const name = options.chooseNode(best.map((i) => (feasible[i] as NodeInfo).name));
    const index = best.find((i) => (feasible[i] as NodeInfo).name === name);
    if (index !== undefined) return index;
  }
  if (behaviour.deterministicTies) return heapRoot(totals, feasible.length);
  const best = highest(totals, feasible.length);
  return best[best.length === 1 ? 0 : Math.floor(options.random() * best.length)] as number;
}

function failureMessage(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  { diagnosis, filters }: FilterOutcome,
  { random }: CycleOptions,
): { readonly message: string; readonly local: boolean } {
  const all = cluster.nodes.length;
  const message = diagnosis.preFilter
    ? preFilterErrorMessage(all, diagnosis.preFilter)
    : fitErrorMessage(all, diagnosis.rejections);
  const results = framework.postFilters.flatMap(
    (plugin) =>
      plugin.postFilter?.(pod, cluster, {
        diagnosis,
        tryNode: (node) => nodeTrial(node, filters.values(), []),
        nominatedTo: () => [],
        random,
      }) ?? [],
  );
  const reasons = results.map(({ reason }) => reason).join(', ');
  return {
    message: reasons === '' ? message : `${message} ${reasons}`,
    local: results.every((result) => result.local),
  };
}

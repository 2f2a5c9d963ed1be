/** One scheduling cycle: filter, score, choose; without any state but what is passed in (schedule_one.go, schedulePod). */
import type { ClusterView } from '../cache/cluster-cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { type Diagnosis, fitErrorMessage, preFilterErrorMessage } from '../framework/diagnosis.ts';
import type { Framework } from '../framework/framework.ts';
import type { RejectionCode } from '../framework/rejection.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { type FilterOutcome, findFeasibleNodes } from './find-feasible-nodes.ts';
import type { NodeMemory } from './node-memory.ts';
import { scoreNodes } from './score-nodes.ts';
import { heapRoot, highest } from './select-node.ts';

/** Picks one of several equally good nodes by name; undefined leaves it to the scheduler. */
export type TieBreaker = (best: readonly string[]) => string | undefined;

export interface CycleOptions {
  /** Index of the node to begin with. */
  readonly start: number;
  /** Uniform in [0, 1): settles ties up to 1.34. */
  readonly random: () => number;
  readonly chooseNode?: TieBreaker | undefined;
  /** Collect {@link Explanation}. */
  readonly explain: boolean;
  /** What is known about nodes for this pod's template; is brought up to date. */
  readonly memory?: NodeMemory | undefined;
}

export interface NodeRejection {
  readonly plugin: string;
  readonly reasons: readonly string[];
  readonly code: RejectionCode;
}

/** Everything that led to a decision. Scores are absent where only one node was feasible, for then nothing is scored. */
export interface Explanation {
  readonly feasible: readonly string[];
  readonly rejections: ReadonlyMap<string, NodeRejection>;
  /** Node → plugin → normalised score × weight; plugins that gave this pod no score are absent. */
  readonly scores?: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly totals?: ReadonlyMap<string, number>;
  readonly best: readonly string[];
}

export interface CycleResult {
  readonly node?: NodeInfo;
  readonly evaluated: number;
  readonly feasibleCount: number;
  /** Where the next search begins. */
  readonly nextStart: number;
  /** Of an unschedulable pod. */
  readonly message?: string;
  readonly rejectors: ReadonlySet<string>;
  readonly explanation?: Explanation;
}

const NO_NODES = 'no nodes available to schedule pods';
const NOBODY: ReadonlySet<string> = new Set();
let totals = new Float64Array(256);

/** Decides where a pod goes, or why it goes nowhere. Changes nothing. */
export function schedulePod(
  framework: Framework,
  cluster: ClusterView,
  pod: PodInfo,
  behaviour: Behaviour,
  options: CycleOptions,
): CycleResult {
  const { start } = options;
  if (cluster.nodes.length === 0)
    return { evaluated: 0, feasibleCount: 0, nextStart: start, message: NO_NODES, rejectors: NOBODY };
  const failure = options.explain ? undefined : options.memory?.failure;
  if (failure?.generation === cluster.generation) {
    const { evaluated, message, rejectors } = failure;
    return { evaluated, feasibleCount: 0, nextStart: after(start, evaluated, cluster), message, rejectors };
  }
  const rejections = options.explain ? new Map<string, NodeRejection>() : undefined;
  const found = findFeasibleNodes(
    framework,
    cluster,
    pod,
    start,
    behaviour,
    options.memory,
    rejections && ((node, { plugin, reasons, code }) => rejections.set(node.name, { plugin, reasons, code })),
  );
  const { feasible, evaluated, diagnosis } = found;
  const common = {
    evaluated,
    feasibleCount: feasible.length,
    nextStart: after(start, evaluated, cluster),
    rejectors: diagnosis.rejectors,
  };
  if (feasible.length === 0) {
    const { message, local } = failureMessage(framework, cluster, pod, diagnosis);
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
  pod: PodInfo,
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
  pod: PodInfo,
  diagnosis: Diagnosis,
): { readonly message: string; readonly local: boolean } {
  const all = cluster.nodes.length;
  const message = diagnosis.preFilter
    ? preFilterErrorMessage(all, diagnosis.preFilter)
    : fitErrorMessage(all, diagnosis.rejections);
  const results = framework.postFilters.flatMap(
    (plugin) => plugin.postFilter?.(pod, cluster, diagnosis) ?? [],
  );
  const reasons = results.map(({ reason }) => reason).join(', ');
  return {
    message: reasons === '' ? message : `${message} ${reasons}`,
    local: results.every((result) => result.local),
  };
}

/** Replays one recorded sequence of a real kube-scheduler on the model and lists every difference. */
import type { ClusterObject } from '../../../../src/core/objects/cluster-object.ts';
import type { Node } from '../../../../src/core/objects/node.ts';
import type { PodSpec, PodTemplate } from '../../../../src/core/objects/pod.ts';
import type { Decision } from '../../../../src/core/scheduler/decision.ts';
import { parseKubernetesVersion } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler, type Scheduler } from '../../../../src/core/scheduler/scheduler.ts';

interface RecordedDecision {
  readonly outcome?: string;
  /** The node where room was made, and the pods that were deleted for it. */
  readonly nominated?: string;
  readonly victims?: readonly string[];
  readonly node?: string | null;
  readonly feasible?: readonly string[] | null;
  readonly scores?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly totals?: Readonly<Record<string, number>>;
  readonly best?: readonly string[];
  readonly evaluated?: number;
  readonly feasibleCount?: number;
  readonly message?: string;
}

export interface LiveStep extends RecordedDecision {
  readonly create?: PodTemplate & { readonly metadata: { readonly name: string } };
  readonly admitted?: Partial<PodSpec>;
  /** Stays in the queue. */
  readonly kept?: boolean;
  readonly delete?: string;
  readonly ungate?: string;
  readonly labelPod?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly setPhase?: string;
  readonly updateNode?: Node;
  readonly addNode?: Node;
  readonly deleteNode?: string;
  readonly attempts?: readonly (RecordedDecision & { readonly pod: string })[];
  readonly stillPending?: readonly string[];
}

export interface LiveSequence {
  readonly id: string;
  readonly family: string;
  readonly kubernetes: string;
  readonly parallelism: number;
  readonly config: unknown;
  readonly objects?: readonly ClusterObject[] | null;
  readonly nodes: readonly Node[];
  readonly steps: readonly LiveStep[];
}

export interface Tally {
  decisions: number;
  scores: number;
  ties: number;
  exactNodes: number;
  messages: number;
  retries: number;
  differences: string[];
}

export function newTally(): Tally {
  return { decisions: 0, scores: 0, ties: 0, exactNodes: 0, messages: 0, retries: 0, differences: [] };
}

const SECOND = 1_000_000;

/** The sequence up to the first step that needs a plugin or a feature that the model does not have. */
export function modelledPart(sequence: LiveSequence): LiveSequence {
  const end = sequence.steps.findIndex((step) => needsMore(step) || step.attempts?.some(needsMore));
  return end < 0 ? sequence : { ...sequence, steps: sequence.steps.slice(0, end) };
}

function needsMore(step: LiveStep): boolean {
  const scores = Object.values(step.scores ?? {});
  const scoredBy = (plugin: string) => scores.some((ofNode) => (ofNode[plugin] ?? 0) !== 0);
  const spec = step.create?.spec;
  return (
    ['PodTopologySpread', 'InterPodAffinity', 'ImageLocality'].some(scoredBy) ||
    !['bound', 'unschedulable', undefined].includes(step.outcome) ||
    spec?.affinity?.podAffinity !== undefined ||
    spec?.affinity?.podAntiAffinity !== undefined ||
    spec?.topologySpreadConstraints?.some((each) => JSON.stringify(each).includes('DoNotSchedule')) ===
      true ||
    'hint' in step ||
    'ungate' in step ||
    'labelPod' in step
  );
}

/**
 * Compares only which nodes were checked and which of them were feasible, in order, and then puts every pod where the real scheduler put
 * it. Used for sequences whose scores need plugins that the model does not have.
 */
export function replaySearch(sequence: LiveSequence, tally: Tally): void {
  const scheduler = createScheduler({
    kubernetesVersion: parseKubernetesVersion(sequence.kubernetes),
    configuration: sequence.config,
    explain: true,
  });
  for (const node of sequence.nodes) scheduler.addNode(node, 0);
  sequence.steps.forEach((step, index) => {
    apply(scheduler, step, index);
    if (!step.create || !step.feasible) return;
    const decision = scheduler.scheduleOne(index);
    tally.decisions += 1;
    const model = [decision?.evaluated, decision?.feasibleCount, decision?.explanation?.feasible];
    const real = [step.evaluated, step.feasibleCount, step.feasible];
    if (JSON.stringify(model) !== JSON.stringify(real))
      tally.differences.push(
        `${sequence.kubernetes} ${sequence.id} step ${index}: ${JSON.stringify([model, real])}`,
      );
    const { metadata } = step.create;
    scheduler.deletePod(metadata.name, index);
    const pod = { uid: metadata.name, namespace: 'default', name: metadata.name, template: step.create };
    scheduler.addPod({ ...pod, nodeName: step.node ?? undefined }, index);
  });
}

/** Plays the steps a tenth of a second of virtual time apart. */
export function replaySequence(sequence: LiveSequence, tally: Tally): void {
  const predictable = isPredictable(sequence);
  const wanted: { node: string | undefined } = { node: undefined };
  let tied = false;
  const scheduler = createScheduler({
    kubernetesVersion: parseKubernetesVersion(sequence.kubernetes),
    configuration: sequence.config,
    explain: true,
    chooseNode: (best) => {
      tied = best.length > 1;
      return predictable ? undefined : wanted.node;
    },
  });
  const differ = (step: number, what: string, model: unknown, real: unknown) => {
    if (JSON.stringify(model) !== JSON.stringify(real))
      tally.differences.push(
        `${sequence.kubernetes} ${sequence.id} step ${step}: ${what}: model ${JSON.stringify(model)}, real ${JSON.stringify(real)}`,
      );
  };
  let now = 0;
  for (const node of sequence.nodes) scheduler.addNode(node, now);
  sequence.steps.forEach((step, index) => {
    now += SECOND / 10;
    apply(scheduler, step, now);
    const recorded = [
      ...(step.create && step.outcome !== 'prebound' ? [{ ...step, pod: step.create.metadata.name }] : []),
      ...(step.attempts ?? []),
    ];
    for (const real of recorded) {
      wanted.node = real.node ?? undefined;
      tied = false;
      // Without nodes a pod retries after its backoff. The record contains no time of the retry.
      if (scheduler.queueLengths.backoff > 0) now = scheduler.nextWakeAt(now) ?? now;
      const decision = scheduler.scheduleOne(now);
      differ(index, 'pod', decision?.uid, real.pod);
      if (!decision) return;
      tally.decisions += 1;
      if (real !== recorded[0] || !step.create) tally.retries += 1;
      compare(decision, real, sequence, tally, (what, model, value) => differ(index, what, model, value));
      if (tied) tally.ties += 1;
    }
    const more = scheduler.queueLengths.active > 0 ? scheduler.scheduleOne(now) : undefined;
    differ(index, 'another decision', more?.uid, undefined);
    if (step.stillPending) differ(index, 'pending', scheduler.pendingCount, step.stillPending.length);
  });
}

/** Up to 1.34 ties are drawn at random, and parallel filtering finds the nodes in a random order. */
function isPredictable({ parallelism, kubernetes }: LiveSequence): boolean {
  return parallelism === 1 && !kubernetes.includes('1.34');
}

function apply(scheduler: Scheduler, step: LiveStep, now: number): void {
  if (step.create) {
    const { metadata, spec } = step.create;
    const admitted = Object.fromEntries(Object.entries(step.admitted ?? {}).filter(([, v]) => v !== null));
    scheduler.addPod(
      {
        uid: metadata.name,
        namespace: 'default',
        name: metadata.name,
        template: { metadata, spec: { ...spec, ...admitted } },
      },
      now,
    );
  }
  if (step.delete) scheduler.deletePod(step.delete, now);
  if (step.setPhase) scheduler.finishPod(step.setPhase, now);
  if (step.updateNode) scheduler.updateNode(step.updateNode, now);
  if (step.addNode) scheduler.addNode(step.addNode, now);
  if (step.deleteNode) scheduler.removeNode(step.deleteNode, now);
}

function compare(
  decision: Decision,
  real: RecordedDecision,
  sequence: LiveSequence,
  tally: Tally,
  differ: (what: string, model: unknown, real: unknown) => void,
): void {
  const { explanation } = decision;
  const { parallelism } = sequence;
  differ('outcome', decision.outcome, real.outcome);
  if (decision.outcome === 'unschedulable') {
    differ('message', decision.message, real.message);
    tally.messages += 1;
    return;
  }
  differ('evaluated', decision.evaluated, real.evaluated);
  differ('feasibleCount', decision.feasibleCount, real.feasibleCount);
  if (real.best) differ('best', explanation?.best.toSorted(), real.best.toSorted());
  if (parallelism === 1 && real.feasible) differ('feasible order', explanation?.feasible, real.feasible);
  else if (real.feasible) differ('feasible', explanation?.feasible.toSorted(), real.feasible.toSorted());
  differ('node', decision.node, real.node);
  if (isPredictable(sequence)) tally.exactNodes += 1;
  for (const [node, scores] of Object.entries(real.scores ?? {})) {
    // ImageLocality and DynamicResources score 0 for pods without known images and claims. The model has no entries for them.
    const model = Object.fromEntries(explanation?.scores?.get(node) ?? []);
    for (const plugin of new Set([...Object.keys(scores), ...Object.keys(model)])) {
      differ(`score of ${plugin} on ${node}`, model[plugin] ?? 0, scores[plugin] ?? 0);
      tally.scores += 1;
    }
    differ(`total of ${node}`, explanation?.totals?.get(node), real.totals?.[node]);
  }
}

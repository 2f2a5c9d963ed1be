/** Replays one recorded sequence of a real kube-scheduler on the model and lists every difference. */
import type { PodSpec } from '../../../../src/core/objects/pod.ts';
import { behaviourOf, parseKubernetesVersion } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler } from '../../../../src/core/scheduler/scheduler.ts';
import { compareDecision } from './compare-decision.ts';
import type { LiveSequence, LiveStep, RecordedDecision } from './live-sequence.ts';
import { recordedCluster } from './recorded-cluster.ts';
import { addTally, newTally, type Tally } from './tally.ts';

const SECOND = 1_000_000;

type Expected = RecordedDecision & { readonly pod: string; readonly isRetry: boolean };

/**
 * Replays a sequence. Up to 1.36 a preemption reads the clock anew for each pod that has not started, so that two of them usually come in
 * reversed order, but not if both readings give one time. Where victims differ, the sequence is replayed again with one time in that step.
 */
export function replaySequence(sequence: LiveSequence, tally: Tally): void {
  const sameClock = new Set<number>();
  let own = newTally();
  let differsAt = replayOnce(sequence, own, sameClock);
  while (differsAt !== undefined && !sameClock.has(differsAt) && own.differences.some(isAboutVictims)) {
    sameClock.add(differsAt);
    const again = newTally();
    const next = replayOnce(sequence, again, sameClock);
    if (next !== undefined && next <= differsAt) break;
    again.clockTies += sameClock.size;
    [own, differsAt] = [again, next];
  }
  addTally(tally, own);
}

function isAboutVictims(difference: string): boolean {
  return /: (victims|nominated): model/.test(difference);
}

/**
 * Plays the steps some virtual time apart. It ends at the first decision about another pod or with another node, because
 * all that follows would differ too.
 *
 * @param sameClock - the steps whose preemptions get one time for all pods that have not started.
 * @returns the step at which it differs; undefined where it does not.
 */
function replayOnce(
  sequence: LiveSequence,
  tally: Tally,
  sameClock: ReadonlySet<number>,
): number | undefined {
  const predictable = isPredictable(sequence);
  let wanted: string | undefined;
  let tied = false;
  /** Of equally good nodes for preemption, kube-scheduler takes the first of a Go map. */
  let preempting = false;
  let isNamed = false;
  const kubernetesVersion = parseKubernetesVersion(sequence.kubernetes);
  const ofVersion = behaviourOf(kubernetesVersion);
  const behaviour = { ...ofVersion };
  const scheduler = createScheduler({
    kubernetesVersion,
    behaviour,
    configuration: sequence.config,
    explain: true,
    reportsBindings: true,
    chooseNode: (best) => {
      tied = best.length > 1;
      return predictable && !preempting && !isNamed ? undefined : wanted;
    },
  });
  const specs = new Map<string, PodSpec>();
  const cluster = recordedCluster(scheduler);
  cluster.start(sequence);
  let now = 0;
  /** A binding takes longer than the cycles of the pods that are ready. */
  const bindings: { readonly pod: string; readonly node: string }[] = [];
  const reportBindings = () => {
    for (const { pod, node } of bindings.splice(0)) cluster.bound(pod, node, now);
  };
  for (const [index, step] of sequence.steps.entries()) {
    const before = tally.differences.length;
    behaviour.unstartedPodsReversed = ofVersion.unstartedPodsReversed && !sameClock.has(index);
    const differ = (what: string, model: unknown, real: unknown) => {
      if (JSON.stringify(model) !== JSON.stringify(real))
        tally.differences.push(
          `${sequence.kubernetes} ${sequence.id} step ${index}: ${what}: model ${JSON.stringify(model)}, real ${JSON.stringify(real)}`,
        );
    };
    if (step.create) specs.set(step.create.metadata.name, step.create.spec);
    now += secondsPerStep(sequence) * SECOND;
    cluster.play(step, now);
    const expected = [...expectedDecisions(step)];
    const compared: Expected[] = [];
    for (let real = expected.shift(); real; real = expected.shift()) {
      wanted = real.node ?? real.nominated;
      preempting = real.outcome === 'preempting';
      isNamed = namesNodes(specs.get(real.pod));
      tied = false;
      // Without nodes a pod retries after its backoff. The record contains no time of the retry.
      if (scheduler.queueLengths.backoff > 0) now = scheduler.nextWakeAt(now) ?? now;
      const decision = scheduler.scheduleOne(now);
      if (real.outcome === 'gated') {
        // The record of a gated pod ends when the pod is added, so it has no retries of others.
        if (decision?.outcome === 'unschedulable' && decision.uid !== real.pod) tally.repeated += 1;
        else if (decision) differ('gated', decision.outcome, 'gated');
        continue;
      }
      if (!decision && [real, ...expected].every((each) => isRepeated(each, compared))) {
        // How often a pod is tried in vain again depends on which events arrive during its cycle.
        tally.repeated += expected.length + 1;
        break;
      }
      const other = real.isRetry ? expected.findIndex(({ pod }) => pod === decision?.uid) : -1;
      if (other >= 0) {
        // The order of retries depends on when backoffs end, and the record has no times.
        tally.reordered += 1;
        expected.unshift(real);
        [real] = expected.splice(other + 1, 1) as [Expected];
      }
      differ('pod', decision?.uid, real.pod);
      if (!decision) return index;
      tally.decisions += 1;
      compared.push(real);
      if (real.isRetry) tally.retries += 1;
      compareDecision(decision, real, {
        tally,
        predictable: predictable && !isNamed,
        ordered: sequence.parallelism === 1,
        isNamed,
        differ,
      });
      if (tied) tally.ties += 1;
      if (decision.uid !== real.pod || decision.node !== (real.node ?? undefined)) break;
      for (const object of decision.changes ?? []) scheduler.setObject(object, now);
      if (decision.node) bindings.push({ pod: real.pod, node: decision.node });
      const { active, backoff } = scheduler.queueLengths;
      if (active + backoff === 0) reportBindings();
      if (decision.victims) cluster.endVictims(real.victims ?? [], real.terminating ?? [], now);
    }
    reportBindings();
    if (step.startTime && step.create) cluster.started(step.create.metadata.name, step.startTime, now);
    if (tally.differences.length > before) return index;
    const more = scheduler.queueLengths.active > 0 ? scheduler.scheduleOne(now) : undefined;
    differ('another decision', more?.uid, undefined);
    if (step.stillPending) differ('pending', scheduler.pendingCount, pendingAfter(step, step.stillPending));
    if (tally.differences.length > before) return index;
  }
  return undefined;
}

/** Whether each required term of the pod's node affinity names nodes (nodeaffinity/node_affinity.go, PreFilter). */
function namesNodes(spec: PodSpec | undefined): boolean {
  const terms =
    spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return (terms ?? []).length > 0 && terms!.every(({ matchFields }) => (matchFields ?? []).length > 0);
}

/** Whether the pod was rejected with the same message before in this step, or is tried between the deletions of its victims. */
function isRepeated({ pod, isRetry, outcome, message }: Expected, before: readonly Expected[]): boolean {
  if (!isRetry || outcome !== 'unschedulable') return false;
  return before.some(
    (each) => each.pod === pod && (each.message === message || (each.victims ?? []).length > 1),
  );
}

/** The decisions of a step in their order: about the pod of the step, about a preempting pod once more, and about waiting pods. */
function expectedDecisions(step: LiveStep): readonly Expected[] {
  const own = step.create?.metadata.name ?? step.ungate;
  const attempts = (step.attempts ?? []).map((attempt) => ({ ...attempt, isRetry: true }));
  if (own === undefined || step.outcome === 'prebound') return attempts;
  const first: Expected = { ...step, pod: own, isRetry: false };
  if (!step.then) return [first, ...attempts];
  const again: Expected = {
    pod: own,
    outcome: 'bound',
    node: step.then,
    evaluated: 1,
    feasibleCount: 1,
    isRetry: true,
  };
  return [first, again, ...attempts];
}

/**
 * The record contains no times. Pods that are woken together are retried in the order in which their backoffs end, and 1.3 seconds give the
 * recorded order. The pods of a batch arrived 20 milliseconds apart, more or less; scores older than half a second are not used again.
 */
function secondsPerStep({ family }: LiveSequence): number {
  if (family === 'priority' || family === 'requeue') return 1.3;
  return family === 'batching' ? 0.02 : 0.1;
}

/** The record does not list the pod of the step itself if the next step deletes it. */
function pendingAfter({ create, outcome }: LiveStep, listed: readonly string[]): number {
  const isLeftOut = create && outcome === 'unschedulable' && !listed.includes(create.metadata.name);
  return listed.length + (isLeftOut ? 1 : 0);
}

/** Up to 1.34 ties are drawn at random, and parallel filtering finds the nodes in a random order. */
function isPredictable({ parallelism, kubernetes }: LiveSequence): boolean {
  const minor = Number(kubernetes.split('.')[1]);
  return parallelism === 1 && minor >= 35;
}

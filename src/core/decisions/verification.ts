/** Plays the decisions of a recording through the model one by one, in the state of each moment, and counts where the two agree. */
import type { Observation, SchedulerLatency } from '../recording/observation.ts';
import {
  type PodBoundObservation,
  type PodUnschedulableObservation,
  SCHEDULING_GATED,
} from '../recording/pod-observation.ts';
import type { Decision } from '../scheduler/decision.ts';
import type { SchedulerOptions } from '../scheduler/scheduler.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { disagreementAboutBinding, disagreementAboutRefusal } from './disagreement.ts';
import { asOfDecision, decidedAt } from './known-latency.ts';
import { explainingOrder, type OtherOrder, type Surroundings } from './other-orders.ts';
import { createPartialSearches, type JudgedSearch, type SearchKind } from './partial-searches.ts';
import { holdsInOrderOfQueue } from './queue-order.ts';
import { type Change, createRecordedCluster } from './recorded-cluster.ts';
import type { RecordedPod } from './recorded-pod.ts';
import { type UndecidedReason, undecidedPod } from './undecided.ts';
import type { Disagreement, PartialBinding, ReorderedBinding, Verification } from './verification-figures.ts';

export interface VerificationOptions
  extends Pick<SchedulerOptions, 'kubernetesVersion' | 'configuration' | 'plugins'> {
  /** How long before it is seen a decision may have been taken. Observations are kept this long. */
  readonly slack: Microseconds;
  /**
   * Whether no object that decides is missing, although the recording may contain none: `always` in a replay on the embedded cluster,
   * `if-labelled` in a replay on a live cluster, because older versions recorded no labels there. Default `never`.
   */
  readonly isWhole?: 'always' | 'if-labelled' | 'never';
  /** How the scheduler searches. Default: not known. */
  readonly search?: SearchKind;
  /** Default: not known. */
  readonly latency?: SchedulerLatency | undefined;
  /** The most disagreements to keep. Default 1,000. */
  readonly mostKept?: number;
}

export interface RunningVerification {
  observe(observation: Observation): void;
  /** The decisions so far. */
  readonly decided: number;
  finish(): Verification;
}

/** @throws {UserError} for a configuration that kube-scheduler would refuse. */
export function createVerification(options: VerificationOptions): RunningVerification {
  const { slack, latency, mostKept = 1000, isWhole = 'never', search = 'unknown' } = options;
  const cluster = createRecordedCluster(options);
  const searches = createPartialSearches(cluster, search, slack);
  const bindings = {
    decided: 0,
    best: 0,
    inQueueOrder: 0,
    partialSearch: 0,
    reordered: 0,
    elsewhere: 0,
    veryNode: 0,
    ties: 0,
  };
  const refusals = { decided: 0, agreed: 0, reordered: 0, otherwise: 0, sameMessage: 0 };
  const undecided: Partial<Record<UndecidedReason, number>> = {};
  const disagreements: Disagreement[] = [];
  const reordered: ReorderedBinding[] = [];
  const partial: PartialBinding[] = [];
  /** Observations that were read and are not yet played. */
  let ahead: Observation[] = [];
  let next = 0;
  let recent: Change[] = [];
  let gapUntil = Number.NEGATIVE_INFINITY;

  const leaveOut = (reason: UndecidedReason) => {
    undecided[reason] = (undecided[reason] ?? 0) + 1;
  };
  const keep = (disagreement: Disagreement) => {
    if (disagreements.length < mostKept) disagreements.push(disagreement);
  };
  const isUndecided = (pod: RecordedPod, at: Microseconds): boolean => {
    const hasObjects =
      cluster.hasObjects || isWhole === 'always' || (isWhole === 'if-labelled' && cluster.hasLabels);
    const reason =
      undecidedPod(pod, { hasObjects, knowsScheduler: cluster.knowsScheduler(pod) }) ??
      (at <= gapUntil ? 'gap' : undefined);
    if (reason) leaveOut(reason);
    return reason !== undefined;
  };
  const surroundings = ({ uid, queuedAt, place }: RecordedPod, at: Microseconds): Surroundings => ({
    queuedAt,
    place,
    before: recent,
    after: ahead.slice(next).flatMap((later) => {
      if (later.kind !== 'pod-bound' || later.at > at + slack) return [];
      const { node } = later;
      const other = cluster.pod(later.uid);
      if (later.uid === uid || node === null || !other || other.node !== undefined) return [];
      return {
        at: later.at,
        queuedAt: other.queuedAt,
        place: other.place,
        bind: () => cluster.bindEarly(other, node),
      };
    }),
  });

  const decide = (pod: RecordedPod, at: Microseconds, kind: 'binding' | 'refusal'): Decision =>
    latency
      ? asOfDecision(decidedAt(at, kind, latency), latency, surroundings(pod, at), () => cluster.decide(pod))
      : cluster.decide(pod);
  const checkBinding = ({ at, uid, node }: PodBoundObservation) => {
    const pod = cluster.pod(uid);
    if (!pod || pod.node !== undefined || (pod.isOlder && at === pod.createdAt)) return;
    if (node === null || !cluster.nodeNames.has(node)) return leaveOut('unknown-node');
    if (isUndecided(pod, at)) return;
    const decision = decide(pod, at, 'binding');
    const observed = isBest(decision, node);
    const agreement = observed
      ? { agreed: decision, isInQueueOrder: false }
      : at === pod.createdAt
        ? 'created-with-node'
        : elsewise(pod, node, at, decision);
    searches.note(pod, at, node, decision.evaluated);
    if (typeof agreement === 'string') return leaveOut(agreement);
    bindings.decided += 1;
    if ((decision.explanation?.best.length ?? 0) > 1) bindings.ties += 1;
    if (agreement?.agreed?.node === node) bindings.veryNode += 1;
    const { namespace, name } = pod;
    const binding = { at, uid, namespace, pod: name, node };
    if (observed) bindings.best += 1;
    else if (!agreement) {
      bindings.elsewhere += 1;
      keep(disagreementAboutBinding(at, pod, node, decision));
    } else if (agreement.partial) {
      bindings.partialSearch += 1;
      const { feasible, needed, parallelism } = agreement.partial.survey;
      const { isInQueueOrder } = agreement;
      const figures = { feasible: feasible.length, needed, parallelism, isInQueueOrder };
      if (partial.length < mostKept) partial.push({ ...binding, ...figures });
    } else if (agreement.order) {
      bindings.reordered += 1;
      const isRetry = pod.place === undefined;
      if (reordered.length < mostKept) reordered.push({ ...binding, order: agreement.order, isRetry });
    } else bindings.inQueueOrder += 1;
  };
  /** What explains a binding that is not among the best as observed. Undefined: nothing does. */
  const elsewise = (
    pod: RecordedPod,
    node: string,
    at: Microseconds,
    decision: Decision,
  ): Agreement | UndecidedReason | undefined => {
    if (search === 'in-turn' && !isSearched(decision, node)) return 'part-of-nodes';
    const around = surroundings(pod, at);
    let agreed: Decision | undefined;
    let judged: JudgedSearch | undefined;
    let isOpen = false;
    const holds = () => {
      const other = cluster.decide(pod, { advance: false });
      agreed = isBest(other, node) ? other : undefined;
      return agreed !== undefined;
    };
    const isPossible = (mostTries?: number) => {
      judged = searches.judge(pod, node, at, mostTries);
      isOpen ||= judged?.verdict === 'open';
      return judged?.verdict === 'possible';
    };
    if (holdsInOrderOfQueue(around, holds)) return { agreed, isInQueueOrder: true };
    if (isPossible()) return { partial: judged, isInQueueOrder: false };
    if (judged && holdsInOrderOfQueue(around, isPossible)) return { partial: judged, isInQueueOrder: true };
    const isPartial = judged !== undefined;
    let orders = 0;
    const isPossibleToo = () => {
      orders += 1;
      return isPartial && orders <= FEW_ORDERS && isPossible(FEW_TRIES);
    };
    const order = explainingOrder(around, () => holds() || isPossibleToo());
    if (order) return { agreed, order, isInQueueOrder: false };
    return isOpen ? 'part-of-nodes' : undefined;
  };
  const checkRefusal = ({ at, uid, message, reason }: PodUnschedulableObservation) => {
    const pod = cluster.pod(uid);
    if (!pod || pod.node !== undefined || isUndecided(pod, at)) return;
    refusals.decided += 1;
    const decision = decide(pod, at, 'refusal');
    searches.note(pod, at, undefined, decision.evaluated);
    if (reason === SCHEDULING_GATED) {
      refusals[decision.outcome === 'gated' ? 'agreed' : 'otherwise'] += 1;
      return;
    }
    if (decision.message === message) refusals.sameMessage += 1;
    if (decision.outcome !== 'bound') refusals.agreed += 1;
    else if (
      explainingOrder(
        surroundings(pod, at),
        () => cluster.decide(pod, { advance: false }).outcome !== 'bound',
      )
    )
      refusals.reordered += 1;
    else {
      refusals.otherwise += 1;
      keep(disagreementAboutRefusal(at, pod, message, decision));
    }
  };
  const play = (observation: Observation) => {
    const { at } = observation;
    if (recent.length > 0 && (recent[0] as Change).at < at - slack)
      recent = recent.filter((change) => change.at >= at - slack);
    if (observation.kind === 'pod-bound') checkBinding(observation);
    else if (observation.kind === 'pod-unschedulable') checkRefusal(observation);
    else if (observation.kind === 'gap' && observation.lost !== 'times') gapUntil = at + slack;
    else if (observation.kind === 'scheduler-changed') searches.restart();
    const change = cluster.observe(observation);
    if (change) recent.push(change);
  };
  const playUntil = (time: Microseconds) => {
    while (next < ahead.length && (ahead[next] as Observation).at <= time) {
      const observation = ahead[next] as Observation;
      next += 1;
      play(observation);
    }
    if (next < 1024) return;
    ahead = ahead.slice(next);
    next = 0;
  };

  return {
    get decided() {
      return bindings.decided + refusals.decided;
    },
    observe(observation) {
      ahead.push(observation);
      playUntil(observation.at - slack - 1);
    },
    finish() {
      playUntil(Number.POSITIVE_INFINITY);
      const { decided, best, inQueueOrder, partialSearch } = bindings;
      return {
        kubernetes: options.kubernetesVersion,
        bindings: { ...bindings, veryNode: cluster.behaviour.deterministicTies ? bindings.veryNode : null },
        refusals,
        share: decided === 0 ? 1 : (best + inQueueOrder + partialSearch + bindings.reordered) / decided,
        undecided,
        slack,
        partial,
        reordered,
        disagreements,
      };
    },
  };
}

/** The other orders of events in which partial searches are judged, and the searches to try for each. */
const FEW_ORDERS = 20;
const FEW_TRIES = 1000;

/** How a binding is explained that is not among the best as observed. */
interface Agreement {
  /** The decision in that order of events. */
  readonly agreed?: Decision | undefined;
  readonly partial?: JudgedSearch | undefined;
  readonly order?: OtherOrder;
  readonly isInQueueOrder: boolean;
}

function isBest({ outcome, explanation }: Decision, node: string): boolean {
  return outcome === 'bound' && explanation?.best.includes(node) === true;
}

/** Whether the model looked at the node. */
function isSearched({ explanation }: Decision, node: string): boolean {
  if (!explanation) return true;
  const { feasible, rejections } = explanation;
  // Without a feasible node every node was looked at, or none because of the pod itself.
  return feasible.length === 0 || feasible.includes(node) || rejections.has(node);
}

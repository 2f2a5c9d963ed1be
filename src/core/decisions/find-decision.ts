/** Finds the decision about one pod in a recording, and explains it in the state of the cluster at that moment. */
import type { Observation, SchedulerLatency } from '../recording/observation.ts';
import type { SchedulerOptions } from '../scheduler/scheduler.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { explainDecision, type PodExplanation, withRecorded } from './explanation-of-pod.ts';
import { asOfDecision, decidedAt, longestLatency } from './known-latency.ts';
import type { LaterBinding } from './other-orders.ts';
import { type SearchKind, searchedDecision } from './partial-searches.ts';
import { type Change, createRecordedCluster } from './recorded-cluster.ts';
import type { RecordedPod } from './recorded-pod.ts';

export interface DecisionQuery
  extends Pick<SchedulerOptions, 'kubernetesVersion' | 'configuration' | 'plugins'> {
  /** NAME, NAMESPACE/NAME or a uid. */
  readonly pod: string;
  /** The moment. Default: the pod's binding; its last refusal if it was never bound; else the end. */
  readonly at?: Microseconds | undefined;
  /** How the scheduler searches. Default: not known. */
  readonly search?: SearchKind;
  /** Default: not known. */
  readonly latency?: SchedulerLatency | undefined;
}

export interface DecisionSearch {
  observe(observation: Observation): void;
  /** Undefined if the recording does not contain the pod, or not at that moment. */
  finish(): { readonly explanation: PodExplanation | undefined; readonly found: FoundPods };
}

/** Which pods have the name. */
export interface FoundPods {
  /** Time of the last observation. With a time in the query, perhaps only of the first one after it. */
  readonly end: Microseconds;
  /** The scheduler that the pod names, if no profile has that name: there is no decision to explain. */
  readonly otherScheduler: string | undefined;
  /** `namespace/name` of each, in order. */
  readonly names: readonly string[];
  /** Number of pods, since a pod of the same name may come again. */
  readonly count: number;
}

/** Of several pods of one name, the last one that was bound is explained. */
export function createDecisionSearch(query: DecisionQuery): DecisionSearch {
  const cluster = createRecordedCluster(query);
  const names = new Set<string>();
  const uids = new Set<string>();
  let explanation: PodExplanation | undefined;
  let isBinding = false;
  let isOver = false;
  let end = 0;
  const { latency } = query;
  const lookAhead = longestLatency(latency);
  /** Those that a decision that is seen now may not have known. */
  let recent: Change[] = [];
  /** Observations that were read and are not yet played: at most one, where no latency is known. */
  let ahead: Observation[] = [];
  let otherScheduler: string | undefined;

  const explain = (pod: RecordedPod, at: Microseconds, happened: PodExplanation['happened']) => {
    if (!cluster.knowsScheduler(pod)) {
      otherScheduler = pod.template.spec.schedulerName;
      return;
    }
    const recorded = happened && 'node' in happened ? happened.node : undefined;
    const { decision, search } = searchedDecision(cluster, query.search ?? 'unknown', pod, recorded);
    const explained = explainDecision(pod, decision, {
      at,
      happened,
      kubernetes: query.kubernetesVersion,
      nodeNames: cluster.nodeNames,
      deterministicTies: cluster.behaviour.deterministicTies,
      podOf: cluster.pod,
    });
    explanation = search ? { ...explained, search } : explained;
  };
  const later = (uid: string): LaterBinding[] =>
    ahead.flatMap((observation) => {
      if (observation.kind !== 'pod-bound' || observation.uid === uid) return [];
      const { at, node } = observation;
      const other = cluster.pod(observation.uid);
      if (node === null || !other || other.node !== undefined) return [];
      return [{ at, queuedAt: other.queuedAt, bind: () => cluster.bindEarly(other, node) }];
    });
  const explainSeen = (
    pod: RecordedPod,
    at: Microseconds,
    kind: 'binding' | 'refusal',
    happened: PodExplanation['happened'],
  ) => {
    if (!latency) return explain(pod, at, happened);
    const surroundings = { before: recent, after: later(pod.uid) };
    asOfDecision(decidedAt(at, kind, latency), latency, surroundings, () => explain(pod, at, happened));
  };
  const explainAt = (at: Microseconds) => {
    for (const uid of uids) {
      const pod = cluster.pod(uid);
      if (pod) explain(pod, at, null);
    }
  };
  const note = (observation: Observation) => {
    if (observation.kind === 'pod-created') {
      const { uid, namespace, name } = observation;
      const isWanted = [uid, name, `${namespace}/${name}`].includes(query.pod);
      if (!isWanted) return;
      uids.add(uid);
      names.add(`${namespace}/${name}`);
    } else if (observation.kind === 'pod-explained') {
      // It is seen a moment after the decision. An attempt that chose another node, or none, is not the binding.
      const { happened } = explanation ?? {};
      const node = happened && 'node' in happened ? happened.node : null;
      if (explanation?.uid === observation.uid && happened && node === observation.node)
        explanation = withRecorded(explanation, observation);
    } else if (query.at === undefined && 'uid' in observation && uids.has(observation.uid)) {
      const pod = cluster.pod(observation.uid);
      if (!pod || pod.node !== undefined) return;
      if (observation.kind === 'pod-bound' && observation.node !== null) {
        explainSeen(pod, observation.at, 'binding', { node: observation.node });
        isBinding = true;
      } else if (observation.kind === 'pod-unschedulable' && !isBinding)
        explainSeen(pod, observation.at, 'refusal', { message: observation.message });
    }
  };

  const play = (observation: Observation) => {
    if (isOver) {
      // A pod that comes later is known by name, so that the error can say so.
      if (uids.size === 0) note(observation);
      return;
    }
    if (query.at !== undefined && observation.at > query.at) {
      explainAt(query.at);
      isOver = true;
      end = observation.at;
      if (uids.size === 0) note(observation);
      return;
    }
    end = observation.at;
    note(observation);
    const change = cluster.observe(observation);
    if (lookAhead === 0) return;
    recent = recent.filter(({ at }) => at >= end - lookAhead);
    if (change) recent.push(change);
  };
  const playUntil = (time: Microseconds) => {
    for (let next = ahead[0]; next && next.at <= time; next = ahead[0]) {
      ahead = ahead.slice(1);
      play(next);
    }
  };

  return {
    observe(observation) {
      ahead.push(observation);
      playUntil(observation.at - lookAhead);
    },
    finish() {
      playUntil(Number.POSITIVE_INFINITY);
      const isAfterTheEnd = query.at !== undefined && query.at > end;
      if (!isOver && !isAfterTheEnd && explanation === undefined) explainAt(query.at ?? end);
      return { explanation, found: { names: [...names], count: uids.size, end, otherScheduler } };
    },
  };
}

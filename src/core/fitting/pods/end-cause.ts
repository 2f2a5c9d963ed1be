/** Finds the cause of each end: what was done to a pod before it ended counts, not only the phase that its kubelet reported last. */

import type { Observation } from '../../recording/observation.ts';
import type { Microseconds } from '../../time/microseconds.ts';

/**
 * How a run ended. `evicted`: by the cluster (preemption, drain, eviction, a lost node), as the cluster of a replay does again. `scaled`: by its
 * controller, which wanted fewer pods or another revision, as the controller of a replay does again.
 * `withdrawn`: it never was bound, so no run ended.
 */
export type EndCause = 'succeeded' | 'failed' | 'deleted' | 'evicted' | 'scaled' | 'withdrawn';

/** Whether the replay makes the end again by itself: it says nothing about the lifetime beyond it. */
export function isCutOff(cause: EndCause | undefined): boolean {
  return cause === 'evicted' || cause === 'scaled';
}

export interface EndCauses {
  /** Takes the observations of pods in their order. */
  observe(observation: Observation): void;
  /** The cause of the end that this observation states. Call it before the observation is taken. */
  causeOf(end: PodEnded): EndCause;
}

export type PodEnded = Extract<Observation, { kind: 'pod-finished' | 'pod-deleted' }>;

const BY_THE_CLUSTER =
  /preempt|evict|drain|taint|node.?(?:lost|removed|shutdown)|disruption|podgc|byKubelet/i;
/** A kubelet that shuts down reports this reason for its pods (pkg/kubelet/nodeshutdown). */
const SHUTDOWN = 'Terminated';
/** Container kills that are recorded as disruptions; the pod itself goes on. */
const OF_CONTAINERS = /^OOMKill/;
/**
 * A disruption that nothing follows is withdrawn after 2 minutes (pkg/controller/disruption, stalePodDisruptionTimeout). One that is older
 * than this has not ended the pod.
 */
const STALE: Microseconds = 120e6;

/**
 * A kubelet reports Succeeded or Failed for a pod whose deletion was requested, before the object goes. Such an end is a deletion; after a
 * disruption (preemption, eviction, a taint) it is an eviction. A pod that had finished before keeps the cause of that end.
 */
export function createEndCauses(): EndCauses {
  /** The latest disruption of each pod. */
  const disrupted = new Map<string, Microseconds>();
  /** Pods whose deletion was requested, and whether a disruption was the reason. */
  const terminating = new Map<string, boolean>();

  function isDisrupted(uid: string, at: Microseconds): boolean {
    const since = disrupted.get(uid);
    return since !== undefined && at - since <= STALE;
  }

  return {
    observe(observation) {
      switch (observation.kind) {
        case 'pod-disrupted':
          if (!OF_CONTAINERS.test(observation.reason)) disrupted.set(observation.uid, observation.at);
          return;
        case 'pod-terminating':
          terminating.set(observation.uid, isDisrupted(observation.uid, observation.at));
          return;
        case 'pod-deleted':
          disrupted.delete(observation.uid);
          terminating.delete(observation.uid);
          return;
        default:
          return;
      }
    },
    causeOf(end) {
      const { uid, at, reason = '' } = end;
      const byCluster = terminating.get(uid);
      if (byCluster || BY_THE_CLUSTER.test(reason)) return 'evicted';
      if (end.kind === 'pod-deleted')
        return byCluster === undefined && isDisrupted(uid, at) ? 'evicted' : 'deleted';
      if (byCluster !== undefined) return 'deleted';
      if (end.phase === 'Succeeded') return 'succeeded';
      return reason === SHUTDOWN || isDisrupted(uid, at) ? 'evicted' : 'failed';
    },
  };
}

/** Follows the observations of pods: their creation, their waiting and its reasons, their time on a node, and their end. */
import type { ContainerCounts } from '../measure/container-runs.ts';
import { unschedulableReason } from '../measure/never-bound.ts';
import { type Amounts, indexAmounts, type ResourceIndex } from '../measure/resource-index.ts';
import { requestOfUnknownTemplate } from '../measure/template-requests.ts';
import { arrivalOf, waitingTime } from '../measure/waiting-time.ts';
import type { PodObservation } from '../recording/pod-observation.ts';
import type { DrawnEvent, DrawnNode, DrawnPod } from './drawn-cluster.ts';

export interface FollowedPod extends DrawnPod {
  readonly arrival: number;
  readonly age: number | undefined;
  terminating: boolean;
  disrupted: boolean;
}

interface FollowedPods {
  readonly index: ResourceIndex;
  /** By the hash of a template. */
  readonly requests: ReadonlyMap<string, Amounts>;
  readonly nodes: readonly DrawnNode[];
  readonly nodesByName: ReadonlyMap<string, number>;
  readonly pods: FollowedPod[];
  readonly podsByUid: Map<string, FollowedPod>;
  readonly events: DrawnEvent[];
  readonly containers: ContainerCounts;
}

/** A pod that no attempt to schedule has refused so far. */
const NOT_REFUSED = 'not refused so far';

export function followPod(following: FollowedPods, observation: PodObservation, now: number): void {
  const { podsByUid, events } = following;
  if (observation.kind === 'pod-created') return createPod(following, observation, now);
  const pod = podsByUid.get(observation.uid);
  if (!pod) return;
  following.containers.observe(observation);
  const note = (kind: string, reason: string | undefined): void => {
    events.push({ at: now, kind, subject: `${pod.namespace}/${pod.name}`, reason: reason ?? null });
  };
  switch (observation.kind) {
    case 'pod-bound':
      if (pod.ended === null && pod.bound === null) bindPod(following, pod, observation.node, now);
      break;
    case 'pod-unschedulable':
      if (pod.bound === null)
        pod.reasons.push({ at: now, reason: observation.reason ?? unschedulableReason(observation.message) });
      break;
    case 'pod-started':
      if (pod.ended === null) pod.started ??= now;
      break;
    case 'pod-ready':
      if (pod.ended === null && pod.started !== null) pod.ready ??= now;
      break;
    case 'pod-resized': {
      const amounts = following.requests.get(observation.template);
      if (amounts && pod.ended === null) pod.requests.push({ at: now, amounts });
      break;
    }
    case 'pod-terminating':
      pod.terminating = true;
      break;
    case 'pod-disrupted':
      if (!pod.disrupted) note('pod evicted', observation.reason);
      pod.disrupted = true;
      break;
    case 'pod-restarted':
      note('container restarted', observation.reason);
      break;
    case 'pod-finished': {
      if (pod.ended !== null) break;
      const end = observation.phase === 'Succeeded' ? 'succeeded' : 'failed';
      pod.ended = now;
      pod.end = pod.terminating ? 'deleted' : end;
      if (pod.end === 'failed') note('pod failed', observation.reason);
      break;
    }
    case 'pod-deleted':
      podsByUid.delete(observation.uid);
      if (pod.ended !== null) break;
      pod.ended = now;
      pod.end = 'deleted';
      break;
  }
}

type Created = Extract<PodObservation, { readonly kind: 'pod-created' }>;

function createPod(following: FollowedPods, created: Created, now: number): void {
  const { index, requests, pods, podsByUid } = following;
  if (podsByUid.has(created.uid)) return;
  const amounts = requests.get(created.template) ?? indexAmounts(index, requestOfUnknownTemplate());
  const pod: FollowedPod = {
    uid: created.uid,
    namespace: created.namespace,
    name: created.name,
    group: created.group ?? null,
    arrival: arrivalOf({ intended: created.intended, at: now }),
    age: created.age,
    created: now,
    wait: null,
    bound: null,
    started: null,
    ready: null,
    ended: null,
    restarts: 0,
    end: 'alive',
    node: null,
    holds: false,
    requests: [{ at: now, amounts }],
    reasons: [{ at: now, reason: NOT_REFUSED }],
    terminating: false,
    disrupted: false,
  };
  podsByUid.set(created.uid, pod);
  pods.push(pod);
  following.containers.observe(created);
}

function bindPod(
  { nodes, nodesByName }: FollowedPods,
  pod: FollowedPod,
  name: string | null,
  now: number,
): void {
  const node = name === null ? null : (nodesByName.get(name) ?? null);
  pod.bound = now;
  pod.node = node;
  pod.holds = node === null || nodes[node]!.removed === null;
  pod.wait = waitingTime(pod, now) ?? null;
}

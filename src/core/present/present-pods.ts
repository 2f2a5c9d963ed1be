/** Follows the observations of pods to their present state, and counts their steps as a report does. */
import { unschedulableReason } from '../measure/never-bound.ts';
import { requestOfUnknownTemplate } from '../measure/template-requests.ts';
import { arrivalOf } from '../measure/waiting-time.ts';
import type { PodObservation } from '../recording/pod-observation.ts';
import { passNodeSeconds } from './node-seconds.ts';
import { addAmount, type PodAtPresent, type PresentState } from './present-state.ts';

type PodStep = Exclude<PodObservation, { readonly kind: 'pod-usage' }>;

export function observePresentPod(state: PresentState, observation: PodStep): void {
  if (observation.kind === 'pod-created') return createPresentPod(state, observation);
  const pod = state.pods.get(observation.uid);
  if (!pod) return;
  const isOver = pod.phase === 'Succeeded' || pod.phase === 'Failed';
  switch (observation.kind) {
    case 'pod-bound':
      if (!isOver && pod.nodeName === undefined) bindPresentPod(state, pod, observation.node);
      return;
    case 'pod-unschedulable':
      pod.reason = observation.reason ?? unschedulableReason(observation.message);
      return;
    case 'pod-started':
      if (!isOver) pod.phase = 'Running';
      return;
    case 'pod-ready':
      pod.isReady = !isOver;
      return;
    case 'pod-readiness':
      pod.isReady = observation.ready && !isOver;
      return;
    case 'pod-restarted':
      pod.restarts.set(observation.container ?? '', observation.restarts);
      return;
    case 'pod-resized':
    case 'pod-changed':
      return changeTemplate(state, pod, observation.template);
    case 'pod-terminating':
      pod.isTerminating = true;
      return;
    case 'pod-disrupted':
      if (!pod.isDisrupted) state.counts.disrupted += 1;
      pod.isDisrupted = true;
      return;
    case 'pod-finished':
      if (isOver) return;
      releasePod(state, pod);
      pod.phase = observation.phase;
      pod.isReady = false;
      if (pod.isTerminating) state.counts.deleted += 1;
      else state.counts[observation.phase === 'Succeeded' ? 'succeeded' : 'failed'] += 1;
      return;
    case 'pod-deleted':
      releasePod(state, pod);
      if (!isOver) state.counts.deleted += 1;
      state.pods.delete(pod.uid);
      return;
    default:
      return;
  }
}

type Created = Extract<PodObservation, { readonly kind: 'pod-created' }>;

function createPresentPod(state: PresentState, created: Created): void {
  if (state.pods.has(created.uid)) return;
  const known = state.templates.get(created.template);
  const { at, age, intended } = created;
  state.counts.created += 1;
  state.pods.set(created.uid, {
    uid: created.uid,
    namespace: created.namespace,
    name: created.name,
    owners: created.owners ?? [],
    created: at - (age ?? 0),
    arrival: arrivalOf({ intended, at }),
    isOlder: age !== undefined,
    template: known?.template,
    request: known?.request ?? requestOfUnknownTemplate(),
    phase: 'Pending',
    isReady: false,
    isTerminating: false,
    isDisrupted: false,
    nodeName: undefined,
    node: undefined,
    isHolding: false,
    reason: undefined,
    used: new Map(),
    restarts: new Map(),
  });
}

function bindPresentPod(state: PresentState, pod: PodAtPresent, nodeName: string | null): void {
  const { waits, counts } = state;
  pod.nodeName = nodeName;
  pod.node = nodeName === null ? undefined : state.nodesByName.get(nodeName);
  counts.bound += 1;
  hold(state, pod, 1);
  pod.isHolding = true;
  if (pod.isOlder) return;
  const seconds = (state.at - pod.arrival) / 1e6;
  waits.count += 1;
  waits.sum += seconds;
  const bucket = waits.bounds.findIndex((bound) => seconds <= bound);
  if (bucket >= 0) waits.buckets[bucket]! += 1;
}

function hold(state: PresentState, { node, request }: PodAtPresent, sign: 1 | -1): void {
  if (node) passNodeSeconds(state, node);
  for (const [resource, amount] of request) {
    addAmount(state.requested, resource, sign * amount);
    if (node) addAmount(node.requested, resource, sign * amount);
  }
}

/** The pod holds nothing from here on. */
export function releasePod(state: PresentState, pod: PodAtPresent): void {
  if (!pod.isHolding) return;
  hold(state, pod, -1);
  pod.isHolding = false;
  for (const [resource, amount] of pod.used) if (pod.node) addAmount(pod.node.used, resource, -amount);
  pod.used.clear();
}

function changeTemplate(state: PresentState, pod: PodAtPresent, hash: string | undefined): void {
  const known = hash === undefined ? undefined : state.templates.get(hash);
  if (!known) return;
  if (pod.isHolding) hold(state, pod, -1);
  pod.template = known.template;
  pod.request = known.request;
  if (pod.isHolding) hold(state, pod, 1);
}

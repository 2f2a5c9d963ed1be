/** Computes the next step of a Deployment: its ReplicaSets grow and shrink until only the one of the current template has pods. */

import type { PodShare } from '../../core/scenario/scenario.ts';
import { firstToGo } from './scale-down-order.ts';
import {
  currentRevision,
  type NewPod,
  type Orders,
  type OwnedPod,
  type Revision,
  type WorkloadState,
} from './workload-state.ts';

/**
 * Sets the sizes of the ReplicaSets, then creates and deletes pods of each. After a step that changed a size it is synced again at once.
 *
 * Source: pkg/controller/deployment/rolling.go, recreate.go, sync.go (read at 1.37).
 */
export function syncDeployment(state: WorkloadState, now: number): Orders {
  const isChanged = stepRollout(state);
  const create: NewPod[] = [];
  const remove: OwnedPod[] = [];
  const byRevision = podsByRevision(state);
  for (const revision of state.revisions) {
    const pods = byRevision.get(revision) ?? [];
    const surplus = pods.length - revision.replicas;
    for (let missing = -surplus; missing > 0; missing -= 1) create.push({ revision });
    if (surplus > 0) remove.push(...firstToGo(pods, surplus, now, 'logarithmic', state.pods.values()));
  }
  return { create, remove, ...(isChanged && isRolling(state) && { again: now }) };
}

/** Whether a ReplicaSet of an older template has pods left. */
export function isRolling({ revisions }: WorkloadState): boolean {
  return revisions.some(({ replicas }, index) => replicas > 0 && index + 1 < revisions.length);
}

function podsByRevision({ pods }: WorkloadState): Map<Revision, OwnedPod[]> {
  const found = new Map<Revision, OwnedPod[]>();
  for (const pod of pods.values()) {
    const known = found.get(pod.revision);
    if (known) known.push(pod);
    else found.set(pod.revision, [pod]);
  }
  return found;
}

/** Changes the sizes once. Returns whether it changed any. */
function stepRollout(state: WorkloadState): boolean {
  const current = currentRevision(state);
  const old = state.revisions.slice(0, -1).filter(({ replicas }) => replicas > 0);
  if (current.plan.strategy.type === 'Recreate') return stepRecreate(state, current, old);
  if (old.length === 0) return setReplicas(current, state.wanted);
  return growNew(state, current) || shrinkOld(state, current, old);
}

function setReplicas(revision: Revision, replicas: number): boolean {
  const isChanged = revision.replicas !== replicas;
  revision.replicas = replicas;
  return isChanged;
}

/** All old pods must be gone before the first new one is created (recreate.go, rolloutRecreate). */
function stepRecreate(state: WorkloadState, current: Revision, old: readonly Revision[]): boolean {
  if (old.length > 0) {
    for (const revision of old) revision.replicas = 0;
    return true;
  }
  const isWaiting =
    current.replicas === 0 &&
    state.revisions.length > 1 &&
    (state.leaving.size > 0 || [...state.pods.values()].some(({ revision }) => revision !== current));
  return isWaiting ? false : setReplicas(current, state.wanted);
}

/** Deployment: maxSurge is rounded up, maxUnavailable down; both 0 count as one unavailable pod (deployment_util.go, ResolveFenceposts). */
function limits({ wanted }: WorkloadState, { plan }: Revision): { surge: number; unavailable: number } {
  const surge = podsOf(plan.strategy.maxSurge, wanted, Math.ceil);
  const unavailable = podsOf(plan.strategy.maxUnavailable, wanted, Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, wanted) };
}

/** A share of the wanted pods as a number of pods (intstr.GetScaledValueFromIntOrPercent). */
export function podsOf(share: PodShare, wanted: number, round: (value: number) => number): number {
  return typeof share === 'number' ? share : round((Number(share.slice(0, -1)) * wanted) / 100);
}

function sizeOf(revisions: readonly Revision[]): number {
  return revisions.reduce((sum, { replicas }) => sum + replicas, 0);
}

/** Grows the new ReplicaSet as far as maxSurge allows (rolling.go, reconcileNewReplicaSet). */
function growNew(state: WorkloadState, current: Revision): boolean {
  const { wanted, revisions } = state;
  if (current.replicas > wanted) return setReplicas(current, wanted);
  const room = wanted + limits(state, current).surge - sizeOf(revisions);
  const added = Math.max(0, Math.min(room, wanted - current.replicas));
  return setReplicas(current, current.replicas + added);
}

/** Shrinks the old ReplicaSets: first by pods that are not ready, then as far as maxUnavailable allows (rolling.go, reconcileOldReplicaSets). */
function shrinkOld(state: WorkloadState, current: Revision, old: readonly Revision[]): boolean {
  const least = state.wanted - limits(state, current).unavailable;
  const ready = readyPods(state);
  const readyOf = (revision: Revision): number => ready.get(revision) ?? 0;
  const most = sizeOf(state.revisions) - least - (current.replicas - readyOf(current));
  if (most <= 0) return false;
  let unready = 0;
  for (const revision of old) {
    const cleaned = Math.max(0, Math.min(most - unready, revision.replicas - readyOf(revision)));
    revision.replicas -= cleaned;
    unready += cleaned;
  }
  const spare = [...ready.values()].reduce((sum, count) => sum + count, 0) - least;
  let shrunk = 0;
  for (const revision of old) {
    const fewer = Math.max(0, Math.min(revision.replicas, spare - shrunk));
    revision.replicas -= fewer;
    shrunk += fewer;
  }
  return unready + shrunk > 0;
}

function readyPods({ pods }: WorkloadState): Map<Revision, number> {
  const ready = new Map<Revision, number>();
  for (const { readyAt, revision } of pods.values())
    if (readyAt !== null) ready.set(revision, (ready.get(revision) ?? 0) + 1);
  return ready;
}

/**
 * Scales a Deployment while it rolls: its ReplicaSets share the difference in proportion to their sizes, the larger ones first (sync.go,
 * scale; deployment_util.go, GetReplicaSetProportion). Otherwise only the current one is scaled, by {@link syncDeployment}.
 */
export function scaleRollout(state: WorkloadState, wanted: number): void {
  const before = state.wanted;
  const current = currentRevision(state);
  const mostBefore = before + limits(state, current).surge;
  state.wanted = wanted;
  if (before === wanted || !isRolling(state) || current.plan.strategy.type === 'Recreate') return;
  const most = wanted === 0 ? 0 : wanted + limits(state, current).surge;
  const difference = most - sizeOf(state.revisions);
  const newestFirst = state.revisions.filter(({ replicas }) => replicas > 0).reverse();
  const order = (difference > 0 ? newestFirst : newestFirst.reverse()).sort(
    (a, b) => b.replicas - a.replicas,
  );
  let added = 0;
  for (const revision of order) {
    const share = Math.round((revision.replicas * most) / mostBefore) - revision.replicas;
    const left = difference - added;
    const proportion = difference > 0 ? Math.min(share, left) : Math.max(share, left);
    revision.replicas += proportion;
    added += proportion;
  }
  const [largest] = order;
  if (largest) largest.replicas = Math.max(0, largest.replicas + difference - added);
}

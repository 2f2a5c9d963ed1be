/** Carries pods through their lives: created, bound, started, ready and ended, each with its observation. */
import type { PodTemplate } from '../../core/objects/pod.ts';
import type { PodCreatedObservation } from '../../core/recording/pod-observation.ts';
import { NEVER } from '../../core/time/microseconds.ts';
import { activeDeadline, failsByDeadline } from '../../core/timeline/active-deadline.ts';
import type { PlannedPod, PodOutcome } from '../../core/timeline/timeline-event.ts';
import { type ClusterState, type EmbeddedNode, type EmbeddedPod, refuseAction } from './cluster-state.ts';
import type { Due, IncidentDue } from './due.ts';
import { createEphemeralClaims } from './ephemeral-claims.ts';
import { removePod, requestDeletion } from './pod-deletion.ts';
import { noteMessage, noteStart, queuePod } from './scheduled-pod.ts';
import { scheduleEviction } from './taint-eviction.ts';
import { useResources } from './use-resources.ts';

/** A copy with what it may have besides costs more than the rest of a creation. */
type Unfinished = { -readonly [Field in keyof PodCreatedObservation]: PodCreatedObservation[Field] };

export function createClusterPod(cluster: ClusterState, plan: PlannedPod, now: number): void {
  const { nodes, observer, names } = cluster;
  const { namespace, name, group, labels, owners, age = plan.pendingFor } = plan;
  if (names.find(namespace, name) !== undefined)
    return refuseAction(cluster, now, `pod "${namespace}/${name}" exists already`);
  cluster.uids += 1;
  const uid = `p${cluster.uids}`;
  const pod: EmbeddedPod = {
    uid,
    plan,
    createdAt: now,
    node: null,
    startTime: undefined,
    bound: false,
    started: false,
    ready: false,
    terminal: false,
    used: {},
    terminating: undefined,
    message: undefined,
    nominated: undefined,
    evictAt: undefined,
  };
  cluster.pods.set(uid, pod);
  names.add(namespace, name, uid);
  const template = observer.templateHash(plan.template, now);
  const created: Unfinished = { at: now, kind: 'pod-created', uid, namespace, name, group, template };
  if (owners) created.owners = owners.map(({ controller: _, ...owner }) => owner);
  if (labels) created.labels = labels;
  if (age !== undefined) created.age = age;
  observer.observe(created);
  createEphemeralClaims(cluster, pod, now);
  if (plan.withdrawnAt !== null)
    cluster.heap.push(Math.max(now, plan.withdrawnAt), { kind: 'withdraw', uid });
  if (plan.patience !== undefined) cluster.heap.push(now + plan.patience, { kind: 'give-up', uid });
  const asked = plan.template.spec.nodeName;
  // A kubelet that does not exist does nothing with the pod, and no scheduler has a word to say about it.
  if (asked && !nodes.has(asked)) return noteMessage(cluster, pod, `node ${asked} does not exist`, now);
  queuePod(cluster, pod, now);
  if (asked) bindClusterPod(cluster, pod, asked, now);
}

export function bindClusterPod(cluster: ClusterState, pod: EmbeddedPod, nodeName: string, now: number): void {
  const node = cluster.nodes.get(nodeName);
  if (!node) return removePod(cluster, pod, now, 'node removed');
  pod.node = nodeName;
  pod.bound = true;
  cluster.scheduler.podBound(pod.uid, now);
  cluster.observer.observe({ at: now, kind: 'pod-bound', uid: pod.uid, node: nodeName });
  // Only a pod bound by name can find the node full, or fill it before a pod that the scheduler is binding there.
  cluster.byName ||= pod.plan.template.spec.nodeName !== undefined;
  const reason = cluster.byName
    ? cluster.kubelet.refuses(node.node, templatesOn(cluster, node), pod.plan.template)
    : undefined;
  if (reason !== undefined) return completePod(cluster, pod, now, 'Failed', { reason });
  const { startDelay, delayPerStart } = pod.plan;
  const loaded = delayPerStart ? delayPerStart * startsUnderWay(cluster, node) : 0;
  node.pods.add(pod.uid);
  noteStart(cluster, pod, now);
  const start = startDelay + loaded;
  const fails = failureOf(pod.plan, start);
  if (fails !== undefined) pushUnlessNever(cluster, now + fails, { kind: 'deadline', uid: pod.uid });
  if (start < (fails ?? NEVER)) pushUnlessNever(cluster, now + start, { kind: 'start', uid: pod.uid });
  scheduleIncident(cluster, pod, 0, now);
  scheduleEviction(cluster, pod, node.node, now);
}

/** From its binding to its failure by its own deadline. */
function failureOf(plan: PlannedPod, start: number): number | undefined {
  const { lifetime, terminatedDelay: stopping = 0 } = plan;
  return failsByDeadline({
    deadline: activeDeadline(plan),
    start,
    lifetime: lifetime ?? undefined,
    stopping,
  });
}

/** Only the next one waits in the heap: a pod may have thousands of restarts. */
function scheduleIncident(cluster: ClusterState, pod: EmbeddedPod, index: number, boundAt: number): void {
  const next = pod.plan.incidents?.[index];
  if (next) cluster.heap.push(boundAt + next.after, { kind: 'incident', uid: pod.uid, index, boundAt });
}

/** A container restarts or ends, or the readiness changes, while the pod goes on. */
export function carryOutIncident(
  cluster: ClusterState,
  pod: EmbeddedPod,
  { index, boundAt }: IncidentDue,
  now: number,
): void {
  if (pod.terminal || pod.terminating) return;
  const { after: _after, ...incident } = pod.plan.incidents![index]!;
  cluster.observer.observe({ at: now, uid: pod.uid, ...incident });
  if (incident.kind === 'pod-readiness') pod.ready = incident.ready;
  scheduleIncident(cluster, pod, index + 1, boundAt);
}

function startsUnderWay({ pods }: ClusterState, node: EmbeddedNode): number {
  let count = 0;
  for (const uid of node.pods) if (!pods.get(uid)!.started) count += 1;
  return count;
}

function* templatesOn({ pods }: ClusterState, node: EmbeddedNode): Generator<PodTemplate> {
  for (const uid of node.pods) yield pods.get(uid)!.plan.template;
}

/** An event that is never due would keep a replay without a duration waiting. */
function pushUnlessNever({ heap }: ClusterState, at: number, due: Due): void {
  if (at < NEVER) heap.push(at, due);
}

export function startClusterPod(cluster: ClusterState, pod: EmbeddedPod, now: number): void {
  pod.started = true;
  const { readyDelay, lifetime, age } = pod.plan;
  const { uid } = pod;
  if (age === undefined) cluster.observer.observe({ at: now, kind: 'pod-started', uid });
  // A pod with an age started before it was created here.
  else cluster.observer.observe({ at: now, kind: 'pod-started', uid, stamp: pod.createdAt - age });
  useResources(cluster, pod, { startedAt: now - (age ?? 0), index: 0 }, now);
  if (readyDelay !== null && (lifetime === null || readyDelay <= lifetime)) {
    pushUnlessNever(cluster, now + readyDelay, { kind: 'ready', uid: pod.uid });
  }
  if (lifetime !== null) pushUnlessNever(cluster, now + lifetime, { kind: 'end', uid: pod.uid });
}

export function readyClusterPod({ observer }: ClusterState, pod: EmbeddedPod, now: number): void {
  pod.ready = true;
  observer.observe({ at: now, kind: 'pod-ready', uid: pod.uid });
}

/** Ends the life of a pod as its plan says. A pod that is terminating already is gone with its last container. */
export function endClusterPod(cluster: ClusterState, pod: EmbeddedPod, now: number): void {
  if (pod.terminating) removePod(cluster, pod, now, pod.terminating.reason);
  else if (pod.plan.end === 'deleted') requestDeletion(cluster, pod, now);
  else if (pod.plan.end === 'failed') completePod(cluster, pod, now, 'Failed', pod.plan.outcome ?? ERROR);
  else completePod(cluster, pod, now, 'Succeeded', pod.plan.outcome ?? COMPLETED);
}

const ERROR: PodOutcome = { reason: 'Error', exitCode: 1 };
const COMPLETED: PodOutcome = { reason: 'Completed', exitCode: 0 };

/** @param outcome without an exit code where no container ran. */
export function completePod(
  cluster: ClusterState,
  pod: EmbeddedPod,
  now: number,
  phase: 'Succeeded' | 'Failed',
  { reason, exitCode }: PodOutcome,
): void {
  pod.terminal = true;
  if (pod.node !== null) cluster.nodes.get(pod.node)?.pods.delete(pod.uid);
  cluster.observer.observe({
    at: now,
    kind: 'pod-finished',
    uid: pod.uid,
    phase,
    ...(reason !== undefined && { reason }),
    ...(exitCode !== undefined && { exitCode }),
  });
  cluster.scheduler.finishPod(pod.uid, now);
}

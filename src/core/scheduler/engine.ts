/** The parts that the events in the cluster and the scheduling cycles share, and what both do with nominations. */
import type { ClusterCache } from './cache/cluster-cache.ts';
import type { AssumedPods } from './cycle/assumed-pods.ts';
import { unreserve } from './cycle/reserve-and-bind.ts';
import type { Frameworks } from './framework/frameworks.ts';
import type { PodState } from './framework/pod-state.ts';
import type { Behaviour } from './kubernetes-version.ts';
import type { Nominator } from './queue/nominator.ts';
import type { SchedulingQueue } from './queue/scheduling-queue.ts';

export interface Engine {
  readonly behaviour: Behaviour;
  readonly cluster: ClusterCache;
  readonly queue: SchedulingQueue;
  readonly nominator: Nominator;
  readonly assumed: AssumedPods;
  readonly frameworks: Frameworks;
}

/** Takes over a nomination that changed or was withdrawn. */
export function nominate(engine: Engine, pod: PodState, now: number): void {
  const before = engine.nominator.set(pod);
  if (before && before.nominatedNode !== pod.nominatedNode) releaseNomination(engine, before, now);
}

/** A nominated pod that changes or leaves makes room for pods of equal or lower priority (eventhandlers.go, from 1.33). */
export function releaseNomination({ behaviour, queue }: Engine, pod: PodState, now: number): void {
  if (!behaviour.nominationEvents) return;
  const { priority } = pod.info;
  queue.notify({ kind: 'pod-removed', pod }, now, (waiting) => waiting.pod.info.priority <= priority);
}

/** Pods of lower priority lose their nomination to a node on which a pod has victims deleted (preemption.go, prepareCandidateAsync). */
export function withdrawLowerNominations(
  engine: Engine,
  { info: { priority } }: PodState,
  nodeName: string,
  now: number,
): void {
  for (const pod of engine.nominator.to(nodeName)) {
    if (pod.info.priority >= priority) continue;
    const withdrawn = { ...pod, nominatedNode: undefined };
    engine.queue.update(withdrawn, [], now);
    nominate(engine, withdrawn, now);
  }
}

/** Frees the node of a pod that was assumed or bound. @returns the pod, if it had a node. */
export function freeNode({ cluster, assumed }: Engine, uid: string): PodState | undefined {
  const pod = assumed.take(uid);
  if (pod) unreserve(pod);
  return cluster.unassign(uid)?.pod;
}

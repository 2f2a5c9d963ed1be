/** Runs the controllers of workloads: they watch the cluster, and create and delete pods until the workload has the pods that it asks for. */
import type { ClusterObject } from '../../core/objects/cluster-object.ts';
import type { Observation } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import type { WorkloadKind } from '../../core/scenario/scenario.ts';
import { createEventHeap } from '../../core/time/event-heap.ts';
import type { PlannedWorkload, TimelineAction } from '../../core/timeline/timeline-event.ts';
import { createJobLimits } from './job-limits.ts';
import { nodeRegister } from './node-register.ts';
import { syncDaemonSet } from './sync-daemon-set.ts';
import { scaleRollout, syncDeployment } from './sync-deployment.ts';
import { syncJob } from './sync-job.ts';
import { syncReplicaSet, syncStatefulSet } from './sync-replicas.ts';
import { hasOldPods } from './waits-for-ready.ts';
import { type WorkloadPods, workloadPods } from './workload-pods.ts';
import {
  currentRevision,
  type NewPod,
  newWorkloadState,
  type Orders,
  type OwnedPod,
  type Revision,
  takeTemplate,
  type WorkloadState,
} from './workload-state.ts';

/** What controllers can do to the cluster. They watch everything else. */
interface ControlledCluster {
  apply(action: Extract<TimelineAction, { kind: 'create-pod' | 'delete-pod' }>, now: number): void;
  hasPod(namespace: string, name: string): boolean;
  hasClaim(namespace: string, name: string): boolean;
  setObject(object: ClusterObject, now: number): void;
  removeObject(object: Pick<ClusterObject, 'kind' | 'metadata'>, now: number): void;
  /** Deletes pods that are there, with the objects that own them. */
  deletePods(uids: Iterable<string>, now: number): void;
}

export interface WorkloadController {
  /** Creates the workload if it does not exist yet, and sets its number of pods and its template. {@link act} does the rest. */
  scale(workload: PlannedWorkload, pods: number, now: number): void;
  /** Must get every observation of the cluster. */
  watching(observer: Observer): Observer;
  /** When there is something to do, if nothing else happens; undefined for never. */
  nextAt(): number | undefined;
  /** Whether anything but the deletion of finished Jobs is still to come. */
  readonly isBusy: boolean;
  /** Does what is due. Returns whether it did anything. */
  act(cluster: ControlledCluster, now: number): boolean;
}

/**
 * How long after a change of a pod its controller syncs the workload. Jobs gather pod events for a second
 * (SyncJobBatchPeriod in pkg/controller/job/job_controller.go); the others react at once, which takes milliseconds on a real
 * cluster. All of them react to scaling at once.
 */
const REACTION: Readonly<Record<WorkloadKind, number>> = {
  Deployment: 0,
  ReplicaSet: 0,
  StatefulSet: 0,
  DaemonSet: 0,
  Job: 1e6,
};

interface Controlled extends WorkloadState {
  /** When it is synced next; undefined: when something happens. */
  dueAt: number | undefined;
  /** The number of pods that the objects of each revision say. */
  readonly announced: Map<Revision, number>;
  /** Whether it waits for a name that another pod has. */
  blocked: boolean;
  /** Set at the first sync. */
  source: WorkloadPods | undefined;
}

/** Creates controllers without a workload. `seed` seeds the draws of their pods. */
export function createWorkloadController(seed: number): WorkloadController {
  const workloads = new Map<string, Controlled>();
  const owners = new Map<string, Controlled>();
  const nodes = nodeRegister();
  const due = createEventHeap<Controlled>();
  const limits = createJobLimits<Controlled>();
  /** What is being created or deleted at the moment, to distinguish it from what others do. */
  let making:
    | {
        readonly owner: Controlled;
        readonly number: number;
        readonly target: string | undefined;
        readonly revision: Revision;
      }
    | undefined;
  let deleting: string | undefined;

  function lookAt(workload: Controlled, at: number): void {
    if (workload.dueAt !== undefined && workload.dueAt <= at) return;
    workload.dueAt = at;
    due.push(at, workload);
  }

  function react(workload: Controlled, now: number): void {
    lookAt(workload, now + REACTION[workload.kind]);
  }

  function observe(observation: Observation): void {
    if (nodes.observe(observation)) {
      for (const workload of workloads.values())
        if (workload.kind === 'DaemonSet') react(workload, observation.at);
      return;
    }
    if (observation.kind === 'pod-created') adopt(observation);
    if (observation.kind === 'pod-deleted') unblock(observation.at);
    const workload = 'uid' in observation ? owners.get(observation.uid) : undefined;
    if (workload) {
      note(workload, observation, observation.at);
      if (observation.kind === 'pod-deleted') owners.delete(observation.uid);
    }
  }

  function adopt({ uid, name, at }: Extract<Observation, { kind: 'pod-created' }>): void {
    if (!making) return;
    const { owner, number, target, revision } = making;
    making = undefined;
    owners.set(uid, owner);
    owner.pods.set(uid, {
      ...{ uid, name, number, target, revision, createdAt: at },
      ...{ node: null, started: false, readyAt: null, finished: false, terminating: false },
    });
  }

  function unblock(now: number): void {
    for (const workload of workloads.values()) if (workload.blocked) react(workload, now);
  }

  /** Notes a change of a pod. Only Jobs react to every event. */
  function note(workload: Controlled, observation: Observation, at: number): void {
    const { kind } = workload;
    if (observation.kind === 'pod-deleted' && workload.leaving.delete(observation.uid)) react(workload, at);
    const pod = 'uid' in observation ? workload.pods.get(observation.uid) : undefined;
    if (!pod) return;
    let matters = kind === 'Job';
    switch (observation.kind) {
      case 'pod-bound':
        pod.node = observation.node;
        break;
      case 'pod-started':
        pod.started = true;
        break;
      case 'pod-ready':
        pod.readyAt = at;
        matters ||= kind === 'StatefulSet' || hasOldPods(workload);
        break;
      case 'pod-finished':
        matters = true;
        finish(workload, pod, observation.phase === 'Succeeded', at);
        break;
      case 'pod-terminating':
        matters = true;
        if (kind === 'StatefulSet' || kind === 'DaemonSet') pod.terminating = true;
        else {
          workload.leaving.add(pod.uid);
          lose(workload, pod, at);
        }
        break;
      case 'pod-deleted':
        matters = true;
        lose(workload, pod, at);
        break;
    }
    if (matters) react(workload, at);
  }

  /** The pod is gone. To a ReplicaSet and a Job it is gone as soon as its deletion is requested. A Job counts as failed what it did not delete. */
  function lose(workload: Controlled, pod: OwnedPod, at: number): void {
    workload.pods.delete(pod.uid);
    if (workload.kind === 'Job' && pod.uid !== deleting) workload.job.news.push({ at, succeeded: false });
  }

  /** StatefulSets and DaemonSets still have to delete the object. The other controllers ignore it. */
  function finish(workload: Controlled, pod: OwnedPod, succeeded: boolean, at: number): void {
    const { kind } = workload;
    pod.finished = true;
    if (kind !== 'StatefulSet' && kind !== 'DaemonSet') workload.pods.delete(pod.uid);
    if (kind === 'Job') workload.job.news.push({ at, succeeded });
  }

  function ordersFor(workload: Controlled, now: number): Orders {
    switch (workload.kind) {
      case 'Deployment':
        return syncDeployment(workload, now);
      case 'ReplicaSet':
        return syncReplicaSet(workload, now);
      case 'StatefulSet':
        return syncStatefulSet(workload);
      case 'DaemonSet':
        return syncDaemonSet(workload, nodes.all());
      case 'Job':
        return syncJob(workload, now);
    }
  }

  function sync(workload: Controlled, cluster: ControlledCluster, now: number): boolean {
    const { create, remove, again, limit, isDeleted } = ordersFor(workload, now);
    limits.set(workload, limit);
    if (isDeleted) return collect(workload, cluster, now);
    announce(workload, cluster, now);
    workload.blocked = false;
    for (const { uid, name } of remove) {
      deleting = uid;
      cluster.apply({ kind: 'delete-pod', namespace: currentRevision(workload).plan.namespace, name }, now);
      deleting = undefined;
    }
    for (const pod of create) make(workload, pod, cluster, now);
    if (again !== undefined) lookAt(workload, again);
    return create.length + remove.length > 0;
  }

  /** A finished Job goes, and its pods with it. */
  function collect(workload: Controlled, cluster: ControlledCluster, now: number): boolean {
    const pods = [...owners].flatMap(([uid, owner]) => (owner === workload ? [uid] : []));
    cluster.deletePods(pods, now);
    for (const object of currentRevision(workload).identity.objects(0)) cluster.removeObject(object, now);
    return true;
  }

  /** Sets the objects of the workload, which its pods name as their owners. */
  function announce(workload: Controlled, cluster: ControlledCluster, now: number): void {
    const current = currentRevision(workload);
    for (const revision of workload.revisions) {
      const isCurrent = revision === current;
      const pods = isCurrent || workload.kind !== 'Deployment' ? workload.wanted : revision.replicas;
      if (workload.announced.get(revision) === pods) continue;
      workload.announced.set(revision, pods);
      // An old revision of a Deployment is its ReplicaSet, which comes first. The others have one object, that of the current revision.
      const objects = revision.identity.objects(pods);
      const own = isCurrent ? objects : workload.kind === 'Deployment' ? objects.slice(0, 1) : [];
      for (const object of own) cluster.setObject(object, now);
    }
  }

  function make(owner: Controlled, pod: NewPod, cluster: ControlledCluster, now: number): void {
    const revision = pod.revision ?? currentRevision(owner);
    owner.source ??= workloadPods(revision, seed, cluster.hasPod);
    const next = owner.source.plan(pod, revision, owner.wanted, now);
    if (!next) {
      owner.blocked = true;
      return;
    }
    for (const claim of next.claims) {
      if (!cluster.hasClaim(claim.metadata.namespace!, claim.metadata.name)) cluster.setObject(claim, now);
    }
    making = { owner, number: next.number, target: pod.target, revision };
    cluster.apply({ kind: 'create-pod', pod: next.planned }, now);
    making = undefined;
  }

  return {
    scale(plan, pods, now) {
      const key = JSON.stringify([plan.kind, plan.namespace, plan.name]);
      const workload = workloads.get(key) ?? {
        ...newWorkloadState(plan),
        dueAt: undefined,
        announced: new Map<Revision, number>(),
        blocked: false,
        source: undefined,
      };
      workloads.set(key, workload);
      takeTemplate(workload, plan);
      if (workload.kind === 'Deployment') scaleRollout(workload, pods);
      else workload.wanted = pods;
      lookAt(workload, now);
    },
    watching: (observer) => ({
      templateHash: (template, at) => observer.templateHash(template, at),
      observe(observation) {
        observer.observe(observation);
        observe(observation);
      },
    }),
    nextAt() {
      const next = Math.min(due.nextAt() ?? Infinity, limits.nextAt() ?? Infinity);
      return next === Infinity ? undefined : next;
    },
    get isBusy() {
      return due.size() > 0 || limits.deadlines > 0;
    },
    act(cluster, now) {
      let acted = false;
      for (let job = limits.take(now); job; job = limits.take(now)) lookAt(job, now);
      while ((due.nextAt() ?? Infinity) <= now) {
        const { at, value } = due.pop()!;
        if (value.dueAt !== at) continue;
        value.dueAt = undefined;
        if (sync(value, cluster, now)) acted = true;
      }
      return acted;
    },
  };
}

/** Tracks the pods of a run as they are seen, and reports their steps, from which keg schedules the phases that it sends itself. */

import type { PodObject } from '../../../core/observing/pod-object.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { PlannedPod } from '../../../core/timeline/timeline-event.ts';
import type { LiveState } from '../live-run.ts';
import { endsByItself, type PodTiming, podTiming } from '../objects/pod-timing.ts';

/** A pod that exists, or that is about to be created. */
export interface LivePod {
  readonly plan: PlannedPod;
  /** Scenario time of its planned creation; undefined for pods that a controller creates. */
  readonly intended: Microseconds | undefined;
  readonly timing: PodTiming;
  /** Whether KWOK carries out its phases, by keg's Stages. */
  staged: boolean;
  readonly namespace: string;
  readonly name: string;
  uid: string | undefined;
  node: string | undefined;
  /** RFC 3339, from the cluster. */
  startedAt: string | undefined;
  /** When it was seen bound and started, on the transport's clock. */
  boundWall: Microseconds | undefined;
  startedWall: Microseconds | undefined;
  isReady: boolean;
  isTerminating: boolean;
  isFinished: boolean;
  /** How often each container was restarted, by its name. */
  readonly restarts: Map<string, number>;
}

/** A step in the life of a pod. */
export type PodStep = 'created' | 'bound' | 'started' | 'terminating' | 'finished' | 'gone';

export interface LivePods {
  /** Announces a pod that is about to be created. */
  expect(plan: PlannedPod, namespace: string, intended: Microseconds, staged: boolean): LivePod;
  /** The pod will not be created. */
  forget(pod: LivePod): void;
  /** Takes the state of a pod, seen at a moment of wall time. */
  seen(object: PodObject, at: Microseconds): LivePod | undefined;
  gone(uid: string, at: Microseconds): void;
  byUid(uid: string): LivePod | undefined;
  /** The last pod of the name; undefined where it is gone or was never announced. */
  named(namespace: string, name: string): LivePod | undefined;
  on(node: string): readonly LivePod[];
  /** All that exist. */
  all(): readonly LivePod[];
  readonly state: LiveState;
  /** Something still happens by itself until then. */
  expectUntil(wall: Microseconds): void;
}

export interface LivePodsOptions {
  readonly speed: number;
  /** Whether a deleted pod stays until keg ends it. Default: it is gone at once. */
  readonly gracefully?: boolean;
  /** The plan of a pod that a workload's controller created; undefined for a pod that does not belong to the run. */
  readonly adopt: (object: PodObject) => PlannedPod | undefined;
  /** Called once for each step, in order. */
  readonly onStep: (pod: LivePod, step: PodStep, at: Microseconds) => void;
}

export function createLivePods({ speed, gracefully, adopt, onStep }: LivePodsOptions): LivePods {
  const expected = new Map<string, LivePod>();
  const pods = new Map<string, LivePod>();
  const named = new Map<string, LivePod>();
  const byNode = new Map<string, Set<LivePod>>();
  let pending = 0;
  let running = 0;
  let awaited = 0;
  let lastChange = 0;
  let expectedUntil = 0;

  function newPod(
    plan: PlannedPod,
    namespace: string,
    name: string,
    rest: Pick<LivePod, 'intended' | 'staged'>,
  ): LivePod {
    return {
      plan,
      ...rest,
      timing: podTiming(plan, speed, gracefully),
      namespace,
      name,
      uid: undefined,
      node: undefined,
      startedAt: undefined,
      boundWall: undefined,
      startedWall: undefined,
      isReady: false,
      isTerminating: false,
      isFinished: false,
      restarts: new Map(),
    };
  }

  function arrived(object: PodObject, at: Microseconds): LivePod | undefined {
    const { uid, namespace = '', name } = object.metadata;
    const known = pods.get(uid);
    if (known) return known;
    const key = `${namespace}/${name}`;
    let pod = expected.get(key);
    expected.delete(key);
    if (pod === undefined) {
      const plan = adopt(object);
      if (plan === undefined) return undefined;
      pod = newPod(plan, namespace, name, { intended: undefined, staged: false });
    }
    pod.uid = uid;
    pods.set(uid, pod);
    pending += 1;
    awaited += 1;
    onStep(pod, 'created', at);
    return pod;
  }

  /** Marks a pod that is terminal or gone: it holds nothing, and nothing more is awaited of it. */
  function finish(pod: LivePod): void {
    if (pod.isFinished) return;
    pod.isFinished = true;
    if (pod.node === undefined) pending -= 1;
    else {
      byNode.get(pod.node)?.delete(pod);
      if (pod.startedAt !== undefined) running -= 1;
    }
    if (pod.startedAt === undefined || endsByItself(pod.timing)) awaited -= 1;
  }

  return {
    expect(plan, namespace, intended, staged) {
      const pod = newPod(plan, namespace, plan.name, { intended, staged });
      expected.set(`${namespace}/${plan.name}`, pod);
      named.set(`${namespace}/${plan.name}`, pod);
      return pod;
    },
    forget(pod) {
      const key = `${pod.namespace}/${pod.name}`;
      if (expected.get(key) === pod) expected.delete(key);
      if (named.get(key) === pod) named.delete(key);
    },
    seen(object, at) {
      const pod = arrived(object, at);
      if (pod === undefined || pod.isFinished) return pod;
      const { nodeName } = object.spec;
      const { phase, startTime, conditions } = object.status ?? {};
      if (pod.node === undefined && nodeName !== undefined && nodeName !== '') {
        pod.node = nodeName;
        pod.boundWall = at;
        pending -= 1;
        byNode.set(nodeName, (byNode.get(nodeName) ?? new Set()).add(pod));
        lastChange = at;
        onStep(pod, 'bound', at);
      }
      pod.isReady = conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
      if (pod.startedAt === undefined && phase !== undefined && phase !== 'Pending') {
        pod.startedAt = startTime ?? '';
        pod.startedWall = at;
        running += 1;
        if (!endsByItself(pod.timing)) awaited -= 1;
        lastChange = at;
        onStep(pod, 'started', at);
      }
      if (object.metadata.deletionTimestamp && !pod.isTerminating) {
        pod.isTerminating = true;
        onStep(pod, 'terminating', at);
      }
      if (phase === 'Succeeded' || phase === 'Failed') {
        finish(pod);
        lastChange = at;
        onStep(pod, 'finished', at);
      }
      return pod;
    },
    gone(uid, at) {
      const pod = pods.get(uid);
      if (pod === undefined) return;
      finish(pod);
      pods.delete(uid);
      const key = `${pod.namespace}/${pod.name}`;
      if (named.get(key) === pod) named.delete(key);
      lastChange = at;
      onStep(pod, 'gone', at);
    },
    byUid: (uid) => pods.get(uid),
    named: (namespace, name) => named.get(`${namespace}/${name}`),
    all: () => [...pods.values()],
    on: (node) => [...(byNode.get(node) ?? [])],
    get state() {
      return {
        pending: pending + expected.size,
        running,
        awaited: awaited + expected.size,
        lastChange,
        expectedUntil,
      };
    },
    expectUntil(wall) {
      expectedUntil = Math.max(expectedUntil, wall);
    },
  };
}

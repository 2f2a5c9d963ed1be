/** Follows the observations of a recording: the cluster as the scheduler saw it, at each moment, with the decision that the model would take. */
import type { ClusterObject } from '../objects/cluster-object.ts';
import type { Node } from '../objects/node.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type { Observation } from '../recording/observation.ts';
import { addedNode, changedNode } from '../recording/recorded-node.ts';
import type { NodeSurvey } from '../scheduler/cycle/survey-nodes.ts';
import type { Decision } from '../scheduler/decision.ts';
import { createEvaluator, type Evaluator } from '../scheduler/evaluator.ts';
import type { PodState } from '../scheduler/framework/pod-state.ts';
import type { Behaviour } from '../scheduler/kubernetes-version.ts';
import type { SchedulerOptions } from '../scheduler/scheduler.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { createdPod, podAfterChange, type RecordedPod } from './recorded-pod.ts';

/** A change that can be taken back, to try another order of events. */
export interface Change {
  readonly at: Microseconds;
  /** If it put a pod on a node: when that pod was queued. */
  readonly binds?: Microseconds | undefined;
  /** The place of that pod in the queue; undefined where it is not known. */
  readonly place?: number | undefined;
  undo(): void;
  redo(): void;
}

export interface RecordedCluster {
  /** @returns the change of what a scheduler sees, if it can be taken back. */
  observe(observation: Observation): Change | undefined;
  pod(uid: string): RecordedPod | undefined;
  readonly nodeNames: ReadonlySet<string>;
  /** What the model decides about the pod now, as if it were on no node. */
  decide(pod: RecordedPod, options?: Parameters<Evaluator['decide']>[1]): Decision;
  /** Every feasible node for the pod, if kube-scheduler's search for it ends before it has seen all. */
  survey(pod: RecordedPod): NodeSurvey | undefined;
  /** Puts a pod on a node before the recording does. @returns how to take it back. */
  bindEarly(pod: RecordedPod, node: string): Change;
  readonly behaviour: Behaviour;
  /** Whether a profile has the scheduler that the pod names. */
  knowsScheduler(pod: RecordedPod): boolean;
  /** Whether any object that decides, besides pods and nodes, was seen. */
  readonly hasObjects: boolean;
  /** Whether any pod with labels was seen. */
  readonly hasLabels: boolean;
}

/** @throws {UserError} for a configuration that kube-scheduler would refuse. */
export function createRecordedCluster(
  options: Pick<SchedulerOptions, 'kubernetesVersion' | 'configuration' | 'plugins'>,
): RecordedCluster {
  const evaluator = createEvaluator(options);
  const infoOf = evaluator.podInfo;
  const templates = new Map<string, PodTemplate>();
  const nodes = new Map<string, Node>();
  const nodeNames = new Set<string>();
  const objects = new Map<string, ClusterObject>();
  const pods = new Map<string, RecordedPod>();
  let created = 0;
  let hasObjects = false;
  let hasLabels = false;

  const change = (at: Microseconds, redo: () => void, undo: () => void, binds?: Microseconds): Change => {
    redo();
    return { at, binds, undo, redo };
  };
  /** The state of a pod may change after its binding, so the present state is placed again. */
  const placeAgain = (uid: string, node: string) => {
    const pod = pods.get(uid);
    if (pod?.node === node) evaluator.place(pod.state, node);
  };
  const bind = (at: Microseconds, { uid, queuedAt, place }: RecordedPod, node: string): Change => ({
    ...change(
      at,
      () => placeAgain(uid, node),
      () => evaluator.unplace(uid),
      queuedAt,
    ),
    place,
  });
  const free = (at: Microseconds, pod: RecordedPod, node: string): Change =>
    change(
      at,
      () => evaluator.unplace(pod.uid),
      () => evaluator.place(pod.state, node),
    );
  /** Replaces the state of a pod, wherever it is. */
  const replace = (at: Microseconds, before: RecordedPod, pod: RecordedPod): Change | undefined => {
    const { uid, node } = pod;
    pods.set(uid, pod);
    if (node === undefined) return undefined;
    return change(
      at,
      () => placeAgain(uid, node),
      () => {
        if (evaluator.isPlaced(uid)) evaluator.place(before.state, node);
      },
    );
  };
  /** A nomination of a pod that waits. It is not taken back, and not made again, once a later event has replaced it. */
  const nominate = (at: Microseconds, uid: string, state: PodState, before: string | undefined): Change => {
    const isInForce = () => pods.get(uid)?.state.nominatedNode === state.nominatedNode;
    return change(
      at,
      () => {
        if (isInForce()) evaluator.nominate(state);
      },
      () => {
        if (isInForce()) evaluator.nominate({ ...state, nominatedNode: before });
      },
    );
  };
  const setNode = (at: Microseconds, uid: string, node: Node): Change => {
    const before = nodes.get(uid);
    nodes.set(uid, node);
    nodeNames.add(node.metadata.name);
    return change(
      at,
      () => evaluator.updateNode(node),
      () => (before ? evaluator.updateNode(before) : evaluator.removeNode(node.metadata.name)),
    );
  };
  const release = (at: Microseconds, uid: string): Change | undefined => {
    const pod = pods.get(uid);
    if (!pod) return undefined;
    evaluator.nominate({ ...pod.state, nominatedNode: undefined });
    if (pod.node === undefined) {
      pods.set(uid, { ...pod, state: { ...pod.state, nominatedNode: undefined } });
      return undefined;
    }
    pods.set(uid, { ...pod, node: undefined });
    return free(at, pod, pod.node);
  };
  const setObject = (at: Microseconds, object: ClusterObject): Change => {
    const uid = object.metadata.uid ?? `${object.kind}/${object.metadata.namespace}/${object.metadata.name}`;
    const before = objects.get(uid);
    objects.set(uid, object);
    hasObjects = true;
    return change(
      at,
      () => evaluator.setObject(object),
      () => (before ? evaluator.setObject(before) : evaluator.removeObject(object)),
    );
  };

  const withoutIt = <Result>({ uid, node, state }: RecordedPod, run: () => Result): Result => {
    if (node !== undefined) evaluator.unplace(uid);
    try {
      return run();
    } finally {
      if (node !== undefined) evaluator.place(state, node);
    }
  };

  return {
    pod: (uid) => pods.get(uid),
    nodeNames,
    get hasLabels() {
      return hasLabels;
    },
    get hasObjects() {
      return hasObjects;
    },
    behaviour: evaluator.behaviour,
    knowsScheduler: ({ state }) => evaluator.knows(state),
    bindEarly: ({ uid, state, queuedAt }, node) =>
      change(
        0,
        () => evaluator.place(state, node),
        () => evaluator.unplace(uid),
        queuedAt,
      ),
    decide: (pod, decideOptions) => withoutIt(pod, () => evaluator.decide(pod.state, decideOptions)),
    survey: (pod) => withoutIt(pod, () => evaluator.survey(pod.state)),
    observe(observation) {
      const { at } = observation;
      switch (observation.kind) {
        case 'template':
          templates.set(observation.hash, observation.template);
          return undefined;
        case 'node-added':
          return setNode(at, observation.uid, addedNode(observation));
        case 'node-changed': {
          const before = nodes.get(observation.uid);
          return before && setNode(at, observation.uid, changedNode(before, observation));
        }
        case 'node-removed': {
          const node = nodes.get(observation.uid);
          if (!node) return undefined;
          nodes.delete(observation.uid);
          nodeNames.delete(node.metadata.name);
          return change(
            at,
            () => evaluator.removeNode(node.metadata.name),
            () => evaluator.addNode(node),
          );
        }
        case 'object-set':
          return setObject(at, observation.object);
        case 'object-removed': {
          const object = objects.get(observation.uid);
          objects.delete(observation.uid);
          return (
            object &&
            change(
              at,
              () => evaluator.removeObject(object),
              () => evaluator.setObject(object),
            )
          );
        }
        case 'pod-created': {
          const template = templates.get(observation.template);
          if (!template || pods.has(observation.uid)) return undefined;
          const pod = createdPod(observation, template, infoOf, created);
          created += 1;
          hasLabels ||= Object.keys(pod.state.labels).length > 0;
          pods.set(pod.uid, pod);
          return undefined;
        }
        case 'pod-changed':
        case 'pod-resized': {
          const pod = pods.get(observation.uid);
          const template =
            observation.template === undefined ? undefined : templates.get(observation.template);
          const labels = 'labels' in observation ? observation.labels : undefined;
          return pod && replace(at, pod, podAfterChange(pod, { template, labels }, infoOf));
        }
        case 'pod-nominated': {
          const pod = pods.get(observation.uid);
          if (!pod) return undefined;
          const state = { ...pod.state, nominatedNode: observation.node ?? undefined };
          const placed = replace(at, pod, { ...pod, state });
          return placed ?? nominate(at, pod.uid, state, pod.state.nominatedNode);
        }
        case 'pod-unschedulable': {
          const pod = pods.get(observation.uid);
          if (pod) pods.set(pod.uid, { ...pod, queuedAt: at, place: undefined });
          return undefined;
        }
        case 'pod-bound': {
          const pod = pods.get(observation.uid);
          if (!pod || observation.node === null || pod.node !== undefined) return undefined;
          const startTime = Math.floor(at / SECOND) * SECOND;
          const state = { ...pod.state, nominatedNode: undefined, startTime };
          evaluator.nominate(state);
          const bound = { ...pod, state, node: observation.node };
          pods.set(pod.uid, bound);
          return bind(at, bound, observation.node);
        }
        case 'pod-started': {
          const pod = pods.get(observation.uid);
          const startTime = observation.startTime ?? observation.stamp ?? pod?.state.startTime;
          // It decides about the order of victims only, so its order among other events does not matter.
          if (pod) replace(at, pod, { ...pod, state: { ...pod.state, startTime } });
          return undefined;
        }
        case 'pod-terminating': {
          const pod = pods.get(observation.uid);
          return pod && replace(at, pod, { ...pod, state: { ...pod.state, terminating: true } });
        }
        case 'pod-disrupted': {
          const pod = pods.get(observation.uid);
          if (!pod || observation.reason !== PREEMPTED) return undefined;
          return replace(at, pod, { ...pod, state: { ...pod.state, preempted: true } });
        }
        case 'pod-finished':
          return release(at, observation.uid);
        case 'pod-deleted': {
          const freed = release(at, observation.uid);
          pods.delete(observation.uid);
          return freed;
        }
        case 'scheduler-changed':
          if (observation.configuration !== undefined) evaluator.configure(observation.configuration);
          if (observation.weights) evaluator.setWeights(observation.weights);
          return undefined;
        default:
          return undefined;
      }
    },
  };
}

/** The reason of the condition that a preemption sets on its victims. */
const PREEMPTED = 'PreemptionByScheduler';

/** A kubelet takes a bound pod at once, and stamps it in whole seconds. Until the stamp is seen, this is the best guess. */
const SECOND = 1_000_000;

/** Keeps a second view of the cluster on which the autoscaler tries things: with pods that wait for a node, and with nodes that are on order. */
import type { ClusterObject } from '../../../core/objects/cluster-object.ts';
import type { Node } from '../../../core/objects/node.ts';
import type { PodTemplate } from '../../../core/objects/pod.ts';
import { podRequest } from '../../../core/objects/pod-request.ts';
import { parseResourceList, type ResourceAmounts } from '../../../core/objects/quantity.ts';
import type { Observation } from '../../../core/recording/observation.ts';
import { createEvaluator } from '../../../core/scheduler/evaluator.ts';
import { type PodState, podState } from '../../../core/scheduler/framework/pod-state.ts';
import type { SchedulerOptions } from '../../../core/scheduler/scheduler.ts';
import type { ClusterState, EmbeddedPod } from '../cluster-state.ts';
import { decisiveTemplate } from '../decisive-template.ts';

/** What a node offers and what its pods request. Pods of DaemonSets count for the requests only. */
interface NodeLoad {
  readonly node: Node;
  readonly offers: ResourceAmounts;
  readonly pods: Set<string>;
}

export interface ClusterMirror {
  readonly nodes: ReadonlyMap<string, NodeLoad>;
  /** Changes with every change of the mirror. */
  readonly version: number;
  addNode(node: Node): void;
  removeNode(name: string): void;
  updateNode(node: Node): void;
  /** Puts a pod of the cluster on a node, or moves it there. */
  place(uid: string, node: string): void;
  unplace(uid: string): void;
  nodeOf(uid: string): string | undefined;
  /** Puts a pod on a node that exists only here: one that a DaemonSet will create. */
  reserve(uid: string, template: PodTemplate, node: string): void;
  release(uid: string): void;
  /** The first node with room for the pod, of these or of all. */
  firstWithRoom(uid: string, names?: readonly string[]): string | undefined;
  /** Whether some profile schedules the pod. */
  isScheduled(uid: string): boolean;
  /** Takes over changes of objects and of the scheduler. */
  observe(observation: Observation): void;
}

/** @throws {UserError} for a configuration that kube-scheduler would refuse. */
export function createClusterMirror(
  cluster: Pick<ClusterState, 'pods'>,
  options: Pick<SchedulerOptions, 'kubernetesVersion' | 'configuration'>,
): ClusterMirror {
  const evaluator = createEvaluator(options);
  const nodes = new Map<string, NodeLoad>();
  const places = new Map<string, string>();
  const objects = new Map<string, ClusterObject>();
  let version = 0;

  const stateOf = (pod: EmbeddedPod): PodState => {
    const { uid, plan } = pod;
    const template = decisiveTemplate(plan);
    return podState(
      { uid, namespace: plan.namespace, name: plan.name, template },
      evaluator.podInfo(template),
    );
  };
  const waiting = (uid: string): PodState | undefined => {
    const pod = cluster.pods.get(uid);
    return pod && stateOf(pod);
  };

  const mirror: ClusterMirror = {
    nodes,
    get version() {
      return version;
    },
    addNode(node) {
      const { name } = node.metadata;
      version += 1;
      const pods = nodes.get(name)?.pods ?? new Set<string>();
      nodes.set(name, { node, offers: parseResourceList(node.status.allocatable), pods });
      evaluator.addNode(node);
    },
    removeNode(name) {
      version += 1;
      for (const uid of nodes.get(name)?.pods ?? []) {
        places.delete(uid);
        evaluator.unplace(uid);
      }
      nodes.delete(name);
      evaluator.removeNode(name);
    },
    updateNode(node) {
      const known = nodes.get(node.metadata.name);
      if (!known) return;
      version += 1;
      nodes.set(node.metadata.name, { ...known, node, offers: parseResourceList(node.status.allocatable) });
      evaluator.updateNode(node);
    },
    place(uid, node) {
      const pod = waiting(uid);
      if (!pod) return;
      mirror.unplace(uid);
      version += 1;
      places.set(uid, node);
      nodes.get(node)?.pods.add(uid);
      evaluator.place(pod, node);
    },
    unplace(uid) {
      const node = places.get(uid);
      if (node === undefined) return;
      version += 1;
      places.delete(uid);
      nodes.get(node)?.pods.delete(uid);
      evaluator.unplace(uid);
    },
    nodeOf: (uid) => places.get(uid),
    reserve(uid, template, node) {
      const namespace = template.metadata?.namespace ?? 'default';
      evaluator.place(podState({ uid, namespace, name: uid, template }, evaluator.podInfo(template)), node);
    },
    release: (uid) => evaluator.unplace(uid),
    firstWithRoom(uid, names) {
      const pod = waiting(uid);
      return pod && evaluator.firstFeasible(pod, names);
    },
    isScheduled(uid) {
      const pod = waiting(uid);
      return pod !== undefined && evaluator.knows(pod);
    },
    observe(observation) {
      switch (observation.kind) {
        case 'object-set': {
          const { object } = observation;
          objects.set(object.metadata.uid ?? '', object);
          evaluator.setObject(object);
          return;
        }
        case 'object-removed': {
          const object = objects.get(observation.uid);
          objects.delete(observation.uid);
          if (object) evaluator.removeObject(object);
          return;
        }
        case 'scheduler-changed':
          if (observation.configuration !== undefined) evaluator.configure(observation.configuration);
          return;
        default:
      }
    },
  };
  return mirror;
}

const requests = new WeakMap<PodTemplate, ResourceAmounts>();

/** What the pods of a template request. Read once for each template object. */
export function templateRequest(template: PodTemplate): ResourceAmounts {
  const known = requests.get(template) ?? podRequest(template.spec);
  requests.set(template, known);
  return known;
}

/** A pod that belongs to its node, and is created again on the next one. */
export function staysWithNode({ plan }: EmbeddedPod): boolean {
  const kind = plan.owners?.[0]?.kind;
  return kind === 'DaemonSet' || kind === 'Node';
}

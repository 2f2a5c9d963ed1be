/** Plays the steps of a recorded sequence on the model's cluster: nodes, objects and pods as the real kube-scheduler saw them. */
import type { ClusterObject } from '../../../../src/core/objects/cluster-object.ts';
import type { Node } from '../../../../src/core/objects/node.ts';
import type { PodTemplate } from '../../../../src/core/objects/pod.ts';
import type { SchedulerPod } from '../../../../src/core/scheduler/framework/pod-state.ts';
import type { Scheduler } from '../../../../src/core/scheduler/scheduler.ts';
import type { LiveSequence, LiveStep } from './live-sequence.ts';

export interface RecordedCluster {
  start(sequence: LiveSequence): void;
  play(step: LiveStep, now: number): void;
  /** Reports that a pod was bound: the API server copies topology labels of the node to the pod. */
  bound(name: string, nodeName: string, now: number): void;
  /** Sets the start time that the recorder set after the binding. */
  started(name: string, startTime: string, now: number): void;
  /** Ends the victims of a preemption. Those with a grace period stay; the record of a retry does not list them as terminating. */
  endVictims(victims: readonly string[], terminating: readonly string[], now: number): void;
}

const TOPOLOGY = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];
const NAMESPACED = new Set([
  'Service',
  'ReplicaSet',
  'StatefulSet',
  'ReplicationController',
  'PodDisruptionBudget',
  'PersistentVolumeClaim',
]);

export function recordedCluster(scheduler: Scheduler): RecordedCluster {
  const pods = new Map<string, SchedulerPod>();
  const nodes = new Map<string, Node>();
  const update = (pod: SchedulerPod, now: number) => {
    pods.set(pod.name, pod);
    scheduler.updatePod(pod, now);
  };
  const addNode = (node: Node, now: number) => {
    nodes.set(node.metadata.name, node);
    scheduler.addNode(node, now);
  };
  return {
    start(sequence) {
      for (const object of sequence.objects ?? []) scheduler.setObject(inNamespace(object), 0);
      for (const node of sequence.nodes) addNode(node, 0);
    },
    play(step, now) {
      if (step.create) {
        const pod = createdPod(step.create, step.admitted);
        pods.set(pod.name, pod);
        scheduler.addPod(pod, now);
      }
      if (step.ungate) update(ungated(pods.get(step.ungate) as SchedulerPod, step), now);
      if (step.labelPod) update(labelled(pods.get(step.labelPod) as SchedulerPod, step.labels ?? {}), now);
      if (step.delete) scheduler.deletePod(step.delete, now);
      if (step.setPhase) scheduler.finishPod(step.setPhase, now);
      if (step.updateNode) {
        nodes.set(step.updateNode.metadata.name, step.updateNode);
        scheduler.updateNode(step.updateNode, now);
      }
      if (step.addNode) addNode(step.addNode, now);
      if (step.deleteNode) scheduler.removeNode(step.deleteNode, now);
    },
    bound(name, nodeName, now) {
      scheduler.podBound(name, now);
      const pod = pods.get(name);
      if (!pod) return;
      const { labels = {} } = nodes.get(nodeName)?.metadata ?? {};
      const copied = TOPOLOGY.filter((key) => labels?.[key] !== undefined).map((key) => [key, labels?.[key]]);
      if (copied.length > 0) update(labelled(pod, Object.fromEntries(copied)), now);
    },
    started(name, startTime, now) {
      const started = { ...(pods.get(name) as SchedulerPod), startTime: Date.parse(startTime) * 1000 };
      update(started, now);
    },
    endVictims(victims, terminating, now) {
      for (const name of victims) {
        const { terminationGracePeriodSeconds = 0 } = pods.get(name)?.template.spec ?? {};
        if (terminating.includes(name) || terminationGracePeriodSeconds > 0)
          scheduler.podTerminating(name, now);
        else scheduler.deletePod(name, now);
      }
    },
  };
}

function createdPod(
  { metadata, spec }: NonNullable<LiveStep['create']>,
  admitted: LiveStep['admitted'],
): SchedulerPod {
  const changed = Object.fromEntries(Object.entries(admitted ?? {}).filter(([, value]) => value !== null));
  const template: PodTemplate = { metadata, spec: { ...spec, ...changed } };
  const { name, namespace = 'default' } = metadata;
  return { uid: name, namespace, name, template };
}

function inNamespace(object: ClusterObject): ClusterObject {
  if (!NAMESPACED.has(object.kind)) return object;
  return { ...object, metadata: { namespace: 'default', ...object.metadata } };
}

function ungated(pod: SchedulerPod, { remaining = [], patchSpec = {} }: LiveStep): SchedulerPod {
  const schedulingGates = remaining.map((name) => ({ name }));
  const { metadata, spec } = pod.template;
  return {
    ...pod,
    template: { ...(metadata && { metadata }), spec: { ...spec, ...patchSpec, schedulingGates } },
  };
}

function labelled(pod: SchedulerPod, labels: Readonly<Record<string, string>>): SchedulerPod {
  const { metadata, spec } = pod.template;
  return {
    ...pod,
    template: { metadata: { ...metadata, labels: { ...metadata?.labels, ...labels } }, spec },
  };
}

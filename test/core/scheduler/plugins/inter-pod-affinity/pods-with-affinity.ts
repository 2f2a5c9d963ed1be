/** Builds pods with labels and affinity terms, and asks where one of them may go. */
import type { ClusterObject } from '../../../../../src/core/objects/cluster-object.ts';
import type { Node } from '../../../../../src/core/objects/node.ts';
import type { Affinity, PodAffinityTerm } from '../../../../../src/core/objects/pod.ts';
import type { Decision } from '../../../../../src/core/scheduler/decision.ts';
import type { SchedulerPod } from '../../../../../src/core/scheduler/framework/pod-state.ts';
import type { KubernetesVersion } from '../../../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler } from '../../../../../src/core/scheduler/scheduler.ts';

export interface AffinePod {
  readonly name: string;
  readonly node?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly affinity?: Affinity;
}

/** The scheduler's form of such a pod. */
export function affinePod({
  name,
  node,
  namespace = 'default',
  labels = {},
  affinity,
}: AffinePod): SchedulerPod {
  const spec = { containers: [{}], ...(affinity && { affinity }) };
  return { uid: name, namespace, name, template: { metadata: { labels }, spec }, nodeName: node };
}

/** A node with a zone, or with labels. */
export function zoned(name: string, zone: string | Readonly<Record<string, string>>): Node {
  const labels = typeof zone === 'string' ? { zone } : zone;
  return { metadata: { name, labels }, status: { allocatable: { cpu: 8, memory: '8Gi', pods: 110 } } };
}

/** Selects pods with this `app` in each zone. */
export function byZone(app: string, more: Partial<PodAffinityTerm> = {}): PodAffinityTerm {
  return { topologyKey: 'zone', labelSelector: { matchLabels: { app } }, ...more };
}

export function near(...terms: PodAffinityTerm[]): Affinity {
  return { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
}

export function apart(...terms: PodAffinityTerm[]): Affinity {
  return { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
}

interface Cluster {
  readonly nodes: readonly Node[];
  readonly pods?: readonly AffinePod[];
  readonly objects?: readonly ClusterObject[];
  readonly version?: KubernetesVersion;
  readonly args?: unknown;
}

/** The decision about one pod in a cluster. */
export function decisionAbout(pod: AffinePod, cluster: Cluster): Decision | undefined {
  const { nodes, pods = [], objects = [], version: kubernetesVersion = '1.37', args } = cluster;
  const configuration = args && { pluginConfig: [{ name: 'InterPodAffinity', args }] };
  const scheduler = createScheduler({ kubernetesVersion, configuration, explain: true });
  for (const object of objects) scheduler.setObject(object, 0);
  for (const node of nodes) scheduler.addNode(node, 0);
  for (const each of pods) scheduler.addPod(affinePod(each), 0);
  scheduler.addPod(affinePod(pod), 0);
  return scheduler.scheduleOne(0);
}

/** The nodes on which the pod could run. */
export function nodesFor(pod: AffinePod, cluster: Cluster): readonly string[] | undefined {
  return decisionAbout(pod, cluster)?.explanation?.feasible;
}

/** The scores of InterPodAffinity by node, without its weight. Undefined if it does not score. */
export function affinityScores(pod: AffinePod, cluster: Cluster): Record<string, number> | undefined {
  const scores = decisionAbout(pod, cluster)?.explanation?.scores ?? new Map();
  const found = Array.from(scores, ([name, ofNode]) => [name, ofNode.get('InterPodAffinity')]);
  return found.some(([, score]) => score === undefined)
    ? undefined
    : Object.fromEntries(found.map(([name, score]) => [name, score / 2]));
}

/** Why a node cannot take a pod: the rules of kube-scheduler's filters, written down without any memory or index. */
import type { PodAffinityTerm } from '../../../../src/core/objects/pod.ts';
import { UNSCHEDULABLE_TAINT } from '../../../../src/core/objects/taints.ts';
import {
  isSelected,
  type NaiveCluster,
  type NaiveNode,
  type NaivePod,
  podsOn,
  selects,
  untolerated,
  used,
} from './naive-cluster.ts';

export interface Refusal {
  readonly reasons: readonly string[];
  /** Whether removing pods from the node could help. */
  readonly isResolvable: boolean;
}

type Filter = (pod: NaivePod, node: NaiveNode, cluster: NaiveCluster) => Refusal | undefined;

const because = (reason: string, isResolvable: boolean): Refusal => ({ reasons: [reason], isResolvable });

const cordon: Filter = (pod, node) => {
  const tolerates = untolerated(pod, { ...node, taints: [UNSCHEDULABLE_TAINT] }).length === 0;
  return node.unschedulable && !tolerates ? because('node(s) were unschedulable', false) : undefined;
};

const taints: Filter = (pod, node) =>
  untolerated(pod, node).some(({ effect }) => effect !== 'PreferNoSchedule')
    ? because('node(s) had untolerated taint(s)', false)
    : undefined;

const nodeAffinity: Filter = (pod, node) =>
  isSelected(pod, node) ? undefined : because("node(s) didn't match Pod's node affinity/selector", false);

const ports: Filter = (pod, node, cluster) =>
  pod.hostPort !== undefined && podsOn(cluster, node).some(({ hostPort }) => hostPort === pod.hostPort)
    ? because("node(s) didn't have free ports for the requested pod ports", true)
    : undefined;

const resources: Filter = (pod, node, cluster) => {
  const reasons: string[] = [];
  let isResolvable = true;
  if (podsOn(cluster, node).length + 1 > (node.allocatable.pods ?? 0)) reasons.push('Too many pods');
  for (const [resource, amount] of Object.entries(pod.requests)) {
    const allocatable = node.allocatable[resource] ?? 0;
    if (amount === 0 || amount <= allocatable - used(cluster, node, resource)) continue;
    reasons.push(`Insufficient ${resource}`);
    if (amount > allocatable) isResolvable = false;
  }
  return reasons.length > 0 ? { reasons, isResolvable } : undefined;
};

const SKEW = "node(s) didn't match pod topology spread constraints";

const spreading: Filter = (pod, node, cluster) => {
  const hard = (pod.spec.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
  );
  for (const { topologyKey, labelSelector, maxSkew, minDomains } of hard) {
    const domain = node.labels[topologyKey];
    if (domain === undefined) return because(`${SKEW} (missing required label)`, false);
    const counts = new Map<string, number>();
    for (const each of cluster.nodes) {
      if (!hard.every((constraint) => constraint.topologyKey in each.labels) || !isSelected(pod, each))
        continue;
      const key = each.labels[topologyKey] as string;
      const matching = podsOn(cluster, each).filter(({ labels }) => selects(labelSelector, labels));
      counts.set(key, (counts.get(key) ?? 0) + matching.length);
    }
    const least = counts.size < (minDomains ?? 1) ? 0 : Math.min(...counts.values());
    const self = selects(labelSelector, pod.labels) ? 1 : 0;
    if ((counts.get(domain) ?? 0) + self - least > maxSkew) return because(SKEW, true);
  }
  return undefined;
};

/** The labels of the pod's domain for each bound pod. */
function labelsOfNode(cluster: NaiveCluster, { node }: NaivePod): NaiveNode['labels'] {
  return cluster.nodes.find(({ name }) => name === node)?.labels ?? {};
}

function sameDomain(key: string, one: NaiveNode['labels'], other: NaiveNode['labels']): boolean {
  return one[key] !== undefined && one[key] === other[key];
}

const podAffinity: Filter = (pod, { labels }, cluster) => {
  const { podAffinity: near, podAntiAffinity: apart } = pod.spec.affinity ?? {};
  const required = near?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const matchesAll = (other: NaivePod) =>
    required.every(({ labelSelector }) => selects(labelSelector, other.labels));
  const placed = cluster.pods.filter(({ node }) => cluster.nodes.some(({ name }) => name === node));
  const friends = placed.filter(matchesAll);
  // A friend on a node without any of the keys is in no domain.
  const isFirst = !friends.some((friend) =>
    required.some(({ topologyKey }) => topologyKey in labelsOfNode(cluster, friend)),
  );
  const isNear = ({ topologyKey }: PodAffinityTerm) =>
    friends.some((friend) => sameDomain(topologyKey, labels, labelsOfNode(cluster, friend)));
  const hasKeys = required.every(({ topologyKey }) => topologyKey in labels);
  if (!hasKeys || !(required.every(isNear) || (isFirst && matchesAll(pod))))
    return because("node(s) didn't match pod affinity rules", false);
  for (const { topologyKey, labelSelector } of apart?.requiredDuringSchedulingIgnoredDuringExecution ?? [])
    for (const other of placed)
      if (
        selects(labelSelector, other.labels) &&
        sameDomain(topologyKey, labels, labelsOfNode(cluster, other))
      )
        return because("node(s) didn't match pod anti-affinity rules", true);
  for (const other of placed) {
    const rules = other.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    for (const { topologyKey, labelSelector } of rules)
      if (selects(labelSelector, pod.labels) && sameDomain(topologyKey, labels, labelsOfNode(cluster, other)))
        return because("node(s) didn't satisfy existing pods anti-affinity rules", true);
  }
  return undefined;
};

const FILTERS: readonly Filter[] = [cordon, taints, nodeAffinity, ports, resources, spreading, podAffinity];

/** The first refusal, in the order of the default profile. */
export const refusalOf: Filter = (pod, node, cluster) => {
  for (const filter of FILTERS) {
    const refusal = filter(pod, node, cluster);
    if (refusal) return refusal;
  }
  return undefined;
};

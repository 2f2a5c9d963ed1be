/** Groups pods of one kind: the same owner, and the same template apart from the requests. */
import type { Container, PodTemplate, ResourceList } from '../../objects/pod.ts';
import { commonLabels } from '../../observing/given-labels.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import type { PodHistory } from './pod-history.ts';

export interface WorkloadGroup {
  readonly name: string;
  readonly namespace: string;
  /** The template with the most frequent requests, and the labels that all pods of the group have. */
  readonly template: PodTemplate;
  /** The requests of the first container with the number of pods that have them, the most frequent first. */
  readonly requests: readonly RequestShare[];
  readonly pods: readonly PodHistory[];
}

interface RequestShare {
  readonly requests: ResourceList;
  readonly pods: number;
}

/** The suffix that a controller appends to the names of its pods: two hashes of a ReplicaSet, one of a Job or DaemonSet, a number of a StatefulSet. */
const GENERATED = /(-[a-z0-9]{6,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}$|-\d+$/;

/** A name that Kubernetes accepts for a pod: lower case letters, digits, - and . */
export function asName(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return name.slice(0, 200) || 'pods';
}

/**
 * Groups by owner (the recorded group, otherwise the name without the controller's suffix), namespace, and template without requests. The
 * groups are in the order of their first pods. A number is appended to a name that an earlier group has.
 *
 * @param used - names that other groups already have.
 */
export function groupPods(pods: readonly PodHistory[], used: readonly string[] = []): WorkloadGroup[] {
  const shapes = new Map<string, string>();
  const members = new Map<string, PodHistory[]>();
  for (const pod of pods) {
    const owner = asName(pod.group ?? pod.name.replace(GENERATED, ''));
    const shape = shapes.get(pod.templateHash) ?? templateShape(pod.template);
    shapes.set(pod.templateHash, shape);
    const key = JSON.stringify([owner, pod.namespace, shape]);
    const group = members.get(key);
    if (group) group.push(pod);
    else members.set(key, [pod]);
  }
  const taken = new Map<string, number>(used.map((name) => [name, 1]));
  return [...members].map(([key, group]) => {
    const [owner, namespace] = JSON.parse(key) as [string, string];
    const before = taken.get(owner) ?? 0;
    taken.set(owner, before + 1);
    return groupOf(before === 0 ? owner : `${owner}-${before + 1}`, namespace, group);
  });
}

/** One group of all these pods. */
export function groupOf(name: string, namespace: string, pods: readonly PodHistory[]): WorkloadGroup {
  const requests = requestShares(pods);
  const template = pods.find(
    (pod) => canonicalJson(requestsOf(pod.template)) === canonicalJson(requests[0]!.requests),
  )!;
  return {
    name,
    namespace,
    template: withLabels(template.template, commonLabels(pods.map(({ labels = {} }) => labels))),
    requests,
    pods,
  };
}

/** Equal for the templates of one group: the template without the requests that a scenario draws. */
export function templateShape(template: PodTemplate): string {
  return canonicalJson(withoutRequests(template));
}

function withLabels(template: PodTemplate, labels: Readonly<Record<string, string>>): PodTemplate {
  if (Object.keys(labels).length === 0) return template;
  const { metadata } = template;
  return { ...template, metadata: { ...metadata, labels: { ...metadata?.labels, ...labels } } };
}

function requestShares(pods: readonly PodHistory[]): RequestShare[] {
  const shares = new Map<string, { requests: ResourceList; pods: number }>();
  for (const { template } of pods) {
    const requests = requestsOf(template);
    const key = canonicalJson(requests);
    const share = shares.get(key);
    if (share) share.pods += 1;
    else shares.set(key, { requests, pods: 1 });
  }
  return [...shares.values()].sort((a, b) => b.pods - a.pods);
}

function requestsOf({ spec }: PodTemplate): ResourceList {
  return spec.containers[0]?.resources?.requests ?? {};
}

/**
 * A scenario draws only the first container's requests, so the requests of other containers still separate groups. Images do not: a new version
 * of a workload is the same workload.
 */
function withoutRequests(template: PodTemplate): unknown {
  const [first, ...others] = template.spec.containers;
  const { requests: _, limits: __, ...resources } = first?.resources ?? {};
  return {
    ...template,
    spec: {
      ...template.spec,
      containers: [{ ...first, resources }, ...others].map(withoutImage),
      ...(template.spec.initContainers && { initContainers: template.spec.initContainers.map(withoutImage) }),
    },
  };
}

function withoutImage({ image: _image, ...container }: Container): Container {
  return container;
}

/** Groups pods of one kind: the same owner, and the same template apart from the requests. */
import type { Container, PodTemplate } from '../../objects/pod.ts';
import { commonLabels } from '../../observing/given-labels.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import { type RequestShare, requestShares, requestsOf } from '../runs/request-shares.ts';
import { freeName } from './free-name.ts';
import { namePattern } from './name-pattern.ts';
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

/** A name that Kubernetes accepts for a pod: lower case letters, digits, - and . */
export function asName(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return name.slice(0, 200) || 'pods';
}

/** Pods of one namespace and one template without requests, with the name of what they belong to. */
interface Bundle {
  readonly name: string;
  readonly namespace: string;
  readonly shape: string;
  /** Names of a series: pods whose group was not recorded, or that each have an owner of their own. */
  readonly isSeries: boolean;
  readonly pods: PodHistory[];
}

/** Where this number of names of one template each occur once, the names say nothing: the template makes the group. */
const FEWEST_TO_JOIN = 5;
/** Owners with few pods each. Their names are those of a series too. */
const SMALL_OWNER = /^(?!(?:Deployment|ReplicaSet|StatefulSet|DaemonSet|CronJob)\/)([^/]+)\/(.+)$/;

/**
 * Groups by the recorded group, namespace, and template without requests. Where no group was recorded, or only an owner of few pods such as a
 * Job, by the pattern of the name instead; pods whose names have nothing in common are one group of their template. The groups are in the order of
 * their first pods. A number is appended to a name that an earlier group has.
 *
 * @param used - names that other groups already have.
 */
export function groupPods(pods: readonly PodHistory[], used: readonly string[] = []): WorkloadGroup[] {
  const taken = new Set(used);
  return joined(bundlesOf(pods), pods).map(({ name, namespace, pods: members }) =>
    groupOf(freeName(name, taken), namespace, members),
  );
}

function bundlesOf(pods: readonly PodHistory[]): Bundle[] {
  const shapes = new Map<string, string>();
  const bundles = new Map<string, Bundle>();
  for (const pod of pods) {
    const shape = shapes.get(pod.templateHash) ?? templateShape(pod.template);
    shapes.set(pod.templateHash, shape);
    const { key, name, isSeries } = belongingOf(pod);
    const place = JSON.stringify([key, pod.namespace, shape]);
    const bundle = bundles.get(place);
    if (bundle) bundle.pods.push(pod);
    else bundles.set(place, { name, namespace: pod.namespace, shape, isSeries, pods: [pod] });
  }
  return [...bundles.values()];
}

function belongingOf({ group, name }: PodHistory): {
  readonly key: string;
  readonly name: string;
  readonly isSeries: boolean;
} {
  const [, kind, owner] = SMALL_OWNER.exec(group ?? '') ?? [];
  if (group !== undefined && owner === undefined) return { key: group, name: asName(group), isSeries: false };
  const { pattern, stem } = namePattern(owner ?? name);
  const words = [kind, stem].filter((word) => word !== undefined && word !== '');
  return { key: JSON.stringify([kind, pattern]), name: asName(words.join('-')), isSeries: true };
}

/** Joins the single pods of one template. All are in the order of their first pods. */
function joined(bundles: readonly Bundle[], pods: readonly PodHistory[]): Bundle[] {
  const single = new Map<string, Bundle[]>();
  for (const bundle of bundles) {
    if (!bundle.isSeries || bundle.pods.length > 1) continue;
    const key = JSON.stringify([bundle.namespace, bundle.shape]);
    const known = single.get(key);
    if (known) known.push(bundle);
    else single.set(key, [bundle]);
  }
  const order = new Map(pods.map((pod, index) => [pod, index]));
  const many = [...single.values()].filter((each) => each.length >= FEWEST_TO_JOIN);
  const joining = new Set(many.flat());
  const others = bundles.filter((bundle) => !joining.has(bundle));
  const together = many.map((each): Bundle => {
    const members = each.flatMap((bundle) => bundle.pods);
    const name = commonStart(each.map((bundle) => bundle.name));
    return { ...each[0]!, name, pods: members.sort((a, b) => order.get(a)! - order.get(b)!) };
  });
  return [...others, ...together].sort((a, b) => order.get(a.pods[0]!)! - order.get(b.pods[0]!)!);
}

/** The words with which all names begin. */
function commonStart(names: readonly string[]): string {
  const [first = [], ...others] = names.map((name) => name.split('-'));
  const end = first.findIndex((word, index) => others.some((words) => words[index] !== word));
  return asName(first.slice(0, end < 0 ? undefined : end).join('-'));
}

/** One group of all these pods. */
export function groupOf(name: string, namespace: string, pods: readonly PodHistory[]): WorkloadGroup {
  const requests = requestShares(pods);
  const most = canonicalJson(requests[0]!.requests);
  const template = pods.find((pod) => canonicalJson(requestsOf(pod.template)) === most)!;
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

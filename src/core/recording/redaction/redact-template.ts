/** Redacts pod templates: rebuilds them field by field, so that a field that is not listed here is left out. */
import type {
  Affinity,
  Container,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodSpec,
  PodTemplate,
  Toleration,
} from '../../objects/pod.ts';
import { type LabelRedaction, redactLabels } from './redact-labels.ts';
import { maskSecrets } from './secret-looking.ts';

export interface TemplateRedaction {
  readonly labels: LabelRedaction;
  name(kind: string, text: string): string;
  readonly keepsLabels: boolean;
  readonly keepsImages: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** Names that every cluster has. */
const EVERYWHERE = /^(?:system-(?:node|cluster)-critical|default-scheduler|0\.0\.0\.0|::)$/;

export function redactTemplate({ metadata, spec }: PodTemplate, how: TemplateRedaction): PodTemplate {
  const labels = how.keepsLabels ? metadata?.labels : undefined;
  return {
    ...(labels ? { metadata: { labels: redactLabels(labels, how.labels) } } : {}),
    spec: redactSpec(spec, how),
  };
}

function redactSpec(spec: PodSpec, how: TemplateRedaction): PodSpec {
  const { name, labels } = how;
  const named = (kind: string, text: string | undefined) =>
    text === undefined || EVERYWHERE.test(text) ? text : name(kind, text);
  return given({
    containers: spec.containers.map((container) => redactContainer(container, how)),
    initContainers: spec.initContainers?.map((container) => redactContainer(container, how)),
    resources: spec.resources && given({ requests: spec.resources.requests, limits: spec.resources.limits }),
    overhead: spec.overhead,
    nodeSelector: spec.nodeSelector && redactLabels(spec.nodeSelector, labels),
    affinity: spec.affinity && redactAffinity(spec.affinity, how),
    topologySpreadConstraints: spec.topologySpreadConstraints?.map((constraint) =>
      redactSpread(asFields(constraint), how),
    ) as PodSpec['topologySpreadConstraints'],
    tolerations: spec.tolerations?.map((toleration) => redactToleration(toleration, labels)),
    priority: spec.priority,
    priorityClassName: named('class', spec.priorityClassName),
    preemptionPolicy: spec.preemptionPolicy,
    schedulerName: named('scheduler', spec.schedulerName),
    hostNetwork: spec.hostNetwork,
    schedulingGates: spec.schedulingGates?.map((gate) => ({ name: labels.key(gate.name) })),
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds,
  });
}

function redactContainer(container: Container, { name, keepsImages }: TemplateRedaction): Container {
  const { requests, limits } = container.resources ?? {};
  return given({
    name: container.name === undefined ? undefined : name('container', container.name),
    image: keepsImages && container.image ? maskSecrets(container.image.replace(/@.*$/, '')) : undefined,
    resources: container.resources && given({ requests, limits }),
    ports: container.ports?.map(({ containerPort, hostPort, hostIP, protocol }) =>
      given({
        containerPort,
        hostPort,
        hostIP: hostIP === undefined || EVERYWHERE.test(hostIP) ? hostIP : name('ip', hostIP),
        protocol,
      }),
    ),
    restartPolicy: container.restartPolicy,
  });
}

function redactToleration(toleration: Toleration, { key, value }: LabelRedaction): Toleration {
  const { key: of = '', operator, effect, tolerationSeconds } = toleration;
  return given({
    key: toleration.key === undefined || of === '' ? toleration.key : key(of),
    operator,
    value: toleration.value === undefined ? undefined : value(of, toleration.value),
    effect,
    tolerationSeconds,
  });
}

function redactAffinity(
  { nodeAffinity, podAffinity, podAntiAffinity }: Affinity,
  how: TemplateRedaction,
): Affinity {
  const required = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
  return given({
    nodeAffinity:
      nodeAffinity &&
      given({
        requiredDuringSchedulingIgnoredDuringExecution: required && redactNodeSelector(required, how.labels),
        preferredDuringSchedulingIgnoredDuringExecution: preferred?.map(({ weight, preference }) => ({
          weight,
          preference: redactTerm(preference, how.labels),
        })),
      }),
    podAffinity: podAffinity == null ? undefined : redactPodAffinity(asFields(podAffinity), how),
    podAntiAffinity: podAntiAffinity == null ? undefined : redactPodAffinity(asFields(podAntiAffinity), how),
  });
}

function redactNodeSelector({ nodeSelectorTerms }: NodeSelector, labels: LabelRedaction): NodeSelector {
  return { nodeSelectorTerms: (nodeSelectorTerms ?? []).map((term) => redactTerm(term, labels)) };
}

function redactTerm(
  { matchExpressions, matchFields }: NodeSelectorTerm,
  labels: LabelRedaction,
): NodeSelectorTerm {
  return given({
    matchExpressions: matchExpressions?.map((each) => redactRequirement(each, labels)),
    matchFields: matchFields?.map((each) => redactRequirement(each, labels)),
  });
}

function redactRequirement(
  { key, operator, values }: NodeSelectorRequirement,
  labels: LabelRedaction,
): NodeSelectorRequirement {
  return {
    key: labels.key(key),
    operator,
    ...(values ? { values: values.map((each) => labels.value(key, each)) } : {}),
  };
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function redactPodAffinity(affinity: Fields, how: TemplateRedaction): Fields {
  return given({
    [REQUIRED]: listOf(affinity[REQUIRED])?.map((term) => redactPodTerm(term, how)),
    [PREFERRED]: listOf(affinity[PREFERRED])?.map(({ weight, podAffinityTerm }) => ({
      weight,
      podAffinityTerm: redactPodTerm(asFields(podAffinityTerm), how),
    })),
  });
}

function redactPodTerm(term: Fields, { labels, name }: TemplateRedaction): Fields {
  return given({
    labelSelector: redactSelector(term.labelSelector, labels),
    topologyKey: typeof term.topologyKey === 'string' ? labels.key(term.topologyKey) : undefined,
    namespaces: textsOf(term.namespaces)?.map((each) => name('namespace', each)),
    namespaceSelector: redactSelector(term.namespaceSelector, labels),
    matchLabelKeys: textsOf(term.matchLabelKeys)?.map(labels.key),
    mismatchLabelKeys: textsOf(term.mismatchLabelKeys)?.map(labels.key),
  });
}

function redactSpread(constraint: Fields, { labels }: TemplateRedaction): Fields {
  const { maxSkew, whenUnsatisfiable, minDomains, nodeAffinityPolicy, nodeTaintsPolicy } = constraint;
  return given({
    maxSkew,
    topologyKey: typeof constraint.topologyKey === 'string' ? labels.key(constraint.topologyKey) : undefined,
    whenUnsatisfiable,
    labelSelector: redactSelector(constraint.labelSelector, labels),
    minDomains,
    nodeAffinityPolicy,
    nodeTaintsPolicy,
    matchLabelKeys: textsOf(constraint.matchLabelKeys)?.map(labels.key),
  });
}

function redactSelector(selector: unknown, labels: LabelRedaction): Fields | undefined {
  if (selector == null) return undefined;
  const { matchLabels, matchExpressions } = asFields(selector);
  return given({
    matchLabels:
      matchLabels == null ? undefined : redactLabels(matchLabels as Readonly<Record<string, string>>, labels),
    matchExpressions: listOf(matchExpressions)?.map((each) =>
      redactRequirement(each as unknown as NodeSelectorRequirement, labels),
    ),
  });
}

function asFields(value: unknown): Fields {
  return (value ?? {}) as Fields;
}

function listOf(value: unknown): readonly Fields[] | undefined {
  return Array.isArray(value) ? (value as readonly Fields[]) : undefined;
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** The fields without those that are undefined or null. */
function given<All extends object>(
  fields: All,
): { [Name in keyof All]: Exclude<All[Name], undefined | null> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as {
    [Name in keyof All]: Exclude<All[Name], undefined | null>;
  };
}

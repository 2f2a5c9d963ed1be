/** Redacts pod templates: rebuilds them field by field, so that a field that is not listed here is left out. */
import type {
  Affinity,
  Container,
  PodSpec,
  PodTemplate,
  ResourceRequirements,
  Volume,
} from '../../objects/pod.ts';
import { volumeSource } from '../../objects/volume-sources.ts';
import { apiWord, number, truth } from './plain-values.ts';
import { isPublicInSpec } from './public-names.ts';
import { given, type LooseFields, listOf, looseFields, textsOf } from './rebuilt-fields.ts';
import { redactLabels } from './redact-labels.ts';
import type { NameRedaction } from './redact-names.ts';
import { redactNodeSelector, redactSelector, redactTerm, redactToleration } from './redact-selectors.ts';

export function redactTemplate({ metadata, spec }: PodTemplate, how: NameRedaction): PodTemplate {
  const labels = metadata?.labels;
  return {
    ...(labels ? { metadata: { labels: redactLabels(labels, how.podLabels) } } : {}),
    spec: redactSpec(spec, how),
  };
}

function redactSpec(spec: PodSpec, how: NameRedaction): PodSpec {
  const { name, nodeLabels: labels } = how;
  const named = (kind: string, text: string | undefined) =>
    text === undefined || isPublicInSpec(text) ? text : name(kind, text);
  return given({
    containers: spec.containers.map((container) => redactContainer(container, how)),
    initContainers: spec.initContainers?.map((container) => redactContainer(container, how)),
    resources: spec.resources && redactRequirements(spec.resources, how),
    overhead: spec.overhead && how.resources(spec.overhead),
    nodeSelector: spec.nodeSelector && redactLabels(spec.nodeSelector, labels),
    affinity: spec.affinity && redactAffinity(spec.affinity, how),
    topologySpreadConstraints: spec.topologySpreadConstraints?.map((constraint) =>
      redactSpread(looseFields(constraint), how),
    ) as PodSpec['topologySpreadConstraints'],
    tolerations: spec.tolerations?.map((toleration) => redactToleration(toleration, labels)),
    priority: number(spec.priority),
    priorityClassName: named('class', spec.priorityClassName),
    preemptionPolicy: apiWord(spec.preemptionPolicy),
    schedulerName: named('scheduler', spec.schedulerName),
    hostNetwork: truth(spec.hostNetwork),
    schedulingGates: spec.schedulingGates?.map((gate) => ({ name: labels.key(gate.name) })),
    activeDeadlineSeconds: number(spec.activeDeadlineSeconds),
    terminationGracePeriodSeconds: number(spec.terminationGracePeriodSeconds),
    runtimeClassName: named('runtime-class', spec.runtimeClassName ?? undefined),
    resourceClaims: spec.resourceClaims?.map((claim) => ({ name: name('resource-claim', claim.name) })),
    volumes: spec.volumes && redactVolumes(spec.volumes, how),
  });
}

/** Keeps the volumes that decide: claims, images, and disks with limits. */
export function redactVolumes(volumes: readonly Volume[], how: NameRedaction): readonly Volume[] {
  return volumes.flatMap(({ name, ...sources }) => {
    const kept = Object.entries(sources).flatMap(([source, value]) => {
      const redacted = volumeSource(source, value, how.volumeField);
      return redacted ? [[source, redacted] as const] : [];
    });
    return kept.length > 0 ? [{ name: how.name('mount', name), ...Object.fromEntries(kept) }] : [];
  });
}

function redactRequirements(
  { requests, limits }: ResourceRequirements,
  { resources }: NameRedaction,
): ResourceRequirements {
  return given({ requests: requests && resources(requests), limits: limits && resources(limits) });
}

function redactContainer(container: Container, how: NameRedaction): Container {
  const { name, image } = how;
  return given({
    name: container.name === undefined ? undefined : name('container', container.name),
    image: container.image ? image(container.image) : undefined,
    resources: container.resources && redactRequirements(container.resources, how),
    ports: container.ports?.map(({ containerPort, hostPort, hostIP, protocol }) =>
      given({
        containerPort: number(containerPort),
        hostPort: number(hostPort),
        hostIP: hostIP === undefined || isPublicInSpec(hostIP) ? hostIP : name('ip', hostIP),
        protocol: apiWord(protocol),
      }),
    ),
    restartPolicy: apiWord(container.restartPolicy),
  });
}

function redactAffinity(
  { nodeAffinity, podAffinity, podAntiAffinity }: Affinity,
  how: NameRedaction,
): Affinity {
  const required = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
  return given({
    nodeAffinity:
      nodeAffinity &&
      given({
        requiredDuringSchedulingIgnoredDuringExecution:
          required && redactNodeSelector(required, how.nodeLabels),
        preferredDuringSchedulingIgnoredDuringExecution: preferred?.map(({ weight, preference }) => ({
          weight: number(weight) ?? 0,
          preference: redactTerm(preference, how.nodeLabels),
        })),
      }),
    podAffinity: podAffinity == null ? undefined : redactPodAffinity(looseFields(podAffinity), how),
    podAntiAffinity:
      podAntiAffinity == null ? undefined : redactPodAffinity(looseFields(podAntiAffinity), how),
  });
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function redactPodAffinity(affinity: LooseFields, how: NameRedaction): LooseFields {
  return given({
    [REQUIRED]: listOf(affinity[REQUIRED])?.map((term) => redactPodTerm(term, how)),
    [PREFERRED]: listOf(affinity[PREFERRED])?.map(({ weight, podAffinityTerm }) => ({
      weight: number(weight),
      podAffinityTerm: redactPodTerm(looseFields(podAffinityTerm), how),
    })),
  });
}

function redactPodTerm(term: LooseFields, { podLabels: labels, name }: NameRedaction): LooseFields {
  return given({
    labelSelector: redactSelector(term.labelSelector, labels),
    topologyKey: typeof term.topologyKey === 'string' ? labels.key(term.topologyKey) : undefined,
    namespaces: textsOf(term.namespaces)?.map((each) => name('namespace', each)),
    namespaceSelector: redactSelector(term.namespaceSelector, labels),
    matchLabelKeys: textsOf(term.matchLabelKeys)?.map(labels.key),
    mismatchLabelKeys: textsOf(term.mismatchLabelKeys)?.map(labels.key),
  });
}

function redactSpread(constraint: LooseFields, { podLabels: labels }: NameRedaction): LooseFields {
  const { maxSkew, whenUnsatisfiable, minDomains, nodeAffinityPolicy, nodeTaintsPolicy } = constraint;
  return given({
    maxSkew: number(maxSkew),
    topologyKey: typeof constraint.topologyKey === 'string' ? labels.key(constraint.topologyKey) : undefined,
    whenUnsatisfiable: apiWord(whenUnsatisfiable),
    labelSelector: redactSelector(constraint.labelSelector, labels),
    minDomains: number(minDomains),
    nodeAffinityPolicy: apiWord(nodeAffinityPolicy),
    nodeTaintsPolicy: apiWord(nodeTaintsPolicy),
    matchLabelKeys: textsOf(constraint.matchLabelKeys)?.map(labels.key),
  });
}

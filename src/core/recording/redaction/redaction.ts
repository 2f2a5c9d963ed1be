/** Redacts every observation on its way into a recording: the one gate that decides what a recording may contain. */
import type { PodTemplate } from '../../objects/pod.ts';
import type { NodeAddedObservation, NodeChangedObservation, Observation } from '../observation.ts';
import type { Observer } from '../observer.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonym.ts';
import { PLAIN_LABELS, pseudonymousLabels, redactLabels, redactTaints } from './redact-labels.ts';
import { redactMessage } from './redact-message.ts';
import { redactOwner } from './redact-metadata.ts';
import { redactNames } from './redact-names.ts';
import { redactObject } from './redact-object.ts';
import { redactTemplate, redactVolumes } from './redact-template.ts';
import { MASK, maskSecrets } from './secret-looking.ts';

/** What a person may keep as it is. Environment, arguments, commands, annotations and mounts are never kept. */
export const KEEPABLE = ['image', 'labels', 'messages'] as const;

export type Kept = (typeof KEEPABLE)[number];

export interface RedactionPolicy {
  /** Names as they are, or pseudonyms: the same name and salt give the same pseudonym. */
  readonly names: 'kept' | { readonly salt: string };
  readonly keep?: readonly Kept[];
}

export interface Redaction {
  /** For the recording's header. */
  readonly summary: string;
  /** Returns an observer that redacts each observation and passes it on. */
  before(inner: Observer): Observer;
}

/** Namespaces that every cluster has. */
const EVERYWHERE = /^(?:default|kube-system|kube-public|kube-node-lease)$/;
/** `db-0`: one of a series. StatefulSets name pods so, and many tools do that create pods without a controller. */
const NUMBERED = /^(.+)-(\d{1,9})$/;
/** Reasons in Kubernetes' own words: Evicted, OOMKilled, OutOfcpu. */
const REASON = /^(?:[A-Z][A-Za-z]{1,40}|OutOf[a-z][\w./-]{0,60})$/;

/** A feature as kubelets declare it: GuaranteedQoSPodCPUResize. */
const FEATURE = /^[A-Z][A-Za-z0-9/]{2,80}$/;

export function createRedaction({ names, keep = [] }: RedactionPolicy): Redaction {
  const keeps = (what: Kept) => keep.includes(what);
  const pseudonyms = names === 'kept' ? undefined : createPseudonyms(names.salt);
  const remembered = new Map<string, string>();

  const pseudonymOf = (text: string, { of }: Pseudonyms): string => {
    let pseudonym = remembered.get(text);
    if (pseudonym === undefined) {
      pseudonym = of(text);
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(text, pseudonym);
    }
    return pseudonym;
  };

  const name = (kind: string, text: string): string => {
    if (!pseudonyms || text === '' || (kind === 'namespace' && EVERYWHERE.test(text))) return text;
    if (kind === 'pod') return `pod-${podPseudonym(text, pseudonyms)}`;
    return `${kind}-${pseudonymOf(text, pseudonyms)}`;
  };
  /** A pod's name occurs once, so it is not remembered. Pods of one series keep a common stem and their number. */
  const podPseudonym = (text: string, its: Pseudonyms): string => {
    const [, series, number] = NUMBERED.exec(text) ?? [];
    return series === undefined ? its.of(text) : `${pseudonymOf(series, its)}-${number}`;
  };
  const isPlain = !pseudonyms || keeps('labels');
  const how = redactNames({
    name,
    keepsNames: !pseudonyms,
    keepsImages: keeps('image'),
    nodeLabels: isPlain ? PLAIN_LABELS : pseudonymousLabels(name),
    podLabels: isPlain ? PLAIN_LABELS : pseudonymousLabels(name, 'pseudonymised'),
  });
  const { nodeLabels, podLabels } = how;
  const message = (text: string): string =>
    keeps('messages') || !pseudonyms
      ? maskSecrets(text)
      : redactMessage(text, { labelKey: nodeLabels.key, labelValue: nodeLabels.value });
  const reason = (text: string): string => (REASON.test(text) ? text : MASK);
  /** `Deployment/web` */
  const group = (text: string): string => {
    const slash = text.indexOf('/');
    return slash < 0
      ? name('owner', text)
      : `${text.slice(0, slash)}/${name('owner', text.slice(slash + 1))}`;
  };

  function redactNodeState({
    labels,
    taints,
    images,
    declaredFeatures,
  }: NodeChangedObservation | NodeAddedObservation): Partial<NodeChangedObservation> {
    return {
      ...(labels ? { labels: redactLabels(labels, nodeLabels) } : {}),
      ...(taints ? { taints: redactTaints(taints, nodeLabels) } : {}),
      ...(images
        ? {
            images: images.map(({ names, sizeBytes }) => ({
              names: names?.map(how.image) ?? [],
              ...(sizeBytes === undefined ? {} : { sizeBytes }),
            })),
          }
        : {}),
      ...(declaredFeatures
        ? { declaredFeatures: declaredFeatures.filter((each) => FEATURE.test(each)) }
        : {}),
    };
  }

  /** Undefined for what may not be recorded at all. */
  function redact(observation: Observation): Observation | undefined {
    switch (observation.kind) {
      case 'template':
        return { ...observation, template: redactTemplate(observation.template, how) };
      case 'node-added':
        return {
          ...observation,
          ...redactNodeState(observation),
          name: name('node', observation.name),
          ...(observation.pool === undefined ? {} : { pool: name('pool', observation.pool) }),
        };
      case 'node-changed':
        return { ...observation, ...redactNodeState(observation) };
      case 'object-set': {
        const object = redactObject(observation.object, how);
        return object && { ...observation, object };
      }
      case 'pod-created':
        return {
          ...observation,
          namespace: name('namespace', observation.namespace),
          name: name('pod', observation.name),
          ...(observation.group === undefined ? {} : { group: group(observation.group) }),
          ...(observation.owners
            ? { owners: observation.owners.map((owner) => redactOwner(owner, how)) }
            : {}),
          ...(observation.labels ? { labels: redactLabels(observation.labels, podLabels) } : {}),
          ...(observation.volumes ? { volumes: redactVolumes(observation.volumes, how) } : {}),
        };
      case 'pod-changed':
        return observation.labels
          ? { ...observation, labels: redactLabels(observation.labels, podLabels) }
          : observation;
      case 'pod-nominated':
      case 'pod-bound':
        return observation.node === null
          ? observation
          : { ...observation, node: name('node', observation.node) };
      case 'pod-explained': {
        const named = <Value>(byNode: Readonly<Record<string, Value>>, as = (value: Value): Value => value) =>
          Object.fromEntries(Object.entries(byNode).map(([node, value]) => [name('node', node), as(value)]));
        const reasons = (byPlugin: Readonly<Record<string, string>>) =>
          Object.fromEntries(Object.entries(byPlugin).map(([plugin, text]) => [plugin, message(text)]));
        return {
          ...observation,
          node: observation.node === null ? null : name('node', observation.node),
          refused: named(observation.refused, reasons),
          scores: named(observation.scores),
        };
      }
      case 'pod-unschedulable':
        return {
          ...observation,
          message: message(observation.message),
          ...(observation.reason === undefined ? {} : { reason: reason(observation.reason) }),
        };
      case 'pod-finished':
      case 'pod-deleted':
        return observation.reason === undefined
          ? observation
          : { ...observation, reason: reason(observation.reason) };
      case 'pod-restarted':
      case 'pod-container-ended':
        return {
          ...observation,
          ...(observation.container === undefined
            ? {}
            : { container: name('container', observation.container) }),
          ...(observation.reason === undefined ? {} : { reason: reason(observation.reason) }),
        };
      case 'pod-disrupted':
        return {
          ...observation,
          reason: reason(observation.reason),
          ...(observation.message === undefined ? {} : { message: message(observation.message) }),
        };
      case 'gap':
        return { ...observation, reason: maskSecrets(observation.reason) };
      default:
        return observation;
    }
  }

  return {
    summary: summaryOf(pseudonyms?.saltMark, keep),
    before(inner) {
      const redacted = new WeakMap<PodTemplate, PodTemplate>();
      return {
        observe(observation) {
          const safe = redact(observation);
          if (safe) inner.observe(safe);
        },
        templateHash(template, at) {
          let safe = redacted.get(template);
          if (!safe) {
            safe = redactTemplate(template, how);
            redacted.set(template, safe);
          }
          return inner.templateHash(safe, at);
        },
      };
    },
  };
}

const MOST_REMEMBERED = 20_000;

function summaryOf(saltMark: string | undefined, keep: readonly Kept[]): string {
  const isKept = (what: Kept): boolean => keep.includes(what) || (what !== 'image' && saltMark === undefined);
  const names = saltMark === undefined ? 'names kept' : `names pseudonymised (salt ${saltMark})`;
  const kept = KEEPABLE.filter(isKept);
  const hidden = KEEPABLE.filter((what) => !isKept(what)).map((what) => HIDDEN[what]);
  return [
    'env, args, commands, annotations, mounts and image digests left out',
    names,
    ...hidden,
    ...(kept.length === 0 ? [] : [`kept as they are: ${kept.join(', ')}`]),
  ].join('; ');
}

const HIDDEN: Readonly<Record<Kept, string>> = {
  image: 'images by hash',
  labels: 'labels pseudonymised',
  messages: "messages in Kubernetes' own words",
};

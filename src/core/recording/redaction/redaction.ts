/** Redacts every observation on its way into a recording: the one gate that decides what a recording may contain. */
import type { PodTemplate } from '../../objects/pod.ts';
import type { Observation } from '../observation.ts';
import type { Observer } from '../observer.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonym.ts';
import { PLAIN_LABELS, pseudonymousLabels, redactLabels, redactTaints } from './redact-labels.ts';
import { redactMessage } from './redact-message.ts';
import { redactTemplate } from './redact-template.ts';
import { MASK, maskSecrets } from './secret-looking.ts';

/** What a person may keep. Environment, arguments, commands, annotations and volumes are never kept. */
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
  /** Whether templates must contain the labels that people chose, and images (see schedulingTemplate). */
  readonly keepsLabels: boolean;
  readonly keepsImages: boolean;
  /** Returns an observer that redacts each observation and passes it on. */
  before(inner: Observer): Observer;
}

/** Namespaces that every cluster has. */
const EVERYWHERE = /^(?:default|kube-system|kube-public|kube-node-lease)$/;
/** `db-0`: one of a series. StatefulSets name pods so, and many tools do that create pods without a controller. */
const NUMBERED = /^(.+)-(\d{1,9})$/;
/** Reasons in Kubernetes' own words: Evicted, OOMKilled, OutOfcpu. */
const REASON = /^(?:[A-Z][A-Za-z]{1,40}|OutOf[a-z][\w./-]{0,60})$/;

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
  const labels = pseudonyms ? pseudonymousLabels(name) : PLAIN_LABELS;
  const podLabels = keeps('labels') ? PLAIN_LABELS : labels;
  const templates = {
    name,
    labels: podLabels,
    keepsLabels: keeps('labels'),
    keepsImages: keeps('image'),
  };
  const message = (text: string): string =>
    keeps('messages') || !pseudonyms
      ? maskSecrets(text)
      : redactMessage(text, { labelKey: podLabels.key, labelValue: podLabels.value });
  const reason = (text: string): string => (REASON.test(text) ? text : MASK);
  /** `Deployment/web` */
  const group = (text: string): string => {
    const slash = text.indexOf('/');
    return slash < 0
      ? name('owner', text)
      : `${text.slice(0, slash)}/${name('owner', text.slice(slash + 1))}`;
  };

  function redact(observation: Observation): Observation {
    switch (observation.kind) {
      case 'template':
        return { ...observation, template: redactTemplate(observation.template, templates) };
      case 'node-added':
        return {
          ...observation,
          name: name('node', observation.name),
          ...(observation.pool === undefined ? {} : { pool: name('pool', observation.pool) }),
          ...(observation.labels ? { labels: redactLabels(observation.labels, podLabels) } : {}),
          ...(observation.taints ? { taints: redactTaints(observation.taints, podLabels) } : {}),
        };
      case 'node-changed':
        return {
          ...observation,
          ...(observation.labels ? { labels: redactLabels(observation.labels, podLabels) } : {}),
          ...(observation.taints ? { taints: redactTaints(observation.taints, podLabels) } : {}),
        };
      case 'pod-created':
        return {
          ...observation,
          namespace: name('namespace', observation.namespace),
          name: name('pod', observation.name),
          ...(observation.group === undefined ? {} : { group: group(observation.group) }),
          ...(observation.owners
            ? {
                owners: observation.owners.map((owner) => ({
                  kind: owner.kind,
                  name: name('owner', owner.name),
                })),
              }
            : {}),
        };
      case 'pod-bound':
        return observation.node === null
          ? observation
          : { ...observation, node: name('node', observation.node) };
      case 'pod-unschedulable':
        return { ...observation, message: message(observation.message) };
      case 'pod-finished':
      case 'pod-deleted':
        return observation.reason === undefined
          ? observation
          : { ...observation, reason: reason(observation.reason) };
      case 'pod-restarted':
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
    keepsLabels: keeps('labels'),
    keepsImages: keeps('image'),
    before(inner) {
      const redacted = new WeakMap<PodTemplate, PodTemplate>();
      return {
        observe: (observation) => inner.observe(redact(observation)),
        templateHash(template, at) {
          let safe = redacted.get(template);
          if (!safe) {
            safe = redactTemplate(template, templates);
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
  const names = saltMark === undefined ? 'names kept' : `names pseudonymised (salt ${saltMark})`;
  const kept = KEEPABLE.filter((what) => keep.includes(what) || (what === 'messages' && !saltMark));
  return `env, args, commands, annotations, volumes and image digests left out; ${names}; ${
    kept.length === 0 ? 'no images, labels and messages' : `kept as they are: ${kept.join(', ')}`
  }`;
}

/** Redacts every observation on its way into a recording: the one gate that decides what a recording may contain. */
import type { PodTemplate } from '../../objects/pod.ts';
import type { Observer } from '../observer.ts';
import { IP_ADDRESS, UUID } from './identifying-text.ts';
import { isReason } from './known-words.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonym.ts';
import { isPublicNamespace } from './public-names.ts';
import { PLAIN_LABELS, pseudonymousLabels } from './redact-labels.ts';
import { redactMessage } from './redact-message.ts';
import { redactNames } from './redact-names.ts';
import { redactObservation } from './redact-observation.ts';
import { problemRedaction } from './redact-problem.ts';
import { redactTemplate } from './redact-template.ts';
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
  /** The uid as the recording has it; one that it has already stays as it is. */
  uid(text: string): string;
  /** Returns an observer that redacts each observation and passes it on. */
  before(inner: Observer): Observer;
}

/** `db-0`: one of a series. StatefulSets name pods so, and many tools do that create pods without a controller. */
const NUMBERED = /^(.+)-(\d{1,9})$/;
/** Where names are kept: one word that may be a reason (Evicted, OutOfcpu). */
const REASON = /^(?:[A-Z][A-Za-z]{1,40}|OutOf[a-z][\w./-]{0,60})$/;
const OUT_OF = 'OutOf';
/** Also the number that an import gives to an object without a uid. */
const PSEUDONYMOUS_UID = /^(?:uid-[\da-f]{20}|i\d{1,9})$/;

export function createRedaction({ names, keep = [] }: RedactionPolicy): Redaction {
  const keeps = (what: Kept) => keep.includes(what);
  const pseudonyms = names === 'kept' ? undefined : createPseudonyms(names.salt);
  const remember = (of: (text: string) => string): ((text: string) => string) => {
    const remembered = new Map<string, string>();
    return (text) => {
      let pseudonym = remembered.get(text);
      if (pseudonym === undefined) {
        pseudonym = of(text);
        if (remembered.size >= MOST_REMEMBERED) remembered.clear();
        remembered.set(text, pseudonym);
      }
      return pseudonym;
    };
  };
  const shortOf = pseudonyms && remember(pseudonyms.of);
  const longOf = pseudonyms && remember(pseudonyms.longOf);

  const name = (kind: string, text: string): string => {
    if (!pseudonyms || !shortOf || text === '' || (kind === 'namespace' && isPublicNamespace(text)))
      return text;
    return kind === 'pod' ? `pod-${podPseudonym(text, pseudonyms, shortOf)}` : `${kind}-${shortOf(text)}`;
  };
  const uid = (text: string): string =>
    longOf === undefined || text === '' || PSEUDONYMOUS_UID.test(text) ? text : `uid-${longOf(text)}`;
  const isPlain = !pseudonyms || keeps('labels');
  const how = redactNames({
    name,
    uid,
    keepsNames: !pseudonyms,
    keepsImages: keeps('image'),
    nodeLabels: isPlain ? PLAIN_LABELS : pseudonymousLabels(name),
    podLabels: isPlain ? PLAIN_LABELS : pseudonymousLabels(name, 'pseudonymised'),
  });
  const { nodeLabels } = how;
  const inOwnWords = (text: string): string =>
    redactMessage(text, {
      labelKey: nodeLabels.key,
      labelValue: nodeLabels.value,
      resource: how.resource,
    });
  const message = (text: string): string => {
    if (!pseudonyms) return maskSecrets(text);
    if (!keeps('messages')) return inOwnWords(text);
    return maskSecrets(text)
      .replaceAll(UUID, uid)
      .replaceAll(IP_ADDRESS, (address) => name('ip', address));
  };
  const reason = (text: string): string => {
    if (!pseudonyms) return REASON.test(text) ? maskSecrets(text) : MASK;
    if (isReason(text)) return text;
    return text.startsWith(OUT_OF) ? OUT_OF + how.resource(text.slice(OUT_OF.length)) : name('reason', text);
  };
  const redaction = {
    how,
    message,
    reason,
    gapReason: pseudonyms ? inOwnWords : maskSecrets,
    problem: problemRedaction(!pseudonyms),
    keepsNames: !pseudonyms,
  };
  return {
    summary: summaryOf(pseudonyms?.saltMark, keep),
    uid,
    before(inner) {
      const redacted = new WeakMap<PodTemplate, PodTemplate>();
      return {
        observe(observation) {
          const safe = redactObservation(observation, redaction);
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

/** A pod's name occurs once, so it is not remembered. Pods of one series keep a common stem and their number. */
function podPseudonym(text: string, { of }: Pseudonyms, remembered: (text: string) => string): string {
  const [, series, number] = NUMBERED.exec(text) ?? [];
  return series === undefined ? of(text) : `${remembered(series)}-${number}`;
}

const MOST_REMEMBERED = 20_000;

function summaryOf(saltMark: string | undefined, keep: readonly Kept[]): string {
  const isKept = (what: Kept): boolean => keep.includes(what) || (what !== 'image' && saltMark === undefined);
  const names =
    saltMark === undefined ? 'names kept' : `names pseudonymised (salt ${saltMark}); uids pseudonymised`;
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

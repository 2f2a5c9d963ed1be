/** Redacts labels, taints and their selectors so that keys and values that were equal stay equal. */
import type { Taint } from '../../objects/node.ts';
import { MASK, maskSecrets } from './secret-looking.ts';

export interface LabelRedaction {
  key(key: string): string;
  value(key: string, value: string): string;
}

/** Keys under these domains do not identify the owner of a cluster. */
const PUBLIC_DOMAIN =
  /^(?:[\w.-]+\.)?(?:kubernetes\.io|k8s\.io|karpenter\.sh|k8s\.aws|eks\.amazonaws\.com|cloud\.google\.com|kubernetes\.azure\.com|nvidia\.com|amd\.com|intel\.com|keg\.dev)\//;
/** Keys whose values describe the kind of node, and do not identify its owner. */
const PUBLIC_VALUE =
  /^(?:(?:beta\.)?kubernetes\.io\/(?:arch|os)|(?:node|beta)\.kubernetes\.io\/instance-type|node-role\.kubernetes\.io\/.*|karpenter\.sh\/capacity-type|eks\.amazonaws\.com\/capacityType|nvidia\.com\/(?:gpu|cuda|mig)\..*|cloud\.google\.com\/gke-accelerator)$/;
const HOSTNAME = /^(?:(?:beta\.)?kubernetes\.io\/hostname|metadata\.name)$/;
/** Values kept as they are; Gt and Lt compare numbers. */
const PLAIN_VALUE = /^(?:true|false|-?\d{1,9}|)$/;
const PLAIN_WORD = /^(?:true|false|)$/;

/**
 * @param name returns the pseudonym of a name of that kind.
 * @param numbers whether numbers under the keys of people stay; nothing compares the labels of pods as numbers.
 */
export function pseudonymousLabels(
  name: (kind: string, text: string) => string,
  numbers: 'kept' | 'pseudonymised' = 'kept',
): LabelRedaction {
  return {
    key: (key) => (PUBLIC_DOMAIN.test(key) || key === 'metadata.name' ? key : name('key', key)),
    value(key, value) {
      const isPlain = numbers === 'kept' || PUBLIC_DOMAIN.test(key) ? PLAIN_VALUE : PLAIN_WORD;
      if (isPlain.test(value)) return value;
      if (HOSTNAME.test(key)) return name('node', value);
      return PUBLIC_VALUE.test(key) ? maskSecrets(value) : name('value', value);
    },
  };
}

/** Keeps keys and values, and masks what looks like a secret. */
export const PLAIN_LABELS: LabelRedaction = {
  key: (key) => (maskSecrets(key) === key ? key : MASK),
  value: (_key, value) => maskSecrets(value),
};

export function redactLabels(
  labels: Readonly<Record<string, string>>,
  { key, value }: LabelRedaction,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).map(([name, text]) => [key(name), value(name, text)]));
}

export function redactTaints(taints: readonly Taint[], { key, value }: LabelRedaction): readonly Taint[] {
  return taints.map((taint) =>
    taint.value === undefined
      ? { key: key(taint.key), effect: taint.effect }
      : { key: key(taint.key), value: value(taint.key, taint.value), effect: taint.effect },
  );
}

/** Redacts labels, taints and their selectors so that keys and values that were equal stay equal. */
import type { Taint } from '../../objects/node.ts';
import { isPublicKey, isPublicValue, publicDomain } from './known-labels.ts';
import { isApiWord } from './known-words.ts';
import { MASK, maskSecrets } from './secret-looking.ts';

export interface LabelRedaction {
  key(key: string): string;
  value(key: string, value: string): string;
}

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
    key: (key) => (isPublicKey(key) ? key : `${publicDomain(key)}${name('key', key)}`),
    value(key, value) {
      const isPlain = numbers === 'kept' || isPublicKey(key) ? PLAIN_VALUE : PLAIN_WORD;
      if (isPlain.test(value)) return value;
      if (HOSTNAME.test(key)) return name('node', value);
      return isPublicValue(key, value) ? value : name('value', value);
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
  return Object.fromEntries(
    Object.entries(labels).map(([name, text]) => [key(name), value(name, String(text))]),
  );
}

export function redactTaints(taints: readonly Taint[], { key, value }: LabelRedaction): readonly Taint[] {
  return taints.map((taint) => {
    const effect = isApiWord(taint.effect) ? taint.effect : MASK;
    return taint.value === undefined
      ? { key: key(taint.key), effect }
      : { key: key(taint.key), value: value(taint.key, taint.value), effect };
  });
}

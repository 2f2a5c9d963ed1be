/** Makes the YAML parser read scalars as kubectl does (sigs.k8s.io/yaml): numbers out of range are text, and `yes` is a boolean where one belongs. */
import type { ScalarTag, SchemaOptions } from 'yaml';

const NUMBERS: readonly string[] = ['tag:yaml.org,2002:int', 'tag:yaml.org,2002:float'];
/** As Go writes whole numbers: also with underscores. */
const WHOLE = /^[-+]?[0-9][0-9_]*$/;
const OCTAL = /^[-+]?0[0-7_]+$/;

/** Options of the YAML parser. */
export const KUBERNETES_SCALARS: SchemaOptions = {
  customTags: (tags) =>
    tags.map((tag) => (typeof tag === 'object' && NUMBERS.includes(tag.tag) ? asGo(tag as ScalarTag) : tag)),
};

/** A commit such as 1234e567 is a number for YAML, but none that a float64 holds; kubectl writes it without quotes. */
function asGo(tag: ScalarTag): ScalarTag {
  const isDecimal = tag.tag.endsWith('int') && tag.format === undefined;
  return {
    ...tag,
    ...(isDecimal && { test: WHOLE }),
    resolve(text, onError, options) {
      if (isDecimal && OCTAL.test(text)) return Number.parseInt(text.replaceAll('_', ''), 8);
      const value = tag.resolve(isDecimal ? text.replaceAll('_', '') : text, onError, options);
      return typeof value === 'number' && !Number.isFinite(value) ? text : value;
    },
  };
}

/** Fields of the API that are true or false. */
const BOOLEAN_FIELDS: ReadonlySet<string> = new Set([
  'allowPrivilegeEscalation',
  'allowVolumeExpansion',
  'attachRequired',
  'automountServiceAccountToken',
  'blockOwnerDeletion',
  'controller',
  'enableServiceLinks',
  'globalDefault',
  'hostIPC',
  'hostNetwork',
  'hostPID',
  'hostUsers',
  'immutable',
  'optional',
  'paused',
  'podInfoOnMount',
  'privileged',
  'readOnly',
  'readOnlyRootFilesystem',
  'ready',
  'runAsNonRoot',
  'setHostnameAsFQDN',
  'shareProcessNamespace',
  'started',
  'stdin',
  'stdinOnce',
  'storageCapacity',
  'suspend',
  'tty',
  'unschedulable',
]);
const TRUE = /^(?:y|yes|on)$/i;
const FALSE = /^(?:n|no|off)$/i;

/**
 * The boolean that YAML 1.1 means by an unquoted word in a field of that name; undefined for any other word or field. In other fields such a word
 * stays text.
 */
export function booleanWord(field: string, word: string): boolean | undefined {
  if (!BOOLEAN_FIELDS.has(field)) return undefined;
  if (TRUE.test(word)) return true;
  return FALSE.test(word) ? false : undefined;
}

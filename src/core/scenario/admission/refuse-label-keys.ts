/** Refuses the label keys of affinity terms and spread constraints that an API server refuses (pkg/apis/core/validation, ValidateMatchLabelKeysAndMismatchLabelKeys). */
import type { LabelSelector } from '../../objects/label-selector.ts';
import type { PodAffinity, PodSpec } from '../../objects/pod.ts';
import type { Finding } from './finding.ts';

interface Selecting {
  readonly labelSelector?: LabelSelector | null;
  readonly matchLabelKeys?: readonly string[] | null;
  readonly mismatchLabelKeys?: readonly string[] | null;
}

/** @param labels of the pod: an API server adds those that `matchLabelKeys` names to the selector before it checks it. */
export function refuseLabelKeys(
  { affinity, topologySpreadConstraints }: PodSpec,
  labels: Readonly<Record<string, string>>,
  find: Finding,
): void {
  for (const [index, constraint] of (topologySpreadConstraints ?? []).entries())
    refuseKeys(constraint, ['topologySpreadConstraints', index], labels, find);
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    for (const { term, place } of termsOf(affinity?.[kind]))
      refuseKeys(term, ['affinity', kind, ...place], labels, find);
  }
}

function* termsOf(
  affinity: PodAffinity | null | undefined,
): Generator<{ readonly term: Selecting; readonly place: readonly PropertyKey[] }> {
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
  for (const [index, term] of (affinity?.[required] ?? []).entries())
    yield { term, place: [required, index] };
  for (const [index, { podAffinityTerm: term }] of (affinity?.[preferred] ?? []).entries())
    yield { term, place: [preferred, index, 'podAffinityTerm'] };
}

function refuseKeys(
  { labelSelector, matchLabelKeys, mismatchLabelKeys }: Selecting,
  place: readonly PropertyKey[],
  labels: Readonly<Record<string, string>>,
  find: Finding,
): void {
  const refuse = (field: string, message: string): void =>
    find('error', 'conflicting-keys', [...place, field], message);
  if (!labelSelector) {
    if (matchLabelKeys?.length) refuse('matchLabelKeys', 'matchLabelKeys needs a labelSelector');
    if (mismatchLabelKeys?.length) refuse('mismatchLabelKeys', 'mismatchLabelKeys needs a labelSelector');
    return;
  }
  const { matchLabels, matchExpressions } = labelSelector;
  for (const key of matchLabelKeys ?? []) {
    const isMerged = Object.hasOwn(labels, key) ? 1 : 0;
    const isMatched = Object.hasOwn(matchLabels ?? {}, key) ? 1 : 0;
    const expressions = (matchExpressions ?? []).filter((expression) => expression.key === key).length;
    if (isMerged + isMatched + expressions > 1)
      refuse('matchLabelKeys', `"${key}" is in the labelSelector too: keep one of them`);
    if (mismatchLabelKeys?.includes(key))
      refuse('matchLabelKeys', `"${key}" is in mismatchLabelKeys too: keep one of them`);
  }
}

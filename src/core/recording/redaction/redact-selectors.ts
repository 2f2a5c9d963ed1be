/** Redacts selectors and tolerations with the pseudonyms of the labels and taints that they match. */
import type {
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Toleration,
} from '../../objects/pod.ts';
import { apiWord, number } from './plain-values.ts';
import { given, type LooseFields, listOf, looseFields } from './rebuilt-fields.ts';
import { type LabelRedaction, redactLabels } from './redact-labels.ts';

export function redactToleration(toleration: Toleration, { key, value }: LabelRedaction): Toleration {
  const { key: of = '', operator, effect, tolerationSeconds } = toleration;
  return given({
    key: toleration.key === undefined || of === '' ? toleration.key : key(of),
    operator: apiWord(operator),
    value: toleration.value === undefined ? undefined : value(of, toleration.value),
    effect: apiWord(effect),
    tolerationSeconds: number(tolerationSeconds),
  });
}

export function redactNodeSelector(
  { nodeSelectorTerms }: NodeSelector,
  labels: LabelRedaction,
): NodeSelector {
  return { nodeSelectorTerms: (nodeSelectorTerms ?? []).map((term) => redactTerm(term, labels)) };
}

export function redactTerm(
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
    operator: apiWord(operator) ?? '',
    ...(values ? { values: values.map((each) => labels.value(key, each)) } : {}),
  };
}

export function redactSelector(selector: unknown, labels: LabelRedaction): LooseFields | undefined {
  if (selector == null) return undefined;
  const { matchLabels, matchExpressions } = looseFields(selector);
  return given({
    matchLabels:
      matchLabels == null ? undefined : redactLabels(matchLabels as Readonly<Record<string, string>>, labels),
    matchExpressions: listOf(matchExpressions)?.map((each) =>
      redactRequirement(each as unknown as NodeSelectorRequirement, labels),
    ),
  });
}

/** Reads the affinity and anti-affinity terms of a pod, once for each template, into functions that match other pods (framework/types.go, AffinityTerm). */
import {
  compileLabelSelector,
  type LabelMatcher,
  type LabelSelector,
} from '../../../objects/label-selector.ts';
import type { PodAffinity, PodAffinityTerm } from '../../../objects/pod.ts';
import type { PodInfo } from '../../cache/pod-info.ts';
import type { Behaviour } from '../../kubernetes-version.ts';

export interface AffinityTerm {
  readonly topologyKey: string;
  readonly selects: LabelMatcher;
  /** Undefined: the namespace of the pod that has the term, and no other. */
  readonly namespaces: ReadonlySet<string> | undefined;
  /** Undefined: selects no namespace. */
  readonly selectsNamespace: LabelMatcher | undefined;
}

interface WeightedAffinityTerm extends AffinityTerm {
  /** Below 0 for anti-affinity. */
  readonly weight: number;
}

export interface AffinityTerms {
  readonly required: readonly AffinityTerm[];
  readonly requiredAnti: readonly AffinityTerm[];
  /** Of affinity and anti-affinity. */
  readonly preferred: readonly WeightedAffinityTerm[];
}

/** Returns the terms of the pods of a template. */
export type TermReader = (pod: PodInfo) => AffinityTerms;

const NONE: AffinityTerms = { required: [], requiredAnti: [], preferred: [] };

/** Reads each template once. */
export function affinityTermReader(behaviour: Behaviour): TermReader {
  const known = new WeakMap<PodInfo, AffinityTerms>();
  return (pod) => {
    if (!pod.hasPodAffinity) return NONE;
    let terms = known.get(pod);
    if (!terms) {
      terms = readTerms(pod, behaviour);
      known.set(pod, terms);
    }
    return terms;
  };
}

function readTerms({ spec, labels }: PodInfo, behaviour: Behaviour): AffinityTerms {
  const read = (term: PodAffinityTerm) => readTerm(term, labels, behaviour);
  const required = (affinity: PodAffinity | null | undefined) =>
    (affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map(read);
  const preferred = (affinity: PodAffinity | null | undefined, sign: 1 | -1) =>
    (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ weight, podAffinityTerm }) => ({
      ...read(podAffinityTerm),
      weight: weight * sign,
    }));
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {};
  return {
    required: required(podAffinity),
    requiredAnti: required(podAntiAffinity),
    preferred: [...preferred(podAffinity, 1), ...preferred(podAntiAffinity, -1)],
  };
}

function readTerm(term: PodAffinityTerm, labels: PodInfo['labels'], behaviour: Behaviour): AffinityTerm {
  const { topologyKey, namespaces, namespaceSelector } = term;
  const own = !namespaces?.length && !namespaceSelector;
  return {
    topologyKey,
    selects: compileLabelSelector(
      behaviour.affinityLabelKeys ? withLabelKeys(term, labels) : term.labelSelector,
    ),
    namespaces: own ? undefined : new Set(namespaces),
    selectsNamespace: namespaceSelector ? compileLabelSelector(namespaceSelector) : undefined,
  };
}

/**
 * Adds the pod's own values of the keys in matchLabelKeys and mismatchLabelKeys to the selector, as an API server does when it creates the pod
 * (registry/core/pod/strategy.go). A recorded pod has them in its selector already.
 */
function withLabelKeys(
  { labelSelector, matchLabelKeys, mismatchLabelKeys }: PodAffinityTerm,
  labels: PodInfo['labels'],
): LabelSelector | null | undefined {
  if (!labelSelector || !(matchLabelKeys?.length || mismatchLabelKeys?.length)) return labelSelector;
  const given = labelSelector.matchExpressions ?? [];
  const requirements = (keys: readonly string[] | null | undefined, operator: string) =>
    (keys ?? [])
      .filter((key) => Object.hasOwn(labels, key))
      .filter((key) => !given.some((known) => known.key === key && known.operator === operator))
      .map((key) => ({ key, operator, values: [labels[key] as string] }));
  const matchExpressions = [
    ...given,
    ...requirements(matchLabelKeys, 'In'),
    ...requirements(mismatchLabelKeys, 'NotIn'),
  ];
  return { ...labelSelector, matchExpressions };
}

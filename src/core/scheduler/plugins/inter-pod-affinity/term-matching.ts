/** Decides whether a term matches a pod, with the namespaces of a cluster (framework/types.go, AffinityTerm.Matches). */
import type { Labels } from '../../../objects/label-selector.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import type { AffinityTerm } from './affinity-terms.ts';

const NAME_LABEL = 'kubernetes.io/metadata.name';
const NO_LABELS: Labels = Object.freeze({});

/** The labels of a namespace. An API server gives each one a label with its name, so a namespace that is not known has that one. */
export function namespaceLabels(objects: ClusterObjects, name: string): Labels {
  const labels = objects.get('Namespace', undefined, name)?.metadata.labels;
  return labels && Object.hasOwn(labels, NAME_LABEL) ? labels : { ...labels, [NAME_LABEL]: name };
}

/**
 * Whether a term of a pod on a node matches the pod to schedule.
 *
 * @param owner namespace of the pod that has the term.
 * @param labels of the namespace of the pod to schedule.
 */
export function termMatches(term: AffinityTerm, owner: string, pod: PodState, labels: Labels): boolean {
  const { namespaces, selectsNamespace } = term;
  const inNamespace = namespaces
    ? namespaces.has(pod.namespace) || (selectsNamespace?.(labels) ?? false)
    : pod.namespace === owner;
  return inNamespace && term.selects(pod.labels);
}

/** Whether a term matches a pod, for a caller that does not know the namespaces: a queueing hint reads every namespace as one without labels. */
export function termMatchesUnlabelled(term: AffinityTerm, owner: string, pod: PodState): boolean {
  return termMatches(term, owner, pod, NO_LABELS);
}

/** A term of the pod to schedule. */
export interface OwnTerm {
  readonly topologyKey: string;
  readonly matches: (other: PodState) => boolean;
}

/** Prepares a term of the pod to schedule for one cycle: the labels of each namespace are read once. */
export function ownTerm<Term extends AffinityTerm>(
  term: Term,
  { namespace: owner }: PodState,
  objects: ClusterObjects,
  behaviour: Behaviour,
): Term & OwnTerm {
  const { namespaces, selectsNamespace, selects } = term;
  if (!namespaces)
    return { ...term, matches: ({ namespace, labels }) => namespace === owner && selects(labels) };
  const known = new Map<string, boolean>();
  const contains = (namespace: string): boolean => {
    let selected = known.get(namespace);
    if (selected === undefined) {
      selected =
        namespaces.has(namespace) ||
        (selectsNamespace !== undefined &&
          (selectsNamespace(namespaceLabels(objects, namespace)) ||
            (behaviour.namespaceSelectorStays && selectsNamespace(NO_LABELS))));
      known.set(namespace, selected);
    }
    return selected;
  };
  return { ...term, matches: ({ namespace, labels }) => contains(namespace) && selects(labels) };
}

/** A group of affinity terms matches a pod only as a whole; no terms match no pod. */
export function allMatch(terms: readonly OwnTerm[], pod: PodState): boolean {
  return terms.length > 0 && terms.every(({ matches }) => matches(pod));
}

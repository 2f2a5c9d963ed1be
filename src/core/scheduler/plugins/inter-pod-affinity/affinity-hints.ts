/** Decides which events can make a pod schedulable that InterPodAffinity rejected (interpodaffinity/plugin.go, EventsToRegister). */
import type { Labels } from '../../../objects/label-selector.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import type { ClusterEventKind } from '../../framework/cluster-event.ts';
import type { EventRegistration, QueueingHint } from '../../framework/plugin.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import type { AffinityTerm, TermReader } from './affinity-terms.ts';
import { namespaceLabels, termMatches, termMatchesUnlabelled } from './term-matching.ts';

/** The events of a release. Without queueing hints a change of taints counts too, because a new node may be no event then. */
export function affinityEvents(
  behaviour: Behaviour,
  objects: ClusterObjects,
  termsOf: TermReader,
): readonly EventRegistration[] {
  const hint = afterPodChange(behaviour, termsOf);
  const withoutHints = withRequiredAffinity(objects, termsOf);
  const nodeEvents: ClusterEventKind[] = ['node-added', 'node-labels-changed'];
  if (!behaviour.queueingHints) nodeEvents.push('node-taints-changed');
  return [
    { kinds: ['pod-assigned', 'pod-labels-changed'], hint, withoutHints },
    { kinds: ['pod-removed'], hint },
    {
      kinds: nodeEvents,
      hint: behaviour.affinityHintsCompareNodes ? afterMove(termsOf) : afterNodeChange(termsOf),
    },
  ];
}

/** Without hints, a pod that comes or changes wakes the pods with a required affinity to it (scheduling_queue.go, AssignedPodAdded). */
function withRequiredAffinity(objects: ClusterObjects, termsOf: TermReader): QueueingHint {
  return (pod, event) => {
    if (!('pod' in event)) return false;
    const { pod: other } = event;
    const labels = namespaceLabels(objects, other.namespace);
    return termsOf(pod.info).required.some((term) => termMatches(term, pod.namespace, other, labels));
  };
}

/** The hints take a group of anti-affinity terms as one up to 1.36, as if a pod had to match all of them. */
function afterPodChange(behaviour: Behaviour, termsOf: TermReader): QueueingHint {
  const { affinityHintsAnyAntiTerm: any, affinityHintsBothWays: bothWays } = behaviour;
  const antiMatch = (terms: readonly AffinityTerm[], owner: string, pod: PodState) =>
    any ? terms.some((term) => termMatchesUnlabelled(term, owner, pod)) : groupMatches(terms, owner, pod);
  return (pod, event) => {
    if (!('pod' in event)) return false;
    const { pod: other, podBefore } = event;
    if (other.uid === pod.uid) return bothWays;
    const { required, requiredAnti } = termsOf(pod.info);
    const owner = pod.namespace;
    if (podBefore) {
      const attracts = (each: PodState) => groupMatches(required, owner, each);
      const repels = (each: PodState) => antiMatch(requiredAnti, owner, each);
      return (!attracts(podBefore) && attracts(other)) || (repels(podBefore) && !repels(other));
    }
    if (event.kind !== 'pod-removed') return groupMatches(required, owner, other);
    if (antiMatch(requiredAnti, owner, other)) return true;
    return bothWays && antiMatch(termsOf(other.info).requiredAnti, other.namespace, pod);
  };
}

/** Up to 1.32, every changed node with a topology key of the pod wakes it. */
function afterNodeChange(termsOf: TermReader): QueueingHint {
  return (pod, event) => {
    const labels = labelsAfter(event);
    const { required, requiredAnti } = termsOf(pod.info);
    return (
      labels !== undefined &&
      [...required, ...requiredAnti].some(({ topologyKey }) => Object.hasOwn(labels, topologyKey))
    );
  };
}

/** From 1.33, a changed node wakes the pod only if it comes into a domain of affinity, or leaves a domain of anti-affinity. */
function afterMove(termsOf: TermReader): QueueingHint {
  return (pod, event) => {
    const after = labelsAfter(event);
    if (!after) return false;
    const { required, requiredAnti } = termsOf(pod.info);
    const before = 'before' in event ? (event.before?.metadata.labels ?? {}) : undefined;
    if (!before || event.kind === 'node-added')
      return requiredAnti.length > 0 || required.some(({ topologyKey }) => Object.hasOwn(after, topologyKey));
    const moved = ({ topologyKey }: AffinityTerm) => before[topologyKey] !== after[topologyKey];
    return (
      required.some((term) => moved(term) && Object.hasOwn(after, term.topologyKey)) ||
      requiredAnti.some((term) => moved(term) && Object.hasOwn(before, term.topologyKey))
    );
  };
}

function groupMatches(terms: readonly AffinityTerm[], owner: string, pod: PodState): boolean {
  return terms.length > 0 && terms.every((term) => termMatchesUnlabelled(term, owner, pod));
}

function labelsAfter(event: Parameters<QueueingHint>[1]): Labels | undefined {
  return 'after' in event ? (event.after?.metadata.labels ?? {}) : undefined;
}

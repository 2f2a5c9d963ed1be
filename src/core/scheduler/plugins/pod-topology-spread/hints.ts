/** The events that can make a pod schedulable which PodTopologySpread rejected (podtopologyspread/plugin.go, EventsToRegister). */
import type { Node, Taint } from '../../../objects/node.ts';
import type { ClusterEvent } from '../../framework/cluster-event.ts';
import type { EventRegistration, QueueingHint } from '../../framework/plugin.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import type { ConstraintReader, SpreadConstraint } from './constraints.ts';
import { domainOf, hasAllKeys } from './eligible-nodes.ts';

/**
 * The registrations. Without queueing hints, a pod that comes or changes wakes the pods of its namespace from 1.31, and none in 1.30
 * (scheduling_queue.go, AssignedPodAdded).
 */
export function spreadEvents(
  constraintsOf: ConstraintReader,
  { assignedPodsWakeSpread, queueingHints }: Behaviour,
): readonly EventRegistration[] {
  const hint: QueueingHint = (pod, event) =>
    'pod' in event && podMatters(pod, event, constraintsOf(pod).hard);
  const withoutHints: QueueingHint = (pod, event) =>
    assignedPodsWakeSpread && 'pod' in event && event.pod.namespace === pod.namespace;
  return [
    { kinds: ['pod-assigned', 'pod-labels-changed'], hint, withoutHints },
    { kinds: queueingHints ? ['pod-removed', 'pod-tolerations-changed'] : ['pod-removed'], hint },
    {
      kinds: ['node-added', 'node-removed', 'node-labels-changed', 'node-taints-changed'],
      hint: (pod, event) =>
        ('before' in event || 'after' in event) &&
        nodeMatters(event.before, event.after, constraintsOf(pod).hard),
    },
  ];
}

type PodEvent = Extract<ClusterEvent, { readonly pod: PodState }>;

function podMatters(waiting: PodState, event: PodEvent, constraints: readonly SpreadConstraint[]): boolean {
  const { pod, podBefore } = event;
  if (event.kind === 'pod-tolerations-changed')
    return pod.uid === waiting.uid && constraints.some(({ honorsTaints }) => honorsTaints);
  if (pod.namespace !== waiting.namespace) return false;
  if (event.kind !== 'pod-labels-changed') return constraints.some(({ matches }) => matches(pod.labels));
  const before = podBefore?.labels ?? pod.labels;
  return constraints.some(({ matches }) => matches(before) !== matches(pod.labels));
}

function nodeMatters(
  before: Node | undefined,
  after: Node | undefined,
  constraints: readonly SpreadConstraint[],
): boolean {
  const matchedBefore = before !== undefined && hasAllKeys(before, constraints);
  const matchesAfter = after !== undefined && hasAllKeys(after, constraints);
  if (!before || !after) return matchedBefore || matchesAfter;
  if (matchedBefore !== matchesAfter) return true;
  return (
    matchesAfter &&
    (constraints.some((constraint) => domainOf(before, constraint) !== domainOf(after, constraint)) ||
      taintsText(before.spec?.taints) !== taintsText(after.spec?.taints))
  );
}

function taintsText(taints: readonly Taint[] | null | undefined): string {
  return JSON.stringify((taints ?? []).map(({ key, value, effect }) => [key, value ?? '', effect]));
}

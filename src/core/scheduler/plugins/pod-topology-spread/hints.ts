/** The events that can make a pod schedulable which PodTopologySpread rejected (podtopologyspread/plugin.go, EventsToRegister). */
import type { Node, Taint } from '../../../objects/node.ts';
import type { ClusterEvent } from '../../framework/cluster-event.ts';
import type { EventRegistration } from '../../framework/plugin.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { ConstraintReader, SpreadConstraint } from './constraints.ts';
import { domainOf, hasAllKeys } from './eligible-nodes.ts';

/** The registrations. */
export function spreadEvents(constraintsOf: ConstraintReader): readonly EventRegistration[] {
  return [
    {
      kinds: ['pod-assigned', 'pod-removed', 'pod-labels-changed', 'pod-tolerations-changed'],
      hint: (pod, event) => 'pod' in event && podMatters(pod, event, constraintsOf(pod).hard),
    },
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

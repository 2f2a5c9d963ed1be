/** The events in the cluster that can make a rejected pod schedulable (framework/events.go). */
import { allocatableOf } from '../../objects/admission.ts';
import type { Node } from '../../objects/node.ts';
import type { AssignedPod } from '../cache/node-info.ts';

export type ClusterEventKind =
  | 'node-added'
  | 'node-removed'
  | 'node-allocatable-changed'
  | 'node-labels-changed'
  | 'node-taints-changed'
  | 'node-annotations-changed'
  | 'pod-assigned'
  | 'pod-removed';

/** A node event has the object before and after the change, if there is one. */
export type ClusterEvent =
  | {
      readonly kind: Exclude<ClusterEventKind, 'pod-assigned' | 'pod-removed'>;
      readonly before?: Node;
      readonly after?: Node;
    }
  | { readonly kind: 'pod-assigned' | 'pod-removed'; readonly pod: AssignedPod };

/** The kinds that together are kube-scheduler's Node/Update. */
export const NODE_UPDATES: readonly ClusterEventKind[] = [
  'node-allocatable-changed',
  'node-labels-changed',
  'node-taints-changed',
  'node-annotations-changed',
];

/** The events of one node update, in kube-scheduler's order. An uncordon is a change of taints; a cordon is no event. */
export function nodeChanges(before: Node, after: Node): ClusterEvent[] {
  const kinds: ClusterEventKind[] = [];
  if (before.spec?.unschedulable && !after.spec?.unschedulable) kinds.push('node-taints-changed');
  if (!sameMap(allocatableOf(before), allocatableOf(after))) kinds.push('node-allocatable-changed');
  if (!sameMap(before.metadata.labels, after.metadata.labels)) kinds.push('node-labels-changed');
  if (taintsText(before) !== taintsText(after)) kinds.push('node-taints-changed');
  if (!sameMap(before.metadata.annotations, after.metadata.annotations))
    kinds.push('node-annotations-changed');
  return kinds.map((kind) => ({ kind, before, after }) as ClusterEvent);
}

type Flat = Readonly<Record<string, string | number>> | null | undefined;

function sameMap(a: Flat, b: Flat): boolean {
  const before = Object.entries(a ?? {});
  const after = new Map(Object.entries(b ?? {}));
  return (
    before.length === after.size && before.every(([key, value]) => String(after.get(key)) === String(value))
  );
}

function taintsText(node: Node): string {
  return JSON.stringify(
    (node.spec?.taints ?? []).map(({ key, value, effect }) => [key, value ?? '', effect]),
  );
}

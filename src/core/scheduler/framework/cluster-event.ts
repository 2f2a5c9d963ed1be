/** The events in the cluster that can make a rejected pod schedulable (framework/events.go). */
import { allocatableOf } from '../../objects/admission.ts';
import type { ClusterObject, ClusterObjectKind } from '../../objects/cluster-object.ts';
import type { Node } from '../../objects/node.ts';
import { amountIn, type ColumnAmounts } from '../cache/resource-columns.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { PodState } from './pod-state.ts';

/** The kinds that together are kube-scheduler's Node/Update. */
export const NODE_UPDATES = [
  'node-allocatable-changed',
  'node-labels-changed',
  'node-taints-changed',
  'node-annotations-changed',
  'node-features-changed',
] as const;

const NODE_EVENTS = ['node-added', 'node-removed', ...NODE_UPDATES] as const;

/**
 * `pod-assigned`: a pod was bound. The updates concern waiting pods and bound pods alike. `pod-updated`: a change that is none of the other
 * updates.
 */
const POD_EVENTS = [
  'pod-assigned',
  'pod-removed',
  'pod-labels-changed',
  'pod-scaled-down',
  'pod-scaled-up',
  'pod-gates-removed',
  'pod-tolerations-changed',
  'pod-updated',
] as const;

const OBJECT_EVENTS = ['object-added', 'object-updated', 'object-removed'] as const;

export const CLUSTER_EVENTS = [...NODE_EVENTS, ...POD_EVENTS, ...OBJECT_EVENTS] as const;

type NodeEventKind = (typeof NODE_EVENTS)[number];
type PodEventKind = (typeof POD_EVENTS)[number];
type ObjectEventKind = (typeof OBJECT_EVENTS)[number];

export type ClusterEventKind = NodeEventKind | PodEventKind | ObjectEventKind;

/** Each event has the object before and after the change, where there is one. */
export type ClusterEvent =
  | { readonly kind: NodeEventKind; readonly before?: Node; readonly after?: Node }
  | { readonly kind: PodEventKind; readonly pod: PodState; readonly podBefore?: PodState }
  | {
      readonly kind: ObjectEventKind;
      readonly object: ClusterObject;
      readonly objectBefore?: ClusterObject | undefined;
    };

/** Which events a plugin listens for. */
export interface EventRegistrationKinds {
  readonly kinds: readonly ClusterEventKind[];
  /** For the `object-…` kinds: only objects of these kinds. */
  readonly objects?: readonly ClusterObjectKind[];
}

/** The events of a plugin that reads taints. Up to 1.31 such a plugin registers every update of a node. */
export function taintEvents({ queueingHints }: Behaviour): readonly ClusterEventKind[] {
  return ['node-added', ...(queueingHints ? (['node-taints-changed'] as const) : NODE_UPDATES)];
}

/** The events of one node update, in kube-scheduler's order. An uncordon is a change of taints; a cordon is no event. */
export function nodeChanges(before: Node, after: Node): ClusterEvent[] {
  const kinds: ClusterEventKind[] = [];
  if (before.spec?.unschedulable && !after.spec?.unschedulable) kinds.push('node-taints-changed');
  if (!sameMap(allocatableOf(before), allocatableOf(after))) kinds.push('node-allocatable-changed');
  if (!sameMap(before.metadata.labels, after.metadata.labels)) kinds.push('node-labels-changed');
  if (taintsText(before) !== taintsText(after)) kinds.push('node-taints-changed');
  if (!sameMap(before.metadata.annotations, after.metadata.annotations))
    kinds.push('node-annotations-changed');
  if (featuresText(before) !== featuresText(after)) kinds.push('node-features-changed');
  return kinds.map((kind) => ({ kind, before, after }) as ClusterEvent);
}

/** The events of one pod update, in kube-scheduler's order (PodSchedulingPropertiesChange). More requests are an event from 1.37. */
export function podChanges(before: PodState, after: PodState, { scaleUpEvents }: Behaviour): ClusterEvent[] {
  const kinds: PodEventKind[] = [];
  const asked = before.info.request;
  const asks = after.info.request;
  const gates = ({ info: { spec } }: PodState) => spec.schedulingGates?.length ?? 0;
  const tolerations = ({ info: { spec } }: PodState) => spec.tolerations?.length ?? 0;
  if (!sameMap(before.labels, after.labels)) kinds.push('pod-labels-changed');
  if (scaleUpEvents && isLess(asked, asks)) kinds.push('pod-scaled-up');
  if (isLess(asks, asked)) kinds.push('pod-scaled-down');
  if (gates(before) > 0 && gates(after) === 0) kinds.push('pod-gates-removed');
  if (tolerations(before) !== tolerations(after)) kinds.push('pod-tolerations-changed');
  if (kinds.length === 0) kinds.push('pod-updated');
  return kinds.map((kind) => ({ kind, pod: after, podBefore: before }));
}

/** Whether some amount is less than in the other one, or missing. */
function isLess(amounts: ColumnAmounts, than: ColumnAmounts): boolean {
  return than.columns.some(
    (column, i) => (amountIn(amounts, column) ?? Number.NEGATIVE_INFINITY) < (than.amounts[i] as number),
  );
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

function featuresText(node: Node): string {
  return JSON.stringify(node.status.declaredFeatures ?? []);
}

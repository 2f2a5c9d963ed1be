/** Reduces a node to what it offers, as a scenario writes it: nodes that differ only in what nothing refers to offer the same. */

import type { Node, Taint } from '../../objects/node.ts';
import type { ResourceList } from '../../objects/pod.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import type { NodeHistory } from './node-history.ts';
import { HOSTNAME, type NodeReferences } from './node-references.ts';

/** The keys of a scenario's node template. */
export interface WrittenOffer {
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
  readonly capacity?: ResourceList;
  readonly allocatable?: ResourceList;
  readonly declaredFeatures?: readonly string[];
}

/** A label that has another value on each of this many nodes names the node. */
const NAMES_NODES = 10;

/**
 * Keys of labels that the scenario leaves out: the name of the node, which the scenario gives it again, and other names of single nodes to
 * which no pod and no volume refers.
 */
export function labelsOfSingleNodes(
  nodes: readonly NodeHistory[],
  { labels: referred }: NodeReferences,
): ReadonlySet<string> {
  const values = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const { states } of nodes) {
    for (const [key, value] of Object.entries(states[0]!.node.metadata.labels ?? {})) {
      const known = values.get(key);
      if (known) known.add(value);
      else values.set(key, new Set([value]));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const single = [...values].filter(
    ([key, { size }]) => size >= NAMES_NODES && size === counts.get(key) && !referred.has(key),
  );
  return new Set([HOSTNAME, ...single.map(([key]) => key)]);
}

/** @param keepsHostname - a hostname label that differs from the name is kept: something refers to it. */
export function offerOf(
  { metadata, spec, status }: Node,
  without: ReadonlySet<string>,
  keepsHostname: boolean,
): WrittenOffer {
  const labels = Object.entries(metadata.labels ?? {}).filter(
    ([key, value]) => !without.has(key) || (keepsHostname && key === HOSTNAME && value !== metadata.name),
  );
  const { allocatable = {}, capacity } = status;
  const features = status.declaredFeatures ?? [];
  return {
    ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
    ...(spec?.taints && spec.taints.length > 0 && { taints: spec.taints }),
    ...(spec?.unschedulable && { unschedulable: true }),
    ...(capacity && !isSame(capacity, allocatable) && { capacity }),
    allocatable: allocatable ?? {},
    ...(features.length > 0 && { declaredFeatures: features }),
  };
}

/** What an update has to write; undefined where nothing changed. An update merges resources, so one that is gone is written as 0. */
export function offerChange(before: WrittenOffer, after: WrittenOffer): WrittenOffer | undefined {
  const capacity = resourceChange(before.capacity ?? before.allocatable, after.capacity ?? after.allocatable);
  const allocatable = resourceChange(before.allocatable, after.allocatable);
  const change: WrittenOffer = {
    ...(!isSame(before.labels, after.labels) && { labels: after.labels ?? {} }),
    ...(!isSame(before.taints, after.taints) && { taints: after.taints ?? [] }),
    ...(before.unschedulable !== after.unschedulable && { unschedulable: after.unschedulable ?? false }),
    ...(capacity && { capacity }),
    ...(allocatable && { allocatable }),
    ...(!isSame(before.declaredFeatures, after.declaredFeatures) && {
      declaredFeatures: after.declaredFeatures ?? [],
    }),
  };
  return Object.keys(change).length > 0 ? change : undefined;
}

function resourceChange(before: ResourceList = {}, after: ResourceList = {}): ResourceList | undefined {
  const changed = [
    ...Object.entries(after).filter(([resource, amount]) => before[resource] !== amount),
    ...Object.keys(before)
      .filter((resource) => !Object.hasOwn(after, resource))
      .map((resource) => [resource, '0'] as const),
  ];
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

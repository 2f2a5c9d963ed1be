/** Finds pods that select others by the zone or region of their nodes: labels that pods get when they are bound (from 1.35). */
import type { LabelSelector } from '../../core/objects/label-selector.ts';
import type { PodSpec } from '../../core/objects/pod.ts';

const COPIED = new Set(['topology.kubernetes.io/zone', 'topology.kubernetes.io/region']);

interface Selecting {
  readonly labelSelector?: LabelSelector | null;
  readonly matchLabelKeys?: readonly string[] | null;
  readonly mismatchLabelKeys?: readonly string[] | null;
}

/** Whether a spread constraint or an affinity term of the pod reads one of these labels (plugin/pkg/admission/podtopologylabels). */
export function selectsByTopology({ topologySpreadConstraints, affinity }: PodSpec): boolean {
  // Most pods have neither.
  if (!topologySpreadConstraints?.length && !affinity) return false;
  const terms = [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap((each) => [
    ...(each?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(each?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((one) => one.podAffinityTerm),
  ]);
  return [...(topologySpreadConstraints ?? []), ...terms].some((each) =>
    keysOf(each).some((key) => COPIED.has(key)),
  );
}

function keysOf({ labelSelector, matchLabelKeys, mismatchLabelKeys }: Selecting): string[] {
  return [
    ...Object.keys(labelSelector?.matchLabels ?? {}),
    ...(labelSelector?.matchExpressions ?? []).map(({ key }) => key),
    ...(matchLabelKeys ?? []),
    ...(mismatchLabelKeys ?? []),
  ];
}

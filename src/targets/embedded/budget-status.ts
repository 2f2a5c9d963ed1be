/** Computes how many pods of a PodDisruptionBudget may be evicted at the moment. */
import type { PodDisruptionBudget } from '../../core/objects/cluster-object.ts';
import type { OwnerReference } from '../../core/objects/object-metadata.ts';

/** A pod that the budget selects. */
export interface BudgetedPod {
  readonly ready: boolean;
  readonly terminating: boolean;
  /** Its controller. */
  readonly owner: OwnerReference | undefined;
}

export interface BudgetStatus {
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly disruptionsAllowed: number;
}

/**
 * The status that the disruption controller writes (pkg/controller/disruption/disruption.go, getExpectedPodCount, countHealthyPods,
 * updatePdbStatus; read at 1.36).
 *
 * @param scaleOf the replicas that a controller wants; undefined for a kind without a scale, with which nothing is allowed.
 */
export function budgetStatus(
  { spec }: PodDisruptionBudget,
  pods: readonly BudgetedPod[],
  scaleOf: (owner: OwnerReference) => number | undefined,
): BudgetStatus {
  const currentHealthy = pods.filter(({ ready, terminating }) => ready && !terminating).length;
  const { minAvailable, maxUnavailable } = spec ?? {};
  const wanted = maxUnavailable ?? minAvailable;
  const isCount = maxUnavailable === undefined && typeof wanted !== 'string';
  const expected = isCount ? pods.length : expectedScale(pods, scaleOf);
  if (expected === undefined || wanted === undefined)
    return { currentHealthy, desiredHealthy: 0, disruptionsAllowed: 0 };
  const amount = scaled(wanted, expected);
  const desiredHealthy = maxUnavailable === undefined ? amount : Math.max(0, expected - amount);
  const disruptionsAllowed = expected > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0;
  return { currentHealthy, desiredHealthy, disruptionsAllowed };
}

/** The sum over all controllers of the pods. Pods without one do not count. */
function expectedScale(
  pods: readonly BudgetedPod[],
  scaleOf: (owner: OwnerReference) => number | undefined,
): number | undefined {
  const scales = new Map<string, number>();
  for (const { owner } of pods) {
    if (!owner) continue;
    const key = owner.uid ?? `${owner.kind}/${owner.name}`;
    if (scales.has(key)) continue;
    const scale = scaleOf(owner);
    if (scale === undefined) return undefined;
    scales.set(key, scale);
  }
  return [...scales.values()].reduce((sum, scale) => sum + scale, 0);
}

/** A count, or a percentage that is rounded up (intstr.GetScaledValueFromIntOrPercent). */
function scaled(value: number | string, total: number): number {
  const percentage = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percentage === undefined ? Number(value) : Math.ceil((Number(percentage) * total) / 100);
}

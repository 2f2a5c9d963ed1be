/** Decides which taints a pod tolerates. */
import type { Taint } from './node.ts';
import type { Toleration } from './pod.ts';

/** The taint of a cordon. A pod that tolerates it also tolerates `spec.unschedulable`. */
export const UNSCHEDULABLE_TAINT: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/**
 * Whether a toleration covers a taint. Effect and key must be equal; an empty effect or key covers all. The operator must be `Exists`, or
 * `Equal` (the default) with the same value. `Lt` and `Gt` cover nothing, because their gate (TaintTolerationComparisonOperators) is off in
 * every release up to 1.36. Source: api/core/v1/toleration.go.
 */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  if (!toleration.operator || toleration.operator === 'Equal')
    return (toleration.value ?? '') === (taint.value ?? '');
  return toleration.operator === 'Exists';
}

/** Whether one of the tolerations covers the taint. */
export function tolerates(tolerations: readonly Toleration[] | null | undefined, taint: Taint): boolean {
  return tolerations?.some((toleration) => toleratesTaint(toleration, taint)) ?? false;
}

/** Whether the taint's effect is NoSchedule or NoExecute. PreferNoSchedule only lowers the score. */
export function keepsAway(taint: Taint): boolean {
  return taint.effect === 'NoSchedule' || taint.effect === 'NoExecute';
}

/** The first taint that `choice` accepts and the pod does not tolerate. */
export function untoleratedTaint(
  taints: readonly Taint[] | null | undefined,
  tolerations: readonly Toleration[] | null | undefined,
  choice: (taint: Taint) => boolean = keepsAway,
): Taint | undefined {
  return taints?.find((taint) => choice(taint) && !tolerates(tolerations, taint));
}

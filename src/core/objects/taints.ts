/** Which taints a pod tolerates, as the API defines it. */
import type { Taint } from './node.ts';
import type { Toleration } from './pod.ts';

/** Taint that stands for a cordon: tolerating it is tolerating `spec.unschedulable`. */
export const UNSCHEDULABLE_TAINT: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/**
 * Whether one toleration covers a taint: same effect unless it names none, same key unless it names none, then `Exists`, or `Equal`
 * (also when no operator is given) with the same value. `Lt` and `Gt` match nothing: their gate (TaintTolerationComparisonOperators) is
 * off in every release up to 1.36. Source: api/core/v1/toleration.go.
 */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  if (!toleration.operator || toleration.operator === 'Equal')
    return (toleration.value ?? '') === (taint.value ?? '');
  return toleration.operator === 'Exists';
}

/** Whether any of the tolerations covers the taint. */
export function tolerates(tolerations: readonly Toleration[] | null | undefined, taint: Taint): boolean {
  return tolerations?.some((toleration) => toleratesTaint(toleration, taint)) ?? false;
}

/** NoSchedule and NoExecute keep a pod away; PreferNoSchedule only lowers the score. */
export function keepsAway(taint: Taint): boolean {
  return taint.effect === 'NoSchedule' || taint.effect === 'NoExecute';
}

/** The first taint, of those that the choice picks, that the pod does not tolerate. */
export function untoleratedTaint(
  taints: readonly Taint[] | null | undefined,
  tolerations: readonly Toleration[] | null | undefined,
  choice: (taint: Taint) => boolean = keepsAway,
): Taint | undefined {
  return taints?.find((taint) => choice(taint) && !tolerates(tolerations, taint));
}

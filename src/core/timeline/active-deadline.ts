/** Computes when a kubelet fails a pod that is longer on its node than its activeDeadlineSeconds. */
import type { Microseconds } from '../time/microseconds.ts';
import type { PlannedPod, PodOutcome } from './timeline-event.ts';

/** How such a pod is reported (pkg/kubelet/active_deadline.go). */
export const DEADLINE_EXCEEDED: PodOutcome = { reason: 'DeadlineExceeded' };

/**
 * From its binding to its deadline, in integer microseconds of scenario time; undefined: it has none, or its planned end is the one that its
 * deadline gave it when it was recorded. A kubelet looks once a second and counts from a whole second; here the time is exact.
 */
export function activeDeadline({
  template,
  outcome,
  age = 0,
}: Pick<PlannedPod, 'template' | 'outcome' | 'age'>): Microseconds | undefined {
  const { activeDeadlineSeconds } = template.spec;
  if (activeDeadlineSeconds == null || outcome?.reason === DEADLINE_EXCEEDED.reason) return undefined;
  return Math.max(0, activeDeadlineSeconds * 1e6 - age);
}

/** Times of one unit, from the binding of a pod unless they say otherwise. */
interface Run {
  readonly deadline: number | undefined;
  readonly start: number;
  /** From its start to its end; undefined: never. */
  readonly lifetime: number | undefined;
  /** How long its containers take to stop. */
  readonly stopping: number;
}

/** From its binding to its failure; undefined: it ends before its deadline. Its containers are stopped first, and may end by themselves before that. */
export function failsByDeadline({ deadline, start, lifetime = Infinity, stopping }: Run): number | undefined {
  if (deadline === undefined || start + lifetime <= deadline) return undefined;
  return start >= deadline ? deadline : Math.min(deadline + stopping, start + lifetime);
}

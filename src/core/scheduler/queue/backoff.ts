/** How long a refused pod is kept back, and when that is over (backend/queue/backoff_queue.go). */
import type { Behaviour } from '../kubernetes-version.ts';
import type { QueuedPod } from './queued-pod.ts';

/** Backoff queues are looked through once a second; from 1.33 on backoffs end together at whole seconds. */
export const FLUSH_INTERVAL = 1_000_000;

/** Microseconds. */
export interface BackoffLimits {
  readonly initial: number;
  readonly max: number;
}

/** The initial backoff, doubled with every attempt (from 1.34 on: every refusal, or every error in a row), up to the maximum. */
export function backoffDuration(
  count: number,
  { initial, max }: BackoffLimits,
  behaviour: Behaviour,
): number {
  if (count === 0) return 0;
  if (behaviour.backoffCountsRejections) {
    const factor = 2 ** (count - 1);
    return initial * factor > max ? max : initial * factor;
  }
  let duration = initial;
  for (let attempt = 1; attempt < count; attempt++) {
    if (duration > max - duration) return max;
    duration += duration;
  }
  return duration;
}

/** When the pod's backoff ends, counted from its timestamp. 0 where there is none. */
export function backoffEnd(pod: QueuedPod, limits: BackoffLimits, behaviour: Behaviour): number {
  const count = behaviour.backoffCountsRejections ? pod.errors || pod.refusals : pod.attempts;
  if (count === 0) return 0;
  const end = pod.timestamp + backoffDuration(count, limits, behaviour);
  return behaviour.popFromBackoffQ ? wholeSecond(end) : end;
}

/** Whether the backoff is still on. From 1.33 on the second in which it ends belongs to it. */
export function isBackingOff(pod: QueuedPod, now: number, behaviour: Behaviour): boolean {
  if (pod.backoffEnd === 0) return false;
  return behaviour.popFromBackoffQ ? pod.backoffEnd >= wholeSecond(now) : pod.backoffEnd > now;
}

/** The first flush that finds the backoff over. */
export function flushAfterBackoff(pod: QueuedPod, behaviour: Behaviour): number {
  return behaviour.popFromBackoffQ
    ? pod.backoffEnd + FLUSH_INTERVAL
    : Math.ceil(pod.backoffEnd / FLUSH_INTERVAL) * FLUSH_INTERVAL;
}

function wholeSecond(time: number): number {
  return Math.floor(time / FLUSH_INTERVAL) * FLUSH_INTERVAL;
}

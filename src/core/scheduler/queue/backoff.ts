/** Computes how long a rejected pod backs off and when its backoff ends (backend/queue/backoff_queue.go). */
import type { Behaviour } from '../kubernetes-version.ts';
import type { QueuedPod } from './queued-pod.ts';

/** The backoff queues are flushed once a second. From 1.33 backoffs end at whole seconds. Microseconds. */
const FLUSH_INTERVAL = 1_000_000;

/** Microseconds. */
export interface BackoffLimits {
  readonly initial: number;
  readonly max: number;
}

/** Powers of two. Computing one for each attempt is slow, and after 64 doublings every backoff is at its maximum. */
const FACTORS = Float64Array.from({ length: 64 }, (_, exponent) => 2 ** exponent);

/**
 * The initial backoff, doubled with every attempt up to the maximum. Microseconds.
 *
 * @param count attempts; from 1.34 rejections, or consecutive errors.
 */
export function backoffDuration(
  count: number,
  { initial, max }: BackoffLimits,
  behaviour: Behaviour,
): number {
  if (count === 0) return 0;
  if (behaviour.backoffCountsRejections) {
    if (count > FACTORS.length) return initial === 0 ? 0 : max;
    const duration = initial * (FACTORS[count - 1] as number);
    return duration > max ? max : duration;
  }
  let duration = initial;
  for (let attempt = 1; attempt < count; attempt++) {
    if (duration > max - duration) return max;
    duration += duration;
  }
  return duration;
}

/** The time at which the pod's backoff ends: its timestamp plus the duration. 0 means no backoff. */
export function backoffEnd(pod: QueuedPod, limits: BackoffLimits, behaviour: Behaviour): number {
  const count = behaviour.backoffCountsRejections ? pod.errors || pod.rejections : pod.attempts;
  if (count === 0) return 0;
  const end = pod.timestamp + backoffDuration(count, limits, behaviour);
  return behaviour.popFromBackoffQ ? wholeSecond(end) : end;
}

/** Whether the pod still backs off. From 1.33 the second in which the backoff ends still counts. */
export function isBackingOff(pod: QueuedPod, now: number, behaviour: Behaviour): boolean {
  if (pod.backoffEnd === 0) return false;
  return behaviour.popFromBackoffQ ? pod.backoffEnd >= wholeSecond(now) : pod.backoffEnd > now;
}

/** The time of the first flush after the backoff. */
export function flushAfterBackoff(pod: QueuedPod, behaviour: Behaviour): number {
  return behaviour.popFromBackoffQ
    ? pod.backoffEnd + FLUSH_INTERVAL
    : Math.ceil(pod.backoffEnd / FLUSH_INTERVAL) * FLUSH_INTERVAL;
}

function wholeSecond(time: number): number {
  return Math.floor(time / FLUSH_INTERVAL) * FLUSH_INTERVAL;
}

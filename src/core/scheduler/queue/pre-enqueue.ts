/** Asks the PreEnqueue plugins whether a pod may be tried (backend/queue/scheduling_queue.go, runPreEnqueuePlugins). */
import type { Rejection } from '../framework/rejection.ts';
import type { QueuedPod } from './queued-pod.ts';

/** Sets or clears the pod's gate. The plugin that gates the pod already comes first. @returns why the pod is gated. */
export function preEnqueue(pod: QueuedPod): Rejection | undefined {
  const { preEnqueues } = pod.framework;
  if (preEnqueues.length === 0) return undefined;
  const gate = pod.gatedBy === undefined ? undefined : preEnqueues.find(({ name }) => name === pod.gatedBy);
  for (const plugin of gate ? [gate, ...preEnqueues] : preEnqueues) {
    const rejection = plugin.preEnqueue?.(pod.pod);
    if (!rejection) continue;
    pod.gatedBy = plugin.name;
    pod.message = undefined;
    pod.rejectors = new Set([...pod.rejectors, plugin.name]);
    return rejection;
  }
  pod.gatedBy = undefined;
  return undefined;
}

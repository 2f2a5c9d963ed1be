/** Reads from Kubernetes Events what the state of a pod may not show: that it was refused, preempted, evicted, or killed for its memory. */
import type { PodDisruptedObservation } from '../recording/pod-observation.ts';

interface ObjectReference {
  readonly kind?: string;
  readonly uid?: string;
}

/** An Event of core/v1 or of events.k8s.io: the same objects, with different names for some fields. */
export interface KubernetesEvent {
  readonly reason?: string;
  readonly type?: string;
  readonly involvedObject?: ObjectReference;
  readonly message?: string;
  readonly regarding?: ObjectReference;
  readonly note?: string;
}

export type EventMeaning =
  | { readonly kind: 'refused'; readonly uid: string; readonly message: string }
  | ({ readonly kind: 'disrupted'; readonly uid: string } & Pick<
      PodDisruptedObservation,
      'reason' | 'message' | 'by'
    >);

const DISRUPTIONS: ReadonlySet<string> = new Set(['Preempted', 'Evicted', 'OOMKilled', 'OOMKilling']);
/** `Preempted by pod UID on node NAME` (pkg/scheduler/framework/preemption). Before 1.22 the message named the pod instead. */
const PREEMPTOR = /^Preempted by (?:a )?pod ([0-9a-f]{8}-[0-9a-f-]{27})\b/;

/** Undefined for an Event with another reason or about another kind of object. */
export function meaningOf(event: KubernetesEvent): EventMeaning | undefined {
  const { kind, uid } = event.involvedObject ?? event.regarding ?? {};
  const { reason } = event;
  if (kind !== 'Pod' || !uid || !reason) return undefined;
  const message = event.message || event.note || undefined;
  if (reason === 'FailedScheduling')
    return message === undefined ? undefined : { kind: 'refused', uid, message };
  if (!DISRUPTIONS.has(reason)) return undefined;
  const by = reason === 'Preempted' ? PREEMPTOR.exec(message ?? '')?.[1] : undefined;
  return {
    kind: 'disrupted',
    uid,
    reason,
    ...(message === undefined ? {} : { message }),
    ...(by === undefined ? {} : { by }),
  };
}

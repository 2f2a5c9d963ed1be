/** The Events that say of a pod what its own state may not: that it was refused, preempted, evicted, or killed for its memory. */
import type { PodDisruptedObservation } from '../recording/observation.ts';

interface ObjectReference {
  readonly kind?: string;
  readonly uid?: string;
}

/** As core/v1 gives it, or events.k8s.io: the same objects under two names of the same fields. */
export interface ClusterEvent {
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
/** `Preempted by pod UID on node NAME` (pkg/scheduler/framework/preemption); before 1.22 it had the pod's name there. */
const PREEMPTOR = /^Preempted by (?:a )?pod ([0-9a-f]{8}-[0-9a-f-]{27})\b/;

/** Undefined for all others. */
export function meaningOf(event: ClusterEvent): EventMeaning | undefined {
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

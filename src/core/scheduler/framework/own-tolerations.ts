/** Registers the event by which a waiting pod gets tolerations that help it (from 1.32). */
import type { Behaviour } from '../kubernetes-version.ts';
import type { EventRegistration, QueueingHint } from './plugin.ts';
import type { PodState } from './pod-state.ts';

/** The event in which a waiting pod itself gets other tolerations. Without queueing hints, any update of the pod lets it try again. */
export function ownTolerations(
  { queueingHints }: Behaviour,
  helps: (pod: PodState) => boolean,
): readonly EventRegistration[] {
  const hint: QueueingHint = (pod, event) => 'pod' in event && event.pod.uid === pod.uid && helps(event.pod);
  return queueingHints ? [{ kinds: ['pod-tolerations-changed'], hint }] : [];
}

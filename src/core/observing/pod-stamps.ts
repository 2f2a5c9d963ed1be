/** Reads the times that Kubernetes itself gives for a pod's steps: whole seconds, kept beside the times at which keg saw them. */
import type { ContainerStatus, PodObject, TerminatedState } from './pod-object.ts';
import { conditionOf, NEVER_RAN, ranAndEnded } from './pod-steps.ts';

/** RFC 3339; undefined if the object does not contain it. */
type StampText = string | undefined;

export function createdStamp({ metadata }: PodObject): StampText {
  return metadata.creationTimestamp ?? undefined;
}

/** Set by the scheduler. A kubelet that restarts may set it again, and for static pods it is earlier than their creation. */
export function boundStamp(pod: PodObject): StampText {
  const condition = conditionOf(pod, 'PodScheduled');
  return condition?.status === 'True' ? (condition.lastTransitionTime ?? undefined) : undefined;
}

/** The first start of the container that started first; undefined if a container restarted, because its first start is then no longer known. */
export function startedStamp({ status }: PodObject): StampText {
  const statuses = status?.containerStatuses ?? [];
  if (statuses.some(({ restartCount }) => (restartCount ?? 0) > 0)) return undefined;
  return earliest(statuses.flatMap((each) => startOf(each) ?? []));
}

/** When its kubelet accepted it. */
export function acceptedStamp({ status }: PodObject): StampText {
  return status?.startTime ?? undefined;
}

/** When it last became ready. That is the first time if it stayed ready since. */
export function readyStamp(pod: PodObject): StampText {
  const condition = conditionOf(pod, 'Ready');
  return condition?.status === 'True' ? (condition.lastTransitionTime ?? undefined) : undefined;
}

/**
 * The end of the container that ended last: sidecars and init containers too, which may end later or alone. Containers that could not be
 * started count only where none ran.
 */
export function finishedStamp({ status }: PodObject): StampText {
  const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  const ended = all.flatMap(({ state }) => state?.terminated ?? []);
  const ran = ended.filter(ranAndEnded);
  const ends = (ran.length > 0 ? ran : ended).flatMap((each) => endedStamp(each) ?? []);
  return ends.reduce<StampText>((last, end) => (last === undefined || end > last ? end : last), undefined);
}

function startOf({ state }: ContainerStatus): StampText {
  if (state?.running) return state.running.startedAt ?? undefined;
  return ranAndEnded(state?.terminated) ? (state?.terminated?.startedAt ?? undefined) : undefined;
}

/** When a run ended. A container that could not be started has such a time as well. */
export function endedStamp(ended: TerminatedState | null | undefined): StampText {
  const at = ended?.finishedAt ?? undefined;
  return at === undefined || NEVER_RAN.test(at) ? undefined : at;
}

/** When all init containers were done. */
export function initializedStamp(pod: PodObject): StampText {
  const condition = conditionOf(pod, 'Initialized');
  return condition?.status === 'True' ? (condition.lastTransitionTime ?? undefined) : undefined;
}

/** When its readiness last changed. */
export function readinessStamp(pod: PodObject): StampText {
  return conditionOf(pod, 'Ready')?.lastTransitionTime ?? undefined;
}

/** All stamps have one form and are in UTC (metav1.Time), so text order is time order. */
function earliest(stamps: readonly string[]): StampText {
  return stamps.reduce<StampText>(
    (first, stamp) => (first === undefined || stamp < first ? stamp : first),
    undefined,
  );
}

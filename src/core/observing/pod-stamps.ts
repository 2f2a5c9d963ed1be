/** When Kubernetes says that a pod's steps were taken: whole seconds, kept beside the times at which they were seen. */
import type { ContainerStatus, PodObject, TerminatedState } from './pod-object.ts';
import { conditionOf, ranAndEnded } from './pod-steps.ts';

/** RFC 3339; undefined where the object does not tell it. */
type StampText = string | undefined;

export function createdStamp({ metadata }: PodObject): StampText {
  return metadata.creationTimestamp ?? undefined;
}

/** The scheduler's; a kubelet that restarts may write it anew, and static pods have one from before their creation. */
export function boundStamp(pod: PodObject): StampText {
  const condition = conditionOf(pod, 'PodScheduled');
  return condition?.status === 'True' ? (condition.lastTransitionTime ?? undefined) : undefined;
}

/** The first start of the container that started first; undefined where a container was started again, for then its first start is forgotten. */
export function startedStamp({ status }: PodObject): StampText {
  const statuses = status?.containerStatuses ?? [];
  if (statuses.some(({ restartCount }) => (restartCount ?? 0) > 0)) return undefined;
  return earliest(statuses.flatMap((each) => startOf(each) ?? []));
}

/** When it became ready the last time, which is the first time where it never ceased to be. */
export function readyStamp(pod: PodObject): StampText {
  const condition = conditionOf(pod, 'Ready');
  return condition?.status === 'True' ? (condition.lastTransitionTime ?? undefined) : undefined;
}

/** The end of the container that ended last. */
export function finishedStamp({ status }: PodObject): StampText {
  const ends = (status?.containerStatuses ?? []).flatMap(({ state }) => endOfRun(state?.terminated) ?? []);
  return ends.reduce<StampText>((last, end) => (last === undefined || end > last ? end : last), undefined);
}

function startOf({ state }: ContainerStatus): StampText {
  if (state?.running) return state.running.startedAt ?? undefined;
  return ranAndEnded(state?.terminated) ? (state?.terminated?.startedAt ?? undefined) : undefined;
}

function endOfRun(ended: TerminatedState | null | undefined): StampText {
  return ranAndEnded(ended) ? (ended?.finishedAt ?? undefined) : undefined;
}

/** All are of one form and in UTC (metav1.Time), so that text order is time order. */
function earliest(stamps: readonly string[]): StampText {
  return stamps.reduce<StampText>(
    (first, stamp) => (first === undefined || stamp < first ? stamp : first),
    undefined,
  );
}

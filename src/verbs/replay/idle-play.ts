/** Finds timelines that only prepare a cluster: their tables would be empty, as if the cluster had been idle. */
import type { TimelineAction, TimelineEvent } from '../../core/timeline/timeline-event.ts';

export function playsSomething(timeline: readonly TimelineEvent[]): boolean {
  return timeline.some(
    ({ action }) => action.kind !== 'add-node' && action.kind !== 'set-object' && !isEmpty(action),
  );
}

/** A workload that has no pod, and that nothing scales. */
function isEmpty(action: TimelineAction): boolean {
  return action.kind === 'scale-workload' && action.pods === 0;
}

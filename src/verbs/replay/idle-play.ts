/** Finds timelines that only prepare a cluster: their tables would be empty, as if the cluster had been idle. */
import type { TimelineEvent } from '../../core/timeline/timeline-event.ts';

export function playsSomething(timeline: readonly TimelineEvent[]): boolean {
  return timeline.some(({ action }) => action.kind !== 'add-node' && action.kind !== 'set-object');
}

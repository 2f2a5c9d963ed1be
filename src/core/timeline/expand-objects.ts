/** Expands a scenario's objects and object events to timeline events. */
import type { Scenario } from '../scenario/scenario.ts';
import type { Planned } from './timeline-event.ts';

/** The objects of `cluster.objects`, all set at 0s, and the events of `events.objects` in the order of the file. */
export function expandObjects({ objects, objectEvents }: Scenario): Planned[] {
  return [
    ...objects.map(({ object }): Planned => ({ at: 0, action: { kind: 'set-object', object } })),
    ...objectEvents.map(
      (event): Planned =>
        event.action === 'set'
          ? { at: event.at, action: { kind: 'set-object', object: event.object } }
          : { at: event.at, action: { kind: 'remove-object', object: event.object } },
    ),
  ];
}

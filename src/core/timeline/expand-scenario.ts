/** Expands a scenario and a seed to a timeline: all events in order of (at, sequence). The same seed gives the same bytes. */
import type { Scenario } from '../scenario/scenario.ts';
import { withDrains } from './disturbances/with-drains.ts';
import { withFailures } from './disturbances/with-failures.ts';
import { drawPods } from './draw-pods.ts';
import { expandNodeEvents, expandNodes } from './expand-nodes.ts';
import { expandObjects } from './expand-objects.ts';
import { expandWorkloads } from './expand-workloads.ts';
import type { Planned, TimelineAction, TimelineEvent } from './timeline-event.ts';

/**
 * Order of events at one time. Objects change first, then nodes, the scheduler and pods: a node added at 5s is available to a pod created at
 * 5s, and a budget set at 5s holds for a drain at 5s.
 * Node events keep the order of the file, so that a node can be replaced by another of the same name. Deletions of pods come before
 * creations, so that a name can be used again at once, and updates come after creations. Controllers of workloads run last and see the result of all other events.
 */
const RANK: Readonly<Record<TimelineAction['kind'], number>> = {
  'set-object': 0,
  'remove-object': 0,
  'add-node': 1,
  'update-node': 1,
  'uncordon-node': 1,
  'cordon-node': 1,
  'drain-node': 1,
  'remove-node': 1,
  'change-scheduler': 2,
  'delete-pod': 3,
  'disrupt-pod': 3,
  'create-pod': 4,
  'update-pod': 5,
  'scale-workload': 6,
};

/**
 * Expands a scenario.
 *
 * @param seed an integer, 0 or more. Each group of pods draws from its own named streams of this seed.
 * @param recorded pods and their times from the recording that the scenario names, if it names one.
 * @returns events in order of (at, sequence). With a duration, no event is later than the duration.
 * @throws {UserError} for node events whose node does not exist, and for draws that are no valid time or amount.
 */
export function expandScenario(
  scenario: Scenario,
  seed: number,
  recorded: Iterable<Planned> = [],
): TimelineEvent[] {
  const end = scenario.duration ?? Number.POSITIVE_INFINITY;
  const events: Unordered[] = [];
  for (const planned of plannedIn(scenario, seed, recorded)) {
    // One object for each event: there may be millions.
    for (const { at, action } of planned) if (at <= end) events.push({ at, action, sequence: 0 });
  }
  return disturbed(sequenced(events), scenario, seed);
}

/** With the failures and drains of its nodes, which are found out once everything else is known. */
function disturbed(timeline: TimelineEvent[], scenario: Scenario, seed: number): TimelineEvent[] {
  const { failures = [], drains = [], duration } = scenario;
  const drained = drains.length === 0 ? timeline : inTimelineOrder(withDrains(timeline, drains, duration));
  return failures.length === 0 ? drained : inTimelineOrder(withFailures(drained, failures, seed, duration));
}

/** The timeline of what was planned in any order; equal times and kinds keep the order in which they are given. */
export function inTimelineOrder(planned: readonly Planned[]): TimelineEvent[] {
  return sequenced(planned.map(({ at, action }) => ({ at, action, sequence: 0 })));
}

function sequenced(events: Unordered[]): TimelineEvent[] {
  // The sort keeps the order of equals.
  events.sort((one, other) => one.at - other.at || RANK[one.action.kind] - RANK[other.action.kind]);
  for (let sequence = 0; sequence < events.length; sequence += 1) events[sequence]!.sequence = sequence;
  return events;
}

type Unordered = { -readonly [Key in keyof TimelineEvent]: TimelineEvent[Key] };

function* plannedIn(
  scenario: Scenario,
  seed: number,
  recorded: Iterable<Planned>,
): Generator<Iterable<Planned>> {
  yield expandObjects(scenario);
  yield expandNodes(scenario);
  yield expandNodeEvents(scenario);
  yield scenario.schedulerEvents.map(({ at, name, weights, configuration }): Planned => {
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(weights === undefined ? {} : { weights }),
      ...(configuration === undefined ? {} : { configuration }),
    };
    return { at, action: { kind: 'change-scheduler', change } };
  });
  yield drawPods(scenario, seed);
  yield scenario.podUpdates.map(
    ({ at, namespace, podName, change }): Planned => ({
      at,
      action: { kind: 'update-pod', namespace, name: podName, change },
    }),
  );
  yield recorded;
  yield expandWorkloads(scenario, seed);
}

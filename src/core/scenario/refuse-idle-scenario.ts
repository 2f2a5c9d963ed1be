/** Refuses scenarios that contain nothing to play: a replay would print an empty table, as if the cluster had been idle. */
import { UserError } from '../errors/user-error.ts';
import type { Scenario } from './scenario.ts';

const IN_SCENARIO =
  'add pods under events.pods, or workloads under events.workloads: docs/reference/scenario.md';

/**
 * @param next where the pods can come from.
 * @throws {UserError} for a scenario without pods, workloads, node events, scheduler events and a recording of pods.
 */
export function refuseIdleScenario(scenario: Scenario, next = IN_SCENARIO): void {
  const { recorded, pods, workloads, nodeEvents, schedulerEvents } = scenario;
  const events = pods.length + workloads.length + nodeEvents.length + schedulerEvents.length;
  if (events > 0 || recorded !== undefined) return;
  throw new UserError('the scenario contains nothing to play', {
    position: scenario.position,
    next,
  });
}

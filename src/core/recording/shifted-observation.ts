/** Moves an observation to another time, for recordings that are joined or cut. */
import type { Microseconds } from '../time/microseconds.ts';
import type { Observation } from './observation.ts';

/** The same observation at another time. Its stamps and its intended time count from the same start. */
export function shiftedObservation(observation: Observation, at: Microseconds): Observation {
  const by = at - observation.at;
  if (by === 0) return observation;
  const moved: Record<string, unknown> = { ...observation, at };
  for (const key of ['stamp', 'startTime', 'intended']) {
    const value = moved[key];
    if (typeof value === 'number') moved[key] = value + by;
  }
  if (observation.kind === 'node-added' && observation.ordered) {
    const { at: orderedAt, since } = observation.ordered;
    moved.ordered = { at: orderedAt + by, ...(since !== undefined && { since: since + by }) };
  }
  return moved as unknown as Observation;
}

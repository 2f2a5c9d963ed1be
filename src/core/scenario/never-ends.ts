/** Detects workloads that create pods for ever, which only a scenario with a duration can play. */
import type { Workload } from './scenario.ts';

/** Whether the controller creates pods for ever: a CronJob without `until`, or pods with a lifetime that are never scaled to 0. */
export function neverEnds({ kind, lifetime, schedule, steps }: Workload): boolean {
  if (schedule) return schedule.until === undefined;
  return kind !== 'Job' && lifetime !== null && steps.at(-1)?.pods !== 0;
}

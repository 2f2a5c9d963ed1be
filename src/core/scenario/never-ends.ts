/** Detects workloads that create pods for ever, which only a scenario with a duration can play. */
import type { Workload } from './scenario.ts';

/** Whether the controller creates pods for ever: a CronJob without `until`, or pods with a lifetime or a deadline that are never scaled to 0. */
export function neverEnds({ kind, lifetime, template, schedule, steps }: Workload): boolean {
  if (schedule) return schedule.until === undefined;
  const isReplaced = lifetime !== null || template.spec.activeDeadlineSeconds != null;
  return kind !== 'Job' && isReplaced && steps.at(-1)?.pods !== 0;
}

/** Tells a workload that replaces its pods for ever, which only a scenario with a duration can play. */
import type { Workload } from './scenario.ts';

/** Whether its controller never comes to rest: pods with a lifetime, each of which is replaced. */
export function neverEnds({ kind, lifetime, steps }: Workload): boolean {
  return kind !== 'Job' && lifetime !== null && steps.at(-1)?.pods !== 0;
}

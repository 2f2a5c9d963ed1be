/** Detects workloads that replace their pods for ever, which only a scenario with a duration can play. */
import type { Workload } from './scenario.ts';

/** Whether the controller replaces pods for ever: its pods have a lifetime, and it never scales to 0. */
export function neverEnds({ kind, lifetime, steps }: Workload): boolean {
  return kind !== 'Job' && lifetime !== null && steps.at(-1)?.pods !== 0;
}

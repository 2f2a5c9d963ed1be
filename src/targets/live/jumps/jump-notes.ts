/** Says before a play with `--speed max` what its jumps are not proven by. */
import type { TimelineFacts } from '../objects/plan-objects.ts';
import type { JumpAccess } from './jump-access.ts';

/** A sentence for each, for people. */
export function jumpNotes(
  { schedulerMetrics, controllerMetrics }: JumpAccess,
  facts: TimelineFacts,
  hasClaims: boolean,
): string[] {
  const notes: string[] = [];
  if (schedulerMetrics === undefined)
    notes.push(
      'without --scheduler-metrics nothing proves that the scheduler has seen everything: the clock jumps only while no pod waits, half a second after the last change',
    );
  if (controllerMetrics === undefined && (hasClaims || usesControllers(facts)))
    notes.push(
      'without --controller-metrics nothing proves that the controllers of workloads, drains, taints and claims have done their work: the clock jumps 2.5 s after the last change of a pod',
    );
  return notes;
}

/** Whether controllers of the cluster create, evict or count pods of the play. */
export function usesControllers({ workloadKinds, drains, evictions }: TimelineFacts): boolean {
  return workloadKinds.size > 0 || drains || evictions;
}

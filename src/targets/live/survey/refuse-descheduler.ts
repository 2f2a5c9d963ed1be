/** Refuses a model of the descheduler where a cluster may have the real one. */
import { UserError } from '../../../core/errors/user-error.ts';
import type { Play } from '../../target.ts';

/** @throws {UserError} for a play with a descheduler of its own. */
export function refuseDescheduler({ descheduler }: Pick<Play, 'descheduler'>): void {
  if (!descheduler) return;
  throw new UserError(
    'cluster.descheduler of the scenario is a model, and the embedded target alone plays it',
    {
      next: 'run the real descheduler on this cluster and leave out cluster.descheduler, or play it with --target embedded',
    },
  );
}

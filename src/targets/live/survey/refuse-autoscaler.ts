/** Refuses to play an autoscaler on a live cluster, where keg doesn't decide which nodes there are. */
import { UserError } from '../../../core/errors/user-error.ts';
import type { Play } from '../../target.ts';

/** @throws {UserError} for a play with an autoscaler. */
export function refuseAutoscaler({ autoscaler }: Pick<Play, 'autoscaler'>): void {
  const [pool] = autoscaler?.pools ?? [];
  if (!pool) return;
  throw new UserError('cluster.autoscaler is played on the embedded target only', {
    position: pool.position,
    next: 'leave it out and let an autoscaler of the cluster add nodes, which keg names and counts; or use --target embedded',
  });
}

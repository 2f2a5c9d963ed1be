/** Makes pods that ran for a known time in a window. */
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { template } from '../pods/made-history.ts';

/** Times are seconds; a pod that was created before 0 was there when the window opened. */
export function ranFor(window: number, created: number, lifetime: number, cpu: string): PodHistory {
  const ended = created + lifetime;
  return {
    wasThere: created < 0,
    created,
    seen: Math.max(0, created),
    bound: created,
    started: created,
    ended: ended < window ? ended : undefined,
    cause: ended < window ? 'succeeded' : undefined,
    template: template(cpu),
  } as unknown as PodHistory;
}

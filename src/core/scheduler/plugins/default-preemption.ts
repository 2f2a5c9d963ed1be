/** DefaultPreemption where no pod of lower priority is in the way: it finds no victims and says so in the message. */
import { fitErrorMessage } from '../framework/diagnosis.ts';
import type { Plugin } from '../framework/plugin.ts';
import { type Rejection, unresolvable } from '../framework/rejection.ts';

const NAME = 'DefaultPreemption';
const NO_VICTIMS = unresolvable(NAME, 'No preemption victims found for incoming pod');
const NOT_HELPFUL = unresolvable(NAME, 'Preemption is not helpful for scheduling');

/**
 * Nodes whose rejection removing pods could lift have no victims, the others are not tried
 * (framework/preemption/preemption.go, Preempt; the message is the same from 1.30 to 1.36).
 */
export function defaultPreemption(): Plugin {
  return {
    name: NAME,
    postFilter(pod, cluster, diagnosis) {
      if (pod.spec.preemptionPolicy === 'Never')
        return { local: true, reason: 'preemption: not eligible due to preemptionPolicy=Never.' };
      const counts = new Map<Rejection, number>();
      let tried = 0;
      for (const [rejection, count] of diagnosis.rejections) {
        if (rejection.code === 'Unschedulable') tried += count;
      }
      counts.set(NO_VICTIMS, tried);
      counts.set(NOT_HELPFUL, cluster.nodes.length - tried);
      return { local: true, reason: `preemption: ${fitErrorMessage(cluster.nodes.length, counts)}` };
    },
  };
}

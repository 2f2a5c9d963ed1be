/** DefaultPreemption where no pod of lower priority is on any node: it finds no victims and writes that into the message. */
import { fitErrorMessage } from '../framework/diagnosis.ts';
import { definePlugin } from '../framework/plugin-definition.ts';
import { type Rejection, unresolvable } from '../framework/rejection.ts';

const NAME = 'DefaultPreemption';
const NO_VICTIMS = unresolvable(NAME, 'No preemption victims found for incoming pod');
const NOT_HELPFUL = unresolvable(NAME, 'Preemption is not helpful for scheduling');

/**
 * It tries only the nodes whose rejection could be lifted by removing pods, and finds no victims there
 * (framework/preemption/preemption.go, Preempt; the message is the same from 1.30 to 1.36).
 */
export const defaultPreemption = definePlugin({
  name: NAME,
  points: ['postFilter'],
  create: () => ({
    name: NAME,
    postFilter(pod, cluster, { diagnosis }) {
      if (pod.info.spec.preemptionPolicy === 'Never')
        return { local: true, reason: 'preemption: not eligible due to preemptionPolicy=Never.' };
      let tried = 0;
      for (const [rejection, count] of diagnosis.rejections) {
        if (rejection.code === 'Unschedulable') tried += count;
      }
      const counts = new Map<Rejection, number>([
        [NO_VICTIMS, tried],
        [NOT_HELPFUL, cluster.nodes.length - tried],
      ]);
      return { local: true, reason: `preemption: ${fitErrorMessage(cluster.nodes.length, counts)}` };
    },
  }),
});

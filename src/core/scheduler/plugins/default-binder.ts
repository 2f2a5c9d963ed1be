/** Leaves the binding of every pod to the caller of the scheduler, as kube-scheduler leaves it to the API server (plugins/defaultbinder). */
import { definePlugin } from '../framework/plugin-definition.ts';

const NAME = 'DefaultBinder';

export const defaultBinder = definePlugin({
  name: NAME,
  points: ['bind'],
  create: () => ({ name: NAME, bind: () => 'bind' }),
});

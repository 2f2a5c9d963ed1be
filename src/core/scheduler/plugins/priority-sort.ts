/** Orders the ready pods by priority, then by the time that they wait (plugins/queuesort). */
import { definePlugin } from '../framework/plugin-definition.ts';
import { comesBefore } from '../queue/queued-pod.ts';

const NAME = 'PrioritySort';

export const prioritySort = definePlugin({
  name: NAME,
  points: ['queueSort'],
  create: () => ({ name: NAME, comesBefore }),
});

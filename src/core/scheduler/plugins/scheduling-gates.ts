/** Keeps a pod with scheduling gates out of the queue of ready pods (plugins/schedulinggates). */
import { definePlugin } from '../framework/plugin-definition.ts';
import { unresolvable } from '../framework/rejection.ts';

const NAME = 'SchedulingGates';

/** The text is that of the API server, which writes the condition of such a pod. Its gates are no scheduler's business. */
const REJECTION = unresolvable(NAME, 'Scheduling is blocked due to non-empty scheduling gates');

export const schedulingGates = definePlugin({
  name: NAME,
  points: ['preEnqueue'],
  create: ({ behaviour }) => ({
    name: NAME,
    preEnqueue: ({ info: { spec } }) => ((spec.schedulingGates?.length ?? 0) > 0 ? REJECTION : undefined),
    // Without queueing hints, any update of the pod itself lets it try again.
    events: behaviour.queueingHints
      ? [{ kinds: ['pod-gates-removed'], hint: (pod, event) => 'pod' in event && event.pod.uid === pod.uid }]
      : [],
  }),
});

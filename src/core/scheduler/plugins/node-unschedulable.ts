/** Rejects cordoned nodes (plugins/nodeunschedulable). */

import { tolerates, UNSCHEDULABLE_TAINT } from '../../objects/taints.ts';
import { taintEvents } from '../framework/cluster-event.ts';
import { ownTolerations } from '../framework/own-tolerations.ts';
import type { NodeFilter, QueueingHint } from '../framework/plugin.ts';
import { definePlugin } from '../framework/plugin-definition.ts';
import { signTolerations } from '../framework/pod-signature.ts';
import { unresolvable } from '../framework/rejection.ts';

const NAME = 'NodeUnschedulable';
const REJECTION = unresolvable(NAME, 'node(s) were unschedulable');
const FILTER: NodeFilter = {
  local: true,
  fixed: true,
  reject: (info) => (info.node?.spec?.unschedulable ? REJECTION : undefined),
};

/** A pod that tolerates the taint of a cordon may go to a cordoned node. */
export const nodeUnschedulable = definePlugin({
  name: NAME,
  points: ['preFilter', 'filter'],
  create: ({ behaviour }) => ({
    name: NAME,
    sign: signTolerations,
    neverFilters: ({ spec }) => tolerates(spec.tolerations, UNSCHEDULABLE_TAINT),
    preFilter: (pod, cluster) =>
      cluster.cordoned === 0 || tolerates(pod.info.spec.tolerations, UNSCHEDULABLE_TAINT)
        ? 'skip'
        : { filter: FILTER },
    events: [
      { kinds: taintEvents(behaviour), hint: becomesSchedulable },
      ...ownTolerations(behaviour, ({ info: { spec } }) => tolerates(spec.tolerations, UNSCHEDULABLE_TAINT)),
    ],
  }),
});

const becomesSchedulable: QueueingHint = (_pod, event) =>
  'after' in event &&
  event.after?.spec?.unschedulable !== true &&
  (event.before === undefined || event.before.spec?.unschedulable === true);

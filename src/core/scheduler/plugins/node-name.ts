/** Rejects every node but the one that the pod names (plugins/nodename). */
import { definePlugin } from '../framework/plugin-definition.ts';
import { unresolvable } from '../framework/rejection.ts';

const NAME = 'NodeName';
const REJECTION = unresolvable(NAME, "node(s) didn't match the requested node name");

/** A pod with `spec.nodeName` normally bypasses the scheduler. The filter covers a caller that asks about such a pod anyway. */
export const nodeName = definePlugin({
  name: NAME,
  points: ['preFilter', 'filter'],
  follows: ({ nodeNameFirst }) => (nodeNameFirst ? undefined : 'NodeUnschedulable'),
  create: () => ({
    name: NAME,
    sign: ({ info: { spec } }) => spec.nodeName ?? '',
    neverFilters: ({ spec }) => !spec.nodeName,
    preFilter: ({ info: { spec } }) =>
      spec.nodeName
        ? {
            filter: {
              local: true,
              fixed: true,
              reject: (node) => (node.name === spec.nodeName ? undefined : REJECTION),
            },
          }
        : 'skip',
    events: [{ kinds: ['node-added'] }],
  }),
});

/** Keeps a pod that names its node off all others (plugins/nodename). */
import type { Plugin } from '../framework/plugin.ts';
import { unresolvable } from '../framework/rejection.ts';

const NAME = 'NodeName';
const REJECTION = unresolvable(NAME, "node(s) didn't match the requested node name");

/** A pod with `spec.nodeName` normally bypasses the scheduler; this is for the ones that are asked about all the same. */
export function nodeName(): Plugin {
  return {
    name: NAME,
    preFilter: ({ spec }) =>
      spec.nodeName
        ? { filter: { local: true, reject: (info) => (info.name === spec.nodeName ? undefined : REJECTION) } }
        : 'skip',
    events: [{ kinds: ['node-added'] }],
  };
}

/** Rejects nodes on which a host port that the pod needs is taken (plugins/nodeports). */

import { type HostPortsInUse, portsCollide, takePorts } from '../cache/host-ports.ts';
import type { QueueingHint } from '../framework/plugin.ts';
import { definePlugin } from '../framework/plugin-definition.ts';
import { signPorts } from '../framework/pod-signature.ts';
import { unschedulable } from '../framework/rejection.ts';

const NAME = 'NodePorts';
const REJECTION = unschedulable(NAME, "node(s) didn't have free ports for the requested pod ports");

/** It skips pods without host ports. */
export const nodePorts = definePlugin({
  name: NAME,
  points: ['preFilter', 'filter'],
  create: () => ({
    name: NAME,
    sign: ({ info: { spec } }) => signPorts(spec),
    neverFilters: ({ hostPorts }) => hostPorts.length === 0,
    preFilter({ info: { hostPorts } }) {
      if (hostPorts.length === 0) return 'skip';
      return {
        filter: {
          local: true,
          reject: (info) => (portsCollide(info.portsInUse, hostPorts) ? REJECTION : undefined),
        },
      };
    },
    unprepared: { withoutPreFilter: 'reading "PreFilterNodePorts" from cycleState: not found' },
    events: [{ kinds: ['pod-removed'], hint: freesPort }, { kinds: ['node-added'] }],
  }),
});

const freesPort: QueueingHint = (pod, event) => {
  if (event.kind !== 'pod-removed') return false;
  const freed: HostPortsInUse = new Map();
  takePorts(freed, event.pod.info.hostPorts);
  return portsCollide(freed, pod.info.hostPorts);
};

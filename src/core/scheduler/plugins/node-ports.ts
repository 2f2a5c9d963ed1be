/** Keeps a pod off nodes where a host port it needs is taken (plugins/nodeports). */
import { type HostPortsInUse, portsCollide, takePorts } from '../cache/host-ports.ts';
import type { Plugin, QueueingHint } from '../framework/plugin.ts';
import { unschedulable } from '../framework/rejection.ts';

const NAME = 'NodePorts';
const REJECTION = unschedulable(NAME, "node(s) didn't have free ports for the requested pod ports");

/** Pods without host ports are not concerned. */
export function nodePorts(): Plugin {
  return {
    name: NAME,
    preFilter({ hostPorts }) {
      if (hostPorts.length === 0) return 'skip';
      return {
        filter: {
          local: true,
          reject: (info) => (portsCollide(info.portsInUse, hostPorts) ? REJECTION : undefined),
        },
      };
    },
    events: [{ kinds: ['pod-removed'], hint: freesPort }, { kinds: ['node-added'] }],
  };
}

const freesPort: QueueingHint = (pod, event) => {
  if (event.kind !== 'pod-removed') return false;
  const freed: HostPortsInUse = new Map();
  takePorts(freed, event.pod.info.hostPorts);
  return portsCollide(freed, pod.hostPorts);
};

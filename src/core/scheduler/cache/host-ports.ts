/** Tracks the host ports in use on a node and detects collisions with the ports of another pod. */
import type { PodSpec } from '../../objects/pod.ts';

const ALL_ADDRESSES = '0.0.0.0';

export interface HostPort {
  readonly address: string;
  /** `TCP/8080`. */
  readonly port: string;
}

/** Addresses by port. A set and not a count, as in kube-scheduler: if two pods with the same port were forced onto a node, the first removal frees the port. */
export type HostPortsInUse = Map<string, Set<string>>;

/** Shared by most pods. */
const NO_PORTS: readonly HostPort[] = [];

/** The host ports that a pod takes: those of its containers and, from 1.34, of its sidecars. Source: pkg/scheduler/util/utils.go. */
export function hostPortsOf(spec: PodSpec, sidecars: boolean): readonly HostPort[] {
  const inits = (sidecars && spec.initContainers) || [];
  const running =
    inits.length > 0
      ? [...inits.filter((each) => each.restartPolicy === 'Always'), ...spec.containers]
      : spec.containers;
  if (!running.some((container) => container.ports?.length)) return NO_PORTS;
  const ports: HostPort[] = [];
  for (const container of running) {
    for (const { hostPort, hostIP, protocol } of container.ports ?? []) {
      if (hostPort !== undefined && hostPort > 0)
        ports.push({ address: hostIP || ALL_ADDRESSES, port: `${protocol || 'TCP'}/${hostPort}` });
    }
  }
  return ports;
}

/** Marks ports as used. */
export function takePorts(inUse: HostPortsInUse, ports: readonly HostPort[]): void {
  for (const { address, port } of ports) {
    const addresses = inUse.get(port);
    if (addresses) addresses.add(address);
    else inUse.set(port, new Set([address]));
  }
}

/** Marks ports as free. */
export function freePorts(inUse: HostPortsInUse, ports: readonly HostPort[]): void {
  for (const { address, port } of ports) {
    const addresses = inUse.get(port);
    addresses?.delete(address);
    if (addresses?.size === 0) inUse.delete(port);
  }
}

/** Whether a wanted port is taken. Two ports collide if protocol and number are equal, and the addresses are equal or one is 0.0.0.0. */
export function portsCollide(inUse: HostPortsInUse, wanted: readonly HostPort[]): boolean {
  return wanted.some(({ address, port }) => {
    const addresses = inUse.get(port);
    if (!addresses) return false;
    return address === ALL_ADDRESSES || addresses.has(ALL_ADDRESSES) || addresses.has(address);
  });
}

/** A copy whose changes do not change the original. */
export function copyPorts(inUse: HostPortsInUse): HostPortsInUse {
  return new Map([...inUse].map(([port, addresses]) => [port, new Set(addresses)]));
}

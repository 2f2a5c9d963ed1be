/** The rejection of a node. Equal rejections are one shared object, so that reasons are counted by reference. */

/**
 * UnschedulableAndUnresolvable: removing pods from the node would not help, so preemption skips the node. Pending: the plugin waits for
 * something of its own, and its events make the pod ready without backoff. Error: the plugin fails, and with it the cycle.
 */
type RejectionCode = 'Unschedulable' | 'UnschedulableAndUnresolvable' | 'Pending' | 'Error';

export interface Rejection {
  readonly plugin: string;
  readonly reasons: readonly string[];
  readonly code: RejectionCode;
}

/** A rejection that removing pods could lift. */
export function unschedulable(plugin: string, ...reasons: string[]): Rejection {
  return { plugin, reasons, code: 'Unschedulable' };
}

/** A rejection that removing pods could not lift. */
export function unresolvable(plugin: string, ...reasons: string[]): Rejection {
  return { plugin, reasons, code: 'UnschedulableAndUnresolvable' };
}

/** A failure that no plugin means as a rejection. It is no reason to make room, and no event ends it. */
export function failure(message: string): Rejection {
  return { plugin: '', reasons: [message], code: 'Error' };
}

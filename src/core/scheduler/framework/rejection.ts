/** Why a node was refused, as a value made once and shared: counting reasons is then counting references. */

/** Unresolvable: removing pods from the node would not help, so preemption is not tried there. */
export type RejectionCode = 'Unschedulable' | 'UnschedulableAndUnresolvable';

export interface Rejection {
  readonly plugin: string;
  readonly reasons: readonly string[];
  readonly code: RejectionCode;
}

/** A refusal that removing pods could lift. */
export function unschedulable(plugin: string, ...reasons: string[]): Rejection {
  return { plugin, reasons, code: 'Unschedulable' };
}

/** A refusal that removing pods could not lift. */
export function unresolvable(plugin: string, ...reasons: string[]): Rejection {
  return { plugin, reasons, code: 'UnschedulableAndUnresolvable' };
}

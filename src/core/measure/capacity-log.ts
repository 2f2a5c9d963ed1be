/** Keeps what changed on the nodes, in order: figures that few ask for are computed from it when they are read. */
import type { Amounts } from './resource-index.ts';

/** What changed: a node was added, offers other amounts, is gone; a pod holds its request, or holds it no longer. */
export const ADDED = 0;
export const OFFERS = 1;
export const REMOVED = 2;
export const HELD = 3;
export const RELEASED = 4;
const KINDS = 5;

export interface CapacityLog {
  /** Two for each change: its time (µs), and the number of its node × KINDS + its kind. */
  readonly numbers: number[];
  /** What the node offers from then on, or what the pod requests. */
  readonly amounts: Amounts[];
}

export interface CapacityChange {
  at: number;
  node: number;
  kind: number;
  amounts: Amounts;
}

export const NO_AMOUNTS: Amounts = { resources: [], amounts: [] };

export function capacityLog(): CapacityLog {
  return { numbers: [], amounts: [] };
}

export function noteCapacity(
  log: CapacityLog,
  at: number,
  node: number,
  kind: number,
  amounts: Amounts,
): void {
  log.numbers.push(at, node * KINDS + kind);
  log.amounts.push(amounts);
}

/** Reads the change at this position into `change`: there may be millions. */
export function readChange(
  { numbers, amounts }: CapacityLog,
  position: number,
  change: CapacityChange,
): void {
  const code = numbers[2 * position + 1]!;
  change.at = numbers[2 * position]!;
  change.node = Math.floor(code / KINDS);
  change.kind = code % KINDS;
  change.amounts = amounts[position]!;
}

export function anyChange(): CapacityChange {
  return { at: 0, node: 0, kind: ADDED, amounts: NO_AMOUNTS };
}

/** Counts the nodes without a pod over time. Pods that every node has (of DaemonSets, static ones) keep no node busy. */
import type { PodOwner } from '../recording/pod-observation.ts';
import type { LedgerNode } from './capacity-ledger.ts';
import { type CountOverTime, changeCount } from './count-over-time.ts';

const OWNERS_ON_EVERY_NODE: ReadonlySet<string> = new Set(['DaemonSet', 'Node']);

export function keepsBusy(owners: readonly PodOwner[] | undefined): boolean {
  return owners === undefined || !owners.some(({ kind }) => OWNERS_ON_EVERY_NODE.has(kind));
}

/** A node begins idle. */
export function idleFrom(idle: CountOverTime, at: number): void {
  changeCount(idle, at, 1);
}

/** The node is removed, with its pods. */
export function idleUntil(idle: CountOverTime, at: number, node: LedgerNode): void {
  if (node.pods === 0) changeCount(idle, at, -1);
}

/** One pod more or less on a node that exists. */
export function changePods(idle: CountOverTime, at: number, node: LedgerNode, difference: 1 | -1): void {
  const before = node.pods;
  node.pods += difference;
  if (before === 0) changeCount(idle, at, -1);
  else if (node.pods === 0) changeCount(idle, at, 1);
}

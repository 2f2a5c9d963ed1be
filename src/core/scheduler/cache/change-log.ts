/** Remembers which nodes changed lately, so that what is counted over all nodes is brought up to date without a look at each of them. */
/** Number of changes that are remembered: a power of two. */
export const CHANGES_KEPT = 4096;

/** The slots of the nodes that changed, by the last bits of the generation that the change made. */
export type ChangeLog = Int32Array;

/** A log without changes. */
export function createChangeLog(): ChangeLog {
  return new Int32Array(CHANGES_KEPT);
}

/** Notes the node that changed with this generation of the cluster. */
export function noteChange(log: ChangeLog, generation: number, slot: number): void {
  log[generation & (CHANGES_KEPT - 1)] = slot;
}

/** The slot of the node that changed with this generation, one of the last {@link CHANGES_KEPT}. */
export function changedSlot(log: ChangeLog, generation: number): number {
  return log[generation & (CHANGES_KEPT - 1)] as number;
}

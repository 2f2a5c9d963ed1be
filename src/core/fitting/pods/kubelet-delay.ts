/** Corrects the times of a run by the stamps of its containers where its kubelet reported them late. */

export interface SeenRun {
  /** When its start and its end were seen, in seconds. */
  readonly started: number;
  readonly ended: number;
  /** It cannot have started earlier. */
  readonly bound: number;
  /** From the stamp of its start to that of its end, in seconds. */
  readonly stamped: number;
  /** The resolution of the stamps, in seconds. */
  readonly resolution: number;
}

/**
 * A kubelet reports an end a second or two after it happened, and one that hangs much later. The difference of two stamps of one node is free
 * of that delay and of the node's clock, to within one unit of the stamps. Where what was seen differs by more than that, the stamps count:
 * a run that looks too long ended earlier, one that looks too short started earlier.
 */
export function runByStamps({ started, ended, bound, stamped, resolution }: SeenRun): {
  readonly started: number;
  readonly ended: number;
} {
  const seen = ended - started;
  if (seen > stamped + resolution) return { started, ended: started + stamped };
  if (seen < stamped - resolution) return { started: Math.max(bound, ended - stamped), ended };
  return { started, ended };
}

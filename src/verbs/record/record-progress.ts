/** Describes how far a recording is, as plain data: what a progress line and a rotation are computed from. */
import type { Microseconds } from '../../core/time/microseconds.ts';

export interface RecordProgress {
  /** Recording time. */
  readonly at: Microseconds;
  /** Whether everything that existed at the start was recorded. */
  readonly isSynced: boolean;
  /** States of objects seen so far. */
  readonly events: number;
  /** Pods seen and not gone. */
  readonly pods: number;
  readonly nodes: number;
  readonly gaps: number;
  /** Lines of this run that survive a crash, the header included. */
  readonly acknowledged: number;
  readonly bytes: number;
  /** The resource version up to which everything of a collection is on the disk, by the path of the collection. See ClusterWatch. */
  readonly reached: ReadonlyMap<string, number>;
}

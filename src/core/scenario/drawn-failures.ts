/** Defines the failures of a loaded scenario: which nodes fail as one, how often, for how long, and with which notice. */
import type { Distribution } from '../distributions/families/distribution.ts';
import type { SourcePosition } from '../errors/user-error.ts';

export interface DrawnFailures {
  /** Of its random streams. */
  readonly name: string;
  /** Names of nodes or pools; undefined: all nodes. */
  readonly nodes: readonly string[] | undefined;
  /** That a node must have. */
  readonly labels: Readonly<Record<string, string>>;
  /** The key of the label whose value names what fails as one; undefined: each node alone. */
  readonly per: string | undefined;
  /** From its return, or from its start, to the next failure, in seconds. */
  readonly betweenFailures: Distribution;
  /** In seconds; undefined: it does not come back. */
  readonly repair: Distribution | undefined;
  /** Integer microseconds from the drain to the failure; 0 for none. */
  readonly notice: number;
  /** The longest time that a drained pod takes to end, in integer microseconds; undefined: its own grace period. */
  readonly grace: number | undefined;
  readonly position: SourcePosition;
}

/** Nodes that are drained at a time, by the name of one or of their pool. */
export interface PlannedDrain {
  /** Integer microseconds. */
  readonly at: number;
  readonly name: string;
  /** The drain as it was asked for, such as `worker-0@2h`. */
  readonly asked: string;
  /** Whether it is left out where there is no such node, and not refused. */
  readonly isOptional: boolean;
  readonly position: SourcePosition;
}

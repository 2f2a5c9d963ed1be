/** Defines the descheduler of a scenario, which evicts pods from over-used nodes so that the scheduler places them again. */
import type { DeviationThresholds } from '../objects/node-scores/classify-nodes.ts';
import type { PressureCurveName } from '../objects/node-scores/pressure-curve.ts';
import type { Microseconds } from '../time/microseconds.ts';

export interface Descheduler {
  /** From one round to the next; the first one is this long after the start. */
  readonly interval: Microseconds;
  /** Most evictions of one round, of all profiles together; undefined: no limit. */
  readonly perNode: number | undefined;
  readonly perNamespace: number | undefined;
  readonly total: number | undefined;
  /** Each round plays them in this order. At least one. */
  readonly profiles: readonly DeschedulerProfile[];
}

/** How one profile finds the pods that it evicts. */
export interface DeschedulerProfile {
  /** How far from the mean of all nodes a node is under-used or over-used. */
  readonly thresholds: DeviationThresholds;
  /** What counts as used: what pods use, or what they request. */
  readonly by: 'requests' | 'usage';
  /** The resources that count, each by itself, where there is no score. */
  readonly resources: readonly ('cpu' | 'memory')[];
  /** The name of a score; undefined: the resources. */
  readonly score: string | undefined;
  /** The model of the pressure that scores depend on. */
  readonly curve: PressureCurveName;
}

/** Declares the workloads that are found in a recording, before they are written to a scenario. */

import type { PodTemplate } from '../../objects/pod.ts';
import type { WorkloadGroup } from '../pods/workload-group.ts';

/** The kinds of controllers that a scenario knows. */
export type ControllerKind = 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob';

/** The number of pods from a time on, in seconds. */
export interface FoundStep {
  readonly at: number;
  readonly pods: number;
  /** The template from then on, where it changes: the controller replaces its pods. */
  readonly template?: PodTemplate;
}

/** One workload of the scenario. Its pods have the lifetimes and phases of their group. */
export interface FoundWorkload {
  readonly kind: ControllerKind;
  readonly name: string;
  /** The first creates it. Of a Job: its parallelism. */
  readonly steps: readonly FoundStep[];
  /** The ages, in seconds, of the pods that existed at 0 s. */
  readonly ages: readonly number[];
  /** Of a Job, or of each Job of a CronJob. */
  readonly completions?: number;
  /** Where it is not the default. */
  readonly backoffLimit?: number;
  readonly limits?: JobTimes;
  readonly schedule?: FoundSchedule;
  /** Of Jobs that arrive: its sizes are in place of the number of pods and the completions. */
  readonly series?: FoundSeries;
  /** Where rolling updates were observed. */
  readonly strategy?: FoundStrategy;
}

/** Limits in time of a Job, or of each Job of a CronJob, as its object has them. */
export interface JobTimes {
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished?: number;
}

/** Jobs of one series. */
export interface FoundSeries {
  /** When each Job began, in seconds, in order. */
  readonly times: readonly number[];
  readonly sizes: readonly FoundSize[];
}

/** What Jobs of one size have together. */
export interface FoundSize {
  /** Jobs; a Job that the end of the window cut off counts in parts for each size that it may have had. */
  readonly weight: number;
  readonly parallelism: number;
  readonly completions: number;
  /** Of Jobs that failed. */
  readonly backoffLimit?: number;
}

interface FoundSchedule {
  /** Seconds. */
  readonly every: number;
  /** Seconds after the due time, one for each run. */
  readonly lateness: readonly number[];
  /** No run from this time on, in seconds; undefined: until the window ends. */
  readonly until: number | undefined;
}

export interface FoundStrategy {
  readonly type: 'RollingUpdate' | 'Recreate';
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** The pods of one owner, and the workloads that create them again. */
export interface ControlledGroup {
  /** Ends that the controller makes again count as cut off. */
  readonly group: WorkloadGroup;
  readonly workloads: readonly FoundWorkload[];
  /** `owners`: the recording names the controller. `history`: the pods came and went as those of a controller do. */
  readonly basis: 'owners' | 'history';
}

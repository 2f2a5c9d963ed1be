/** What is asked of a replay, and what comes of it once scenario or recording are read: the same for both. */
import type { Problem } from '../../core/errors/problem.ts';
import type { Figures } from '../../core/measure/figures.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import type { Play } from '../../targets/target.ts';
import type { DifferenceMeter } from './recording-difference.ts';
import type { WhatIf } from './what-if.ts';

export interface PlayRequest extends Omit<WhatIf, 'schedulerConfiguration'> {
  readonly file: string;
  /** Overrides the scenario's. */
  readonly seed?: number | undefined;
  readonly kubernetesVersion?: string | undefined;
  /** Path of a KubeSchedulerConfiguration, which replaces the scenario's. */
  readonly schedulerConfig?: string | undefined;
  /** Put the pods of a recording where they were. */
  readonly pin?: boolean | undefined;
}

export interface LoadedPlay {
  readonly scenario: Scenario;
  readonly play: Play;
  /** Every file that was read: none of them may be written over. */
  readonly inputs: readonly string[];
  /** Warnings about the file that was loaded. */
  readonly problems: readonly Problem[];
  /** Where it is a recording that is played: how it compares with its replay. */
  readonly recorded?: { readonly meter: DifferenceMeter; readonly figures: Figures };
}

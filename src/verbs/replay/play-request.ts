/** Declares the request for a replay, and the play that a loaded scenario or recording results in. */
import type { Problem } from '../../core/errors/problem.ts';
import type { Figures } from '../../core/measure/figures.ts';
import type { RecordingSource } from '../../core/recording/observation.ts';
import type { AskedWindow } from '../../core/recording/window/window-bounds.ts';
import type { Autoscaler } from '../../core/scenario/autoscaler.ts';
import type { DrawnFailures } from '../../core/scenario/drawn-failures.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import type { KubernetesVersion } from '../../core/scheduler/kubernetes-version.ts';
import type { Play } from '../../targets/target.ts';
import type { DifferenceMeter } from './recording-difference.ts';
import type { ReplayOptionValues } from './replay-options.ts';

export interface PlayRequest extends Partial<Omit<ReplayOptionValues, 'speed'>> {
  readonly file: string;
  /** More files of manifests, which are one scenario with the first. */
  readonly otherFiles?: readonly string[] | undefined;
  /** When a scenario starts, RFC 3339; undefined: it has no date. */
  readonly start?: string | undefined;
  /** The file, where it was opened before. */
  readonly opened?: OpenedFile | undefined;
  /** Of drains and failures that name a node which is not there; a search plays without some nodes. Default: refused. */
  readonly missingNodes?: 'refused' | 'left-out' | undefined;
  /** Whether the target plays what comes before a window of a scenario itself. */
  readonly playsBeforeWindows?: boolean | undefined;
  /** Gets the number of events that are planned at least, before a timeline is made of them, and the number of all before the first one is played. */
  readonly onSized?: ((events: number) => void) | undefined;
}

export function askedWindow({ from, to }: PlayRequest): AskedWindow {
  return { from, to };
}

/** What the command line decides about the scheduler and the autoscaler; undefined: the scenario or the recording decides. */
export interface SchedulerChoices {
  readonly kubernetesVersion: KubernetesVersion | undefined;
  readonly schedulerConfiguration: unknown;
  /** In place of all nodes. */
  readonly autoscaler: Autoscaler | undefined;
  /** In place of those of the scenario. */
  readonly failures: readonly DrawnFailures[] | undefined;
}

/** A file that is read. It is played any number of times without being read or checked again. */
export interface OpenedFile {
  /**
   * A play with the seed, the what-ifs and the scheduler of the request. The file and the window are those with which it was opened.
   *
   * @throws {UserError} for flags that do not go with the file, and where nothing arrives.
   */
  play(request: PlayRequest): Promise<LoadedPlay>;
}

export interface LoadedPlay {
  readonly scenario: Scenario;
  readonly play: Play;
  /** The part of the scenario or recording that is played; undefined: all of it. */
  readonly window?: RecordingSource['window'];
  /** Every file that was read: none of them may be written over. */
  readonly inputs: readonly string[];
  /** Warnings about the files that were read. */
  readonly problems: readonly Problem[];
  /** Of a recording: its own figures, and the meter that compares them with the replay. */
  readonly recorded?: { readonly meter: DifferenceMeter; readonly figures: Figures };
}

/** The seed where neither the command line nor the scenario has one. */
export const DEFAULT_SEED = 1;

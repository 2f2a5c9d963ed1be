/** Declares one replay of a comparison as plain data that a thread can be given, and its result. */
import type { Problem } from '../errors/problem.ts';
import type { ExitCode, SourcePosition } from '../errors/user-error.ts';
import type { ScalarChoice, ScalarFigure } from '../measure/scalar-figures.ts';
import type { CheckedLimit, Limit } from './limit.ts';
import type { PoolFact } from './pool-facts.ts';
import type { ReplayCurves } from './replay-curves.ts';

export interface ReplayTask<Options> {
  readonly file: string;
  readonly kind: 'replay' | 'recording';
  readonly options: Options;
  readonly seed: number | undefined;
  readonly choice: ScalarChoice;
  /** Limits that the report must keep. Default: none. */
  readonly limits?: readonly Limit[];
  /** Whether the result contains what the replay is over time. Default false. */
  readonly curves?: boolean;
}

export interface PlayedTask {
  readonly figures: readonly ScalarFigure[];
  readonly problems: readonly Problem[];
  /** In the order of the limits. */
  readonly checks: readonly CheckedLimit[];
  readonly pools: readonly PoolFact[];
  readonly curves?: ReplayCurves;
}

/** What the user can correct. An error loses its class on its way out of a thread. */
interface RefusedTask {
  readonly refused: {
    readonly message: string;
    readonly position: SourcePosition | undefined;
    readonly next: string;
    readonly exitCode: ExitCode;
  };
}

export type TaskResult = PlayedTask | RefusedTask;

/** Receives the place of a task and its result, in any order. */
type OnPlayed = (place: number, result: TaskResult) => void;

/** Plays tasks and hands out each result. */
export type PlayTasks<Options> = (tasks: readonly ReplayTask<Options>[], onPlayed: OnPlayed) => Promise<void>;

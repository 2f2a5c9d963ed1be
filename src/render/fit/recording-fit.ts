/** Declares the fits of a recording. The table, the data and the page show them. */
import type { Problem } from '../../core/errors/problem.ts';
import type { GroupFit } from '../../core/fitting/pods/fit-group.ts';
import type { LoadDependence } from '../../core/fitting/pods/load-dependence.ts';
import type { CountedEnd } from '../../core/fitting/runs/counted-ends.ts';
import type { WrittenScenario } from '../../core/fitting/writing/written-scenario.ts';
import type { Truth } from '../../core/measure/truth.ts';
import type { RecordingHeader } from '../../core/recording/observation.ts';

export interface RecordingFit {
  readonly header: RecordingHeader;
  /** Seconds. */
  readonly window: number;
  readonly pods: number;
  /** Nodes, also those that join or leave. */
  readonly nodes: number;
  readonly groups: readonly GroupFit[];
  readonly load: LoadDependence | undefined;
  /** What becomes of the ends of all pods, and of those of each group by its name. */
  readonly ends: {
    readonly all: readonly CountedEnd[];
    readonly byGroup: ReadonlyMap<string, readonly CountedEnd[]>;
  };
  readonly scenario: WrittenScenario;
  /** Undefined where nothing was replayed. */
  readonly truth?: Truth | undefined;
  readonly problems: readonly Problem[];
  /** Paths of the scenario, its tables and the page, where they were written. */
  readonly files?: readonly string[];
}

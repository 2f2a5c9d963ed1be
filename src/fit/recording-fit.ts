/** A recording's fits, as table, data and page show them. */
import type { GroupFit } from '../fitting/pods/fit-group.ts';
import type { WrittenScenario } from '../fitting/pods/fitted-scenario.ts';
import type { LoadDependence } from '../fitting/pods/load-dependence.ts';
import type { RecordingHeader } from '../recording/observation.ts';

export interface RecordingFit {
  readonly header: RecordingHeader;
  /** Seconds. */
  readonly window: number;
  readonly pods: number;
  readonly groups: readonly GroupFit[];
  readonly load: LoadDependence | undefined;
  readonly scenario: WrittenScenario;
  readonly warnings: readonly string[];
}

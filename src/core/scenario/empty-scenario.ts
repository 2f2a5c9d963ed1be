/** A scenario that holds the defaults and nothing else: the start for a scenario that comes from a recording. */
import { DEFAULT_BIND, DEFAULT_CYCLE } from './build-scenario.ts';
import { KEG_FORM } from './forms/index.ts';
import type { Scenario } from './scenario.ts';

/** Equal to the scenario of a file with `apiVersion` and `kind` only. `file` is what messages call its source. */
export function emptyScenario(name: string, file: string): Scenario {
  return {
    name,
    description: undefined,
    form: KEG_FORM,
    position: { file, line: 1, column: 1 },
    recorded: undefined,
    seed: undefined,
    duration: undefined,
    kubernetesVersion: undefined,
    scheduler: { configuration: undefined, cycle: DEFAULT_CYCLE, bind: DEFAULT_BIND },
    nodes: [],
    objects: [],
    templates: new Map(),
    pods: [],
    podUpdates: [],
    nodeEvents: [],
    objectEvents: [],
    schedulerEvents: [],
    workloads: [],
  };
}

/** Collects everything of a recording that can be played again: nodes, pods, deciding objects and changes of the scheduler. */
import type { Observation, RecordingHeader } from '../recording/observation.ts';
import { emptyScenario } from '../scenario/empty-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { modelledVersion } from '../scheduler/kubernetes-version.ts';
import { collectRecordedNodes, type RecordedNodes } from './recorded-nodes.ts';
import { collectReplayedObjects, type ReplayedObjects } from './recorded-objects.ts';
import { collectRecordedPods, type RecordedPods } from './recorded-pods.ts';
import type { Planned } from './timeline-event.ts';

export interface RecordedPlay {
  observe(observation: Observation): void;
  readonly nodes: RecordedNodes;
  readonly pods: RecordedPods;
  readonly objects: ReplayedObjects;
  readonly schedulerChanges: readonly Planned[];
  /** The time of the last observation. */
  readonly end: number;
  /** The recording as a scenario without pods and nodes: its name, seed, length, Kubernetes version and scheduler configuration. */
  scenario(header: RecordingHeader, file: string): Scenario;
}

export function collectRecordedPlay(): RecordedPlay {
  const nodes = collectRecordedNodes();
  const pods = collectRecordedPods();
  const objects = collectReplayedObjects();
  const schedulerChanges: Planned[] = [];
  let end = 0;
  return {
    nodes,
    pods,
    objects,
    schedulerChanges,
    get end() {
      return end;
    },
    observe(observation) {
      end = observation.at;
      nodes.observe(observation);
      pods.observe(observation);
      objects.observe(observation);
      if (observation.kind === 'scheduler-changed') schedulerChanges.push(schedulerChange(observation));
    },
    scenario({ name, source }, file) {
      const empty = emptyScenario(name ?? source.scenario ?? 'recording', file);
      return {
        ...empty,
        scheduler: { ...empty.scheduler, configuration: source.configuration, ...source.latency },
        seed: source.seed,
        duration: end,
        kubernetesVersion: modelledVersion(source.kubernetes ?? ''),
      };
    },
  };
}

function schedulerChange({
  at,
  name,
  weights,
  configuration,
}: Extract<Observation, { kind: 'scheduler-changed' }>): Planned {
  const change = {
    ...(name === undefined ? {} : { name }),
    ...(weights === undefined ? {} : { weights }),
    ...(configuration === undefined ? {} : { configuration }),
  };
  return { at, action: { kind: 'change-scheduler', change } };
}

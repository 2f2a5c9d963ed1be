/** Watches one pod through its states, for the tests of incidents. */
import type { PodStatus } from '../../../src/core/observing/pod-object.ts';
import { createPodTransitions, type PodTransitions } from '../../../src/core/observing/pod-transitions.ts';
import { schedulingTemplate } from '../../../src/core/observing/scheduling-template.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import type { Stamp } from '../../../src/core/recording/pod-observation.ts';
import { keepingObserver, RUNS } from './pod-states.ts';

export const START = Date.parse('2026-03-02T08:00:10Z');

export const stampOf = (stamp: string): Stamp => (Date.parse(stamp) - START) * 1000;

export interface Watched {
  readonly pods: PodTransitions;
  readonly observations: Observation[];
}

export function watch(age?: number): Watched {
  const observations: Observation[] = [];
  const pods = createPodTransitions(
    keepingObserver(observations),
    (pod) => ({
      namespace: 'default',
      name: pod.metadata.name,
      template: schedulingTemplate(pod),
      ...(age === undefined ? {} : { age }),
    }),
    { observesIncidents: true, stampOf },
  );
  return { pods, observations };
}

export function running(restartCount: number, more: PodStatus = {}): PodStatus {
  const lastState =
    restartCount === 0 ? {} : { lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } };
  return { phase: 'Running', containerStatuses: [{ ...RUNS, restartCount, ...lastState }], ...more };
}

export function last(observations: readonly Observation[]): Observation | undefined {
  return observations.at(-1);
}

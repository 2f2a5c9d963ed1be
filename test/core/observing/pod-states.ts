/** Pod objects for tests, and an observer that keeps all observations. */
import type { PodTemplate } from '../../../src/core/objects/pod.ts';
import type {
  ContainerStatus,
  PodCondition,
  PodObject,
  PodStatus,
} from '../../../src/core/observing/pod-object.ts';
import { createPodTransitions, type PodTransitions } from '../../../src/core/observing/pod-transitions.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import type { Observer } from '../../../src/core/recording/observer.ts';
import { templateBook } from '../../../src/core/recording/template-hash.ts';

export const STAMP = '2026-03-02T08:00:00Z';
export const TEMPLATE: PodTemplate = {
  spec: { containers: [{ name: 'main', resources: { requests: { cpu: '100m' } } }] },
};

export interface PodState {
  readonly uid?: string;
  readonly name?: string;
  readonly version?: number;
  readonly node?: string;
  readonly status?: PodStatus;
}

export function podObject({ uid = 'p1', name = 'web-0', version, node, status }: PodState = {}): PodObject {
  return {
    metadata: {
      uid,
      namespace: 'default',
      name,
      ...(version === undefined ? {} : { resourceVersion: String(version) }),
    },
    spec: { ...TEMPLATE.spec, ...(node === undefined ? {} : { nodeName: node }) },
    status: status ?? { phase: 'Pending' },
  };
}

export function unschedulable(message: string): PodStatus {
  return {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
  };
}

export const RUNS: ContainerStatus = { name: 'main', state: { running: { startedAt: STAMP } } };
export const READY: PodCondition = { type: 'Ready', status: 'True' };
export const NOT_READY: PodCondition = { type: 'Ready', status: 'False' };

export function ended(exitCode: number, reason: string, startedAt: string | null = STAMP): ContainerStatus {
  return { name: 'main', state: { terminated: { exitCode, reason, startedAt, finishedAt: STAMP } } };
}

export function disrupted(reason: string, status: 'True' | 'False' = 'True'): PodCondition {
  return { type: 'DisruptionTarget', status, reason };
}

export interface Watching {
  readonly pods: PodTransitions;
  readonly observations: Observation[];
  /** All observations since the last call, without templates. */
  newObservations(): Observation[];
}

/** Keeps observations as a recording writer writes them. */
export function keepingObserver(observations: Observation[]): Observer {
  const observe = (observation: Observation) => {
    observations.push(observation);
  };
  return { observe, templateHash: templateBook(observe) };
}

export function watchPods(): Watching {
  const observations: Observation[] = [];
  const pods = createPodTransitions(keepingObserver(observations), ({ metadata: { namespace, name } }) => ({
    namespace,
    name,
    template: TEMPLATE,
  }));
  let read = 0;
  return {
    pods,
    observations,
    newObservations() {
      const news = observations.slice(read).filter(({ kind }) => kind !== 'template');
      read = observations.length;
      return news;
    },
  };
}

export function kinds(observations: readonly Observation[]): string[] {
  return observations.map(({ kind }) => kind);
}

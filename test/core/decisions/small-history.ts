/** Writes short histories of a cluster as observations. */
import type { PodSpec } from '../../../src/core/objects/pod.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import type { PodCreatedObservation } from '../../../src/core/recording/pod-observation.ts';

export const MS = 1000;

export interface History {
  readonly observations: readonly Observation[];
  node(name: string, cpu: number, labels?: Record<string, string>): void;
  /** Creates a pod that requests cpu. */
  create(uid: string, cpu: number, spec?: Partial<PodSpec>, more?: Partial<PodCreatedObservation>): void;
  bind(uid: string, node: string | null): void;
  remove(uid: string): void;
  refuse(uid: string, message: string, reason?: string): void;
  /** Any other observation at the present time. */
  add(observation: Record<string, unknown> & { readonly kind: string }): void;
  /** Lets time pass, in milliseconds. */
  wait(ms: number): void;
}

/** An empty history at time 0. */
export function newHistory(): History {
  const observations: Observation[] = [];
  let at = 0;
  const add = (observation: object) => void observations.push({ at, ...observation } as Observation);
  return {
    observations,
    add,
    wait: (ms) => {
      at += ms * MS;
    },
    node: (name, cpu, labels = {}) =>
      add({ kind: 'node-added', uid: name, name, labels, allocatable: { cpu, memory: '64Gi', pods: 110 } }),
    create(uid, cpu, spec = {}, more = {}) {
      const template = { spec: { containers: [{ resources: { requests: { cpu } } }], ...spec } };
      const hash = JSON.stringify(template);
      add({ kind: 'template', hash, template });
      add({ kind: 'pod-created', uid, namespace: 'default', name: uid, template: hash, ...more });
    },
    bind: (uid, node) => add({ kind: 'pod-bound', uid, node }),
    remove: (uid) => add({ kind: 'pod-deleted', uid }),
    refuse: (uid, message, reason) =>
      add({ kind: 'pod-unschedulable', uid, message, ...(reason && { reason }) }),
  };
}

/** Makes short recordings of controllers, and finds the workloads in them. */
import { collectClues } from '../../../../src/core/fitting/controllers/controller-clues.ts';
import {
  type FoundControllers,
  findWorkloads,
} from '../../../../src/core/fitting/controllers/find-workloads.ts';
import { collectHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import type { PodTemplate } from '../../../../src/core/objects/pod.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import type { PodOwner } from '../../../../src/core/recording/pod-observation.ts';

/** Times in seconds. */
export interface MadePod {
  readonly group?: string;
  readonly name?: string;
  readonly at: number;
  readonly age?: number;
  /** From created to bound and started, one second each; until then nothing ends. */
  readonly end?: number;
  readonly by?: 'Succeeded' | 'Failed' | 'deleted';
  readonly owners?: readonly PodOwner[];
  readonly template?: PodTemplate;
  readonly node?: string;
}

export const PLAIN: PodTemplate = { spec: { containers: [{ name: 'main', image: 'a:1' }] } };

export function recordingOf(pods: readonly MadePod[]): Observation[] {
  const at = (seconds: number): number => Math.round(seconds * 1e6);
  const templates = new Map<string, PodTemplate>();
  const observations = pods.flatMap((pod, index): Observation[] => {
    const uid = `u${index}`;
    const template = pod.template ?? PLAIN;
    const hash = JSON.stringify(template);
    templates.set(hash, template);
    const begun = pod.age === undefined ? pod.at + 2 : 0;
    return [
      {
        at: at(pod.at),
        kind: 'pod-created',
        uid,
        namespace: 'default',
        name: pod.name ?? `${pod.group ?? 'pod'}-${index}`,
        ...(pod.group !== undefined && { group: pod.group }),
        template: hash,
        ...(pod.age !== undefined && { age: at(pod.age) }),
        ...(pod.owners && { owners: pod.owners }),
      },
      { at: at(pod.at), kind: 'pod-bound', uid, node: pod.node ?? 'n' },
      { at: at(begun), kind: 'pod-started', uid },
      ...(pod.end === undefined
        ? []
        : pod.by === 'deleted' || pod.by === undefined
          ? [{ at: at(pod.end), kind: 'pod-deleted', uid } as const]
          : [{ at: at(pod.end), kind: 'pod-finished', uid, phase: pod.by } as const]),
    ];
  });
  return [
    ...[...templates].map(([hash, template]) => ({ at: 0, kind: 'template', hash, template }) as const),
    ...observations,
  ];
}

/** @param window - in seconds. */
export function foundIn(observations: readonly Observation[], window: number): FoundControllers {
  const history = collectHistory({ resolution: 1e-6, stamps: 0 });
  const clues = collectClues(1e-6);
  const close: Observation = { at: window * 1e6, kind: 'close' };
  const all = [...observations].sort((left, right) => left.at - right.at);
  for (const observation of [...all, close]) {
    history.observe(observation);
    clues.observe(observation);
  }
  const collected = history.history();
  return findWorkloads(collected, clues.clues(collected.pods), { window, resolution: 1e-6 });
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

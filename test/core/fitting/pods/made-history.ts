/** Makes histories of pods from observations, for the tests of samples. */
import type { Sample } from '../../../../src/core/distributions/estimating/sample.ts';
import {
  type ClusterHistory,
  collectHistory,
  type TimeGrain,
} from '../../../../src/core/fitting/pods/pod-history.ts';
import type { PodTemplate } from '../../../../src/core/objects/pod.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';

export const SECOND = 1_000_000;

export const WATCH = { window: 100, resolution: 1e-6 };

export function template(cpu: string): PodTemplate {
  return { spec: { containers: [{ name: 'main', image: 'web', resources: { requests: { cpu } } }] } };
}

const OTHER = { spec: { ...template('1').spec, hostNetwork: true } };

export function historyOf(...lines: readonly Observation[]): ClusterHistory {
  return historyInGrain({ resolution: 0, stamps: 0 }, ...lines);
}

export function historyInGrain(grain: TimeGrain, ...lines: readonly Observation[]): ClusterHistory {
  const collector = collectHistory(grain);
  const all: Observation[] = [
    { at: 0, kind: 'template', hash: 'small', template: template('1') },
    { at: 0, kind: 'template', hash: 'large', template: template('4') },
    { at: 0, kind: 'template', hash: 'other', template: OTHER },
    ...lines,
    { at: 100 * SECOND, kind: 'close' },
  ];
  for (const observation of all) collector.observe(observation);
  return collector.history();
}

export type Made = {
  readonly age?: number;
  readonly group?: string;
  readonly template?: string;
  readonly name?: string;
};

export function made(
  uid: string,
  at: number,
  { age, group = 'web', template = 'small', name = uid }: Made = {},
): Observation {
  return {
    at: at * SECOND,
    kind: 'pod-created',
    uid,
    namespace: 'default',
    name,
    ...(group && { group }),
    template,
    ...(age !== undefined && { age: age * SECOND }),
  };
}

export function rows({ rows }: Sample): (readonly [number, string, number])[] {
  return rows.map(({ duration, isEnded, entry }) => [duration, isEnded ? 'ended' : 'cut off', entry]);
}

export const at = (seconds: number): number => seconds * SECOND;

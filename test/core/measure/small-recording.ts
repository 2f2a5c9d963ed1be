/** Small recordings whose figures can be computed by hand. */
import type { Figures } from '../../../src/core/measure/figures.ts';
import { measure } from '../../../src/core/measure/measurement.ts';
import type { ResourceList } from '../../../src/core/objects/pod.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import { HEADER } from './sample-day.ts';

export function template(hash: string, requests: ResourceList): Observation {
  return { at: 0, kind: 'template', hash, template: { spec: { containers: [{ resources: { requests } }] } } };
}

export function node(name: string, allocatable: ResourceList, at = 0, pool?: string): Observation {
  return {
    at,
    kind: 'node-added',
    uid: `uid-${name}`,
    name,
    allocatable,
    ...(pool === undefined ? {} : { pool }),
  };
}

export function created(
  uid: string,
  at: number,
  hash = 'half',
  more: { intended?: number; age?: number } = {},
): Observation {
  return { at, kind: 'pod-created', uid, namespace: 'default', name: uid, template: hash, ...more };
}

export function bound(uid: string, at: number, name: string | null = 'a'): Observation {
  return { at, kind: 'pod-bound', uid, node: name };
}

export const HALF = template('half', { cpu: '2', memory: '1Gi' });
export const NODE_A = node('a', { cpu: '4', memory: '8Gi', pods: '10' });

export function run(observations: Observation[], end = 100, header: RecordingHeader = HEADER): Figures {
  return measure(header, [HALF, ...observations, { at: end, kind: 'close' }]);
}

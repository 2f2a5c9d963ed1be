/** Makes a report with every group of figures, so that limits are checked before anything is played. */
import type { Figures } from '../measure/figures.ts';
import { measure } from '../measure/measurement.ts';
import type { Observation, RecordingHeader } from '../recording/observation.ts';

const HEADER: RecordingHeader = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Recording',
  source: { kind: 'replay' },
  start: '1970-01-01T00:00:00.000000000Z',
  tool: { name: 'example', version: '' },
  clock: { kind: 'virtual', resolution: '1us' },
  redaction: 'none',
};

/** A pod of a Job that restarts, uses cpu, and is evicted on a node with a price that an autoscaler ordered. */
const OBSERVATIONS: readonly Observation[] = [
  {
    ...{ at: 0, kind: 'template', hash: 't' },
    template: { spec: { containers: [{ name: 'c', resources: { requests: { cpu: '1' } } }] } },
  },
  {
    ...{ at: 0, kind: 'node-added', uid: 'n', name: 'n', pool: 'p', ordered: { at: 0 }, price: 1 },
    allocatable: { cpu: '4', memory: '8Gi', pods: '10' },
  },
  {
    ...{ at: 0, kind: 'pod-created', uid: 'x', namespace: 'a', name: 'x', group: 'x', template: 't', age: 1 },
    owners: [{ kind: 'Job', name: 'x' }],
  },
  { at: 1, kind: 'pod-bound', uid: 'x', node: 'n' },
  { at: 2, kind: 'pod-initialized', uid: 'x' },
  { at: 2, kind: 'pod-started', uid: 'x' },
  { at: 3, kind: 'pod-ready', uid: 'x' },
  { at: 3, kind: 'pod-usage', uid: 'x', used: { cpu: '1', memory: '1Gi' } },
  { at: 4, kind: 'pod-container-ended', uid: 'x', restarts: 0, exitCode: 1 },
  { at: 5, kind: 'pod-disrupted', uid: 'x', reason: 'EvictionByEvictionAPI' },
  { at: 6, kind: 'pod-deleted', uid: 'x' },
  { at: 9, kind: 'close' },
];

export function exampleReport(): Figures {
  return measure(HEADER, OBSERVATIONS);
}

/** A recording of as many pods as a test asks for, on 20 nodes of two pools, with names and times as clusters have them. */
import type { Observation } from '../../../src/core/recording/observation.ts';
import { HOUR, SECOND, seededRandom } from '../../core/measure/sample-day.ts';
import { node, template } from '../../core/measure/small-recording.ts';

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const REQUESTS = [
  template('small', { cpu: '250m', memory: '512Mi' }),
  template('large', { cpu: '2', memory: '6Gi' }),
];

export function largeRecording(pods: number): Observation[] {
  const random = seededRandom(7);
  const suffix = (length: number): string =>
    Array.from({ length }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
  const nodes = Array.from({ length: 20 }, (_, place) =>
    node(`node-${place}`, { cpu: '32', memory: '128Gi', pods: '110' }, 0, place < 12 ? 'general' : 'batch'),
  );
  const groups = Array.from({ length: 25 }, (_, place) => ({ name: `service-${place}`, set: suffix(9) }));
  const steps = Array.from({ length: pods }, (_, place): Observation[] => {
    const { name, set } = groups[Math.floor(random() * groups.length)]!;
    const uid = `uid-${place}`;
    const at = Math.floor(random() * 24 * HOUR);
    const bound = at + Math.floor(-Math.log(1 - random()) * 20 * SECOND);
    const started = bound + Math.floor((1 + random()) * SECOND);
    const ended = started + Math.floor(-Math.log(1 - random()) * HOUR);
    const pod = { namespace: 'shop', name: `${name}-${set}-${suffix(5)}`, group: name };
    const hash = random() < 0.8 ? 'small' : 'large';
    return [
      { at, kind: 'pod-created', uid, ...pod, template: hash },
      {
        at: at + 1000,
        kind: 'pod-unschedulable',
        uid,
        message: '0/20 nodes are available: 20 Insufficient cpu.',
      },
      { at: bound + 1000, kind: 'pod-bound', uid, node: `node-${Math.floor(random() * 20)}` },
      { at: started, kind: 'pod-started', uid },
      {
        at: ended,
        kind: 'pod-finished',
        uid,
        phase: random() < 0.98 ? 'Succeeded' : 'Failed',
        reason: 'Error',
      },
    ];
  });
  const ordered = steps.flat().sort((one, other) => one.at - other.at);
  const end = ordered.at(-1)?.at ?? 0;
  return [...REQUESTS, ...nodes, ...ordered, { at: end, kind: 'close' }];
}

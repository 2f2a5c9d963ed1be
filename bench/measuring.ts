/** Measures how the time of measuring grows. Ten times the observations should take about ten times as long, and a recording of the size of openb a fraction of a second. */

import { randomStream } from '../src/core/distributions/random-stream.ts';
import { measure } from '../src/core/measure/measurement.ts';
import type { Observation, RecordingHeader } from '../src/core/recording/observation.ts';

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

function bigRecording(nodes: number, pods: number): Observation[] {
  const random = randomStream(1, 'bench', 'measuring');
  const observations: Observation[] = [];
  for (let number = 0; number < nodes; number += 1) {
    const allocatable = { cpu: '64', memory: '256Gi', pods: '110', 'nvidia.com/gpu': '8' };
    observations.push({
      at: 0,
      kind: 'node-added',
      uid: `n${number}`,
      name: `n${number}`,
      pool: `pool-${number % 8}`,
      allocatable,
    });
  }
  for (let number = 0; number < 300; number += 1) {
    const requests = {
      cpu: `${100 + 37 * number}m`,
      memory: `${1 + (number % 30)}Gi`,
      'nvidia.com/gpu': number % 3,
    };
    observations.push({
      at: 0,
      kind: 'template',
      hash: `t${number}`,
      template: { spec: { containers: [{ resources: { requests } }] } },
    });
  }
  const changes: Observation[] = [];
  for (let number = 0; number < pods; number += 1) {
    const uid = `p${number}`;
    const at = Math.floor(random() * 149 * DAY);
    const bound = at + Math.floor(random() * 600 * SECOND);
    const end = bound + Math.floor(random() * DAY);
    changes.push(
      { at, kind: 'pod-created', uid, namespace: 'd', name: uid, template: `t${number % 300}` },
      { at: bound, kind: 'pod-bound', uid, node: `n${Math.floor(random() * nodes)}` },
      { at: bound + 1000, kind: 'pod-started', uid },
      { at: end + 2000, kind: 'pod-deleted', uid },
    );
  }
  return [...observations, ...changes.sort((a, b) => a.at - b.at)];
}

const HEADER: RecordingHeader = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Recording',
  source: { kind: 'import', from: 'bench' },
  start: '1970-01-01T00:00:00.000000000Z',
  tool: { name: 'bench', version: '0' },
  clock: { kind: 'virtual', resolution: '1us' },
  redaction: 'none',
};

/** Milliseconds: the best of three runs, because other programs use this machine too. */
function millisecondsToMeasure(observations: readonly Observation[]): number {
  const rounds = [1, 2, 3].map(() => {
    const start = performance.now();
    measure(HEADER, observations);
    return performance.now() - start;
  });
  return Math.min(...rounds);
}

const openb = millisecondsToMeasure(bigRecording(1523, 8152));
console.log(`measuring 8,152 pods on 1,523 nodes: ${openb.toFixed(0)} ms`);
const small = millisecondsToMeasure(bigRecording(1000, 5000));
const many = bigRecording(1000, 50_000);
const large = millisecondsToMeasure(many);
console.log(
  `5,000 and 50,000 pods on 1,000 nodes: ${small.toFixed(0)} and ${large.toFixed(0)} ms, ${(large / small).toFixed(1)}x for 10x`,
);
console.log(`${Math.round(many.length / large)},000 observations a second`);

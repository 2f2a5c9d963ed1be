/** Size: a trace of the Alibaba kind stays quick, and ten times the observations take about ten times as long. */
import test from 'ava';
import { measure } from '../../src/measure/measurement.ts';
import type { Observation } from '../../src/recording/observation.ts';
import { HEADER, SECOND, seededRandom } from './sample-day.ts';

const DAY = 86_400 * SECOND;

function bigRecording(nodes: number, pods: number): Observation[] {
  const random = seededRandom(1);
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

/** The best of three, since others use this machine too. */
function millisecondsToMeasure(observations: readonly Observation[]): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const start = performance.now();
      measure(HEADER, observations);
      return performance.now() - start;
    }),
  );
}

test('8,152 pods on 1,523 nodes are measured in a fraction of a second', (t) => {
  const took = millisecondsToMeasure(bigRecording(1523, 8152));
  t.log(`${took.toFixed(0)} ms`);
  t.true(took < 1500, `${took} ms`);
});

test('ten times the observations take nowhere near a hundred times as long', (t) => {
  const small = millisecondsToMeasure(bigRecording(1000, 5000));
  const large = millisecondsToMeasure(bigRecording(1000, 50_000));
  t.log(`${small.toFixed(0)} ms and ${large.toFixed(0)} ms`);
  t.true(large < 30 * small, `${small} ms and ${large} ms`);
});

/** The load of nodes at the end of a report, as node-classifier-sim's exporter has it. */
import test from 'ava';
import { nodeScoreReport } from '../../../src/core/measure/node-score-report.ts';
import { bound, created, NODE_A, node, run } from './small-recording.ts';

test('the load at the end is of usage where there is some, of requests otherwise', (t) => {
  const observations = [NODE_A, node('b', { cpu: '4', memory: '8Gi' }), created('p', 0), bound('p', 0)];
  const requested = nodeScoreReport(run(observations), 'monotone');
  t.is(requested.by, 'requests');
  t.deepEqual(
    requested.nodes.map(({ pods, cpuUsage, memoryUsage }) => [pods, cpuUsage, memoryUsage]),
    [
      [1, 0.5, 0.125],
      [0, 0, 0],
    ],
  );
  const usage = { at: 50, kind: 'pod-usage', uid: 'p', used: { cpu: '4800m', memory: '8Gi' } } as const;
  const [used] = nodeScoreReport(run([...observations, usage]), 'node-classifier').nodes;
  // The usage is at most 1; the pressure is that of the demand of 1.2.
  t.is(used!.cpuUsage, 1);
  t.true(Math.abs(used!.cpuPressure - 0.9) < 1e-9);
  t.true(Math.abs(used!.memoryPressure - 0.8) < 1e-9);
});

/** The lines that a reset prints at its end. */
import test from 'ava';
import { clusterResetLines, type ResetResult } from '../../../src/render/cluster/print-cluster-reset.ts';

test('rare kinds are listed only where there were any', (t) => {
  const none = {
    workloads: 0,
    pods: 0,
    nodes: 0,
    namespaces: 0,
    priorityClasses: 0,
    runtimeClasses: 0,
    storage: 0,
    stages: 0,
  };
  const reset: ResetResult = {
    server: 's',
    context: 'c',
    run: undefined,
    dryRun: false,
    interrupted: false,
    runs: [
      { ...none, run: 'x', workloads: 1, pods: 20_000, nodes: 2000, namespaces: 1 },
      { ...none, run: 'y', priorityClasses: 2, runtimeClasses: 0, stages: 3 },
      { ...none, run: '', pods: 1 },
    ],
  };
  t.deepEqual(clusterResetLines(reset).slice(2), [
    'removed      x: 2,000 nodes, 20,000 pods, 1 namespace, 1 workload',
    '             y: 0 nodes, 0 pods, 0 namespaces, 2 priority classes, 3 stages',
    '             a run without id: 0 nodes, 1 pod, 0 namespaces',
  ]);
});

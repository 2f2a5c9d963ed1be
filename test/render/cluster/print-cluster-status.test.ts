/** The lines that the status of a cluster prints. */
import test from 'ava';
import { clusterStatusLines, type StatusFigures } from '../../../src/render/cluster/print-cluster-status.ts';

const MINUTE = 60_000_000;
const STATUS: StatusFigures = {
  server: 'https://127.0.0.1:6443',
  context: 'here',
  version: 'v1.36.3',
  nodes: { total: 3, ready: 2, cordoned: 1, simulated: 2 },
  allocatable: { cpu: 7500, memory: 16 * 1024 ** 3, pods: 220, 'nvidia.com/gpu': 8 },
  pods: { total: 1202, byPhase: { Running: 1200, Pending: 1, Failed: 1 } },
  runs: [
    { run: 'r0', nodes: 0, pods: 1, namespaces: 0, others: 0, age: 180 * MINUTE },
    { run: 'r1', nodes: 1, pods: 1200, namespaces: 1, others: 1, age: 5 * MINUTE },
  ],
};

test('the status is seven lines and one line per run', (t) => {
  t.deepEqual(clusterStatusLines(STATUS), [
    'server       https://127.0.0.1:6443',
    'context      here',
    'version      v1.36.3',
    'nodes        3: 2 ready, 1 cordoned, 2 simulated, 1 real',
    'allocatable  cpu 7.50, memory 16 GiB, pods 220, nvidia.com/gpu 8',
    'pods         1,202: 1 Pending, 1,200 Running, 1 Failed',
    'keg runs     r0: 0 nodes, 1 pod, 0 namespaces, 3h old',
    '             r1: 1 node, 1,200 pods, 1 namespace, 1 other, 5m old',
  ]);
});

test('the status of an empty cluster has its lines, too', (t) => {
  const empty: StatusFigures = {
    ...STATUS,
    nodes: { total: 0, ready: 0, cordoned: 0, simulated: 0 },
    allocatable: {},
    pods: { total: 0, byPhase: {} },
    runs: [],
  };
  t.deepEqual(clusterStatusLines(empty).slice(4), [
    'allocatable  nothing',
    'pods         0',
    'keg runs     none',
  ]);
});

/** The scenario of a fit has the version, the scheduler and the classes of the recording. */
import test from 'ava';
import type { ClusterHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { clusterToWrite, writeCluster } from '../../../../src/core/fitting/writing/write-cluster.ts';
import type { PodSpec } from '../../../../src/core/objects/pod.ts';
import type { RecordingHeader } from '../../../../src/core/recording/observation.ts';

const EMPTY = { nodes: [], objects: [], scheduler: [], kubernetes: undefined };

test('the version is kept where keg models it', (t) => {
  t.deepEqual(writeCluster({ ...EMPTY, kubernetes: 'v1.36.3' }, [], []).cluster, {
    kubernetesVersion: '1.36.3',
  });
  t.is(writeCluster({ ...EMPTY, kubernetes: '1.11' }, [], []).cluster, undefined);
});

test('the configuration of the start is that of the cluster, and later changes are events', (t) => {
  const [first, second] = [{ profiles: [1] }, { profiles: [2] }];
  const scheduler = [
    { at: 0, configuration: first },
    { at: 60, name: 'tuned', weights: { ImageLocality: 0 } },
    { at: 90, configuration: second },
  ];
  const { cluster, events } = writeCluster({ ...EMPTY, scheduler }, [], []);
  t.deepEqual(cluster, { scheduler: { configuration: first } });
  t.deepEqual(events, {
    scheduler: [
      { at: '1m0s', name: 'tuned', weights: { ImageLocality: 0 } },
      { at: '1m30s', configuration: second },
    ],
  });
});

test('the configuration with which a replay began is in its header', (t) => {
  const configuration = { profiles: [1] };
  const source = { kind: 'replay', kubernetes: '1.36', configuration } as const;
  const header = { source } as unknown as RecordingHeader;
  const history = { nodes: [], objects: [], scheduler: [] } as unknown as ClusterHistory;
  t.deepEqual(writeCluster(clusterToWrite(header, history), [], []).cluster, {
    kubernetesVersion: '1.36',
    scheduler: { configuration },
  });
});

test('a scheduler that takes another time than the default keeps it', (t) => {
  const latency = { cycle: 1500, bind: 3_000_000 };
  t.deepEqual(writeCluster({ ...EMPTY, latency }, [], []).cluster, {
    scheduler: { latency: { cycle: '1.5ms', bind: '3s' } },
  });
});

test('a template keeps its class only where the scenario has it', (t) => {
  const spec: PodSpec = { containers: [], priority: 5, priorityClassName: 'high', runtimeClassName: 'kata' };
  const high = { kind: 'PriorityClass', metadata: { name: 'high', uid: 'u' }, value: 5 } as const;
  const written = (objects: readonly { at: number; object: typeof high }[]) =>
    writeCluster({ ...EMPTY, objects }, [{ namespace: 'shop', template: { spec } }], []).templateOf({ spec });
  t.deepEqual(written([]), { spec: { containers: [], priority: 5 } });
  t.deepEqual(written([{ at: 0, object: high }]), {
    spec: { containers: [], priority: 5, priorityClassName: 'high' },
  });
  const system = { spec: { containers: [], priorityClassName: 'system-node-critical' } };
  t.deepEqual(writeCluster(EMPTY, [], []).templateOf(system), system);
});

/** Metrics of a cluster as OpenMetrics text: names, units and values as those who read them expect. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { metricFamilies } from '../../../src/core/metrics/metric-families.ts';
import { openMetricsText } from '../../../src/core/metrics/openmetrics-text.ts';
import { presentCluster } from '../../../src/core/present/present-cluster.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';

const SPEC = {
  containers: [
    { name: 'main', resources: { requests: { cpu: '1500m', memory: '1Gi', 'nvidia.com/gpu': 1 } } },
    { name: 'side', resources: { limits: { cpu: '500m' } } },
  ],
};
const OBSERVATIONS: readonly Observation[] = [
  {
    at: 0,
    kind: 'node-added',
    uid: 'n',
    name: 'worker-1',
    pool: 'g2',
    labels: { 'node-role.kubernetes.io/worker': '' },
    allocatable: { cpu: 4, memory: '4Gi', 'nvidia.com/gpu': 2, pods: 10 },
    capacity: { cpu: 5, memory: '5Gi' },
  },
  { at: 0, kind: 'template', hash: 't', template: { spec: SPEC } },
  {
    at: 1_000_000,
    kind: 'pod-created',
    uid: 'u1',
    namespace: 'd',
    name: 'one',
    template: 't',
    owners: [{ kind: 'ReplicaSet', name: 'one-abc' }],
  },
  { at: 3_000_000, kind: 'pod-bound', uid: 'u1', node: 'worker-1' },
  { at: 3_000_000, kind: 'pod-created', uid: 'u2', namespace: 'd', name: 'two "b\\', template: 't' },
  {
    at: 3_500_000,
    kind: 'pod-unschedulable',
    uid: 'u2',
    message: '0/1 nodes are available: 1 Insufficient cpu.',
  },
  { at: 4_000_000, kind: 'pod-started', uid: 'u1' },
  { at: 5_000_000, kind: 'pod-restarted', uid: 'u1', container: 'main', restarts: 2 },
];

function textAt(end: number): string {
  const cluster = presentCluster();
  cluster.header({
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    name: 'small',
    source: { kind: 'replay', target: 'embedded', kubernetes: '1.37' },
    start: '2026-03-01T08:00:00.000000000Z',
    tool: { name: 'kubectl-keg', version: '0.0.0' },
    clock: { kind: 'virtual', resolution: '1us' },
    redaction: 'none',
  });
  for (const observation of OBSERVATIONS) cluster.observe(observation);
  cluster.advanceTo(end);
  return openMetricsText(metricFamilies(cluster.state, { speed: 60, lag: 3000, isPaused: false }));
}

const LINES = textAt(13_000_000).split('\n');

const SAMPLES = [
  'keg_clock_seconds 13',
  'keg_speed_ratio 60',
  'keg_paused 0',
  'keg_injection_lag_p99_seconds 0.003',
  'keg_pending_pods{reason="Insufficient cpu"} 1',
  'keg_pods_created_total 2',
  'keg_pods_bound_total 1',
  'keg_pod_waiting_seconds_bucket{le="1.0"} 0',
  'keg_pod_waiting_seconds_bucket{le="3.0"} 1',
  'keg_pod_waiting_seconds_bucket{le="+Inf"} 1',
  'keg_pod_waiting_seconds_sum 2',
  'keg_cluster_requested{resource="cpu",unit="core"} 2',
  'keg_cluster_requested_time_total{resource="cpu",unit="core"} 20',
  'keg_cluster_allocatable_time_total{resource="cpu",unit="core"} 52',
  'kube_node_info{node="worker-1",node_pool="g2"} 1',
  'kube_node_role{instance="worker-1",node="worker-1",role="worker"} 1',
  'kube_node_spec_unschedulable{node="worker-1"} 0',
  'kube_node_status_condition{node="worker-1",condition="Ready",status="true"} 1',
  'kube_node_status_capacity{node="worker-1",resource="cpu",unit="core"} 5',
  'kube_node_status_allocatable{node="worker-1",resource="nvidia_com_gpu",unit="integer"} 2',
  'kube_node_status_allocatable{node="worker-1",resource="memory",unit="byte"} 4294967296',
  'node_memory_MemAvailable_bytes{instance="worker-1",node="worker-1"} 3221225472',
  'node_cpu_seconds_total{instance="worker-1",node="worker-1",mode="idle"} 8',
  'node_cpu_seconds_total{instance="worker-1",node="worker-1",mode="user"} 5',
  'node_cpu_usage_ratio{node="worker-1"} 0.5',
  'node_memory_usage_ratio{node="worker-1"} 0.25',
  'node_vm_count{node="worker-1"} 1',
  'kube_pod_info{namespace="d",pod="one",uid="u1",node="worker-1",created_by_kind="ReplicaSet",created_by_name="one-abc"} 1',
  'kube_pod_created{namespace="d",pod="one",uid="u1"} 1772352001',
  'kube_pod_status_phase{namespace="d",pod="one",uid="u1",phase="Running"} 1',
  'kube_pod_status_phase{namespace="d",pod="one",uid="u1",phase="Pending"} 0',
  'kube_pod_status_phase{namespace="d",pod="two \\"b\\\\",uid="u2",phase="Pending"} 1',
  'kube_pod_status_scheduled{namespace="d",pod="one",uid="u1",condition="true"} 1',
  'kube_pod_status_unschedulable{namespace="d",pod="two \\"b\\\\",uid="u2"} 1',
  'kube_pod_container_resource_requests{namespace="d",pod="one",uid="u1",container="main",node="worker-1",resource="nvidia_com_gpu",unit="integer"} 1',
  'kube_pod_container_resource_requests{namespace="d",pod="one",uid="u1",container="side",node="worker-1",resource="cpu",unit="core"} 0.5',
  'kube_pod_resource_request{namespace="d",pod="one",node="worker-1",scheduler="default-scheduler",priority="0",resource="cpu",unit="cores"} 2',
  'kube_pod_container_status_restarts_total{namespace="d",pod="one",uid="u1",container="main"} 2',
];

test('a cluster has the samples of kube-state-metrics, node-exporter and keg', (t) => {
  for (const sample of SAMPLES) t.true(LINES.includes(sample), sample);
});

test('the pressure is that of the curve of node-classifier-sim', (t) => {
  t.true(LINES.includes(`node_cpu_pressure_psi{node="worker-1"} ${0.07 * 0.5}`));
  t.true(LINES.some((line) => /^node_pressure_cpu_waiting_seconds_total\{.*\} 0\.35\d*$/.test(line)));
});

test('a family has its type, unit and help once, its name ends in the unit, and the text ends', (t) => {
  const names = LINES.flatMap((line) => /^# TYPE (\S+) (gauge|counter|histogram)$/.exec(line)?.[1] ?? []);
  t.is(new Set(names).size, names.length);
  t.is(LINES.filter((line) => line.startsWith('# HELP ')).length, names.length);
  for (const line of LINES) {
    const [, name = '', unit = ''] = /^# UNIT (\S+) (\S+)$/.exec(line) ?? [];
    t.true(name === '' || name.endsWith(`_${unit}`), line);
  }
  const counters = LINES.flatMap((line) => /^# TYPE (\S+) counter$/.exec(line)?.[1] ?? []);
  for (const counter of counters)
    t.true(
      LINES.some((line) => line.startsWith(`${counter}_total`)),
      counter,
    );
  t.deepEqual(LINES.slice(-2), ['# EOF', '']);
});

test('every sample stands below the head of its family', (t) => {
  let family = '';
  for (const line of LINES.slice(0, -2)) {
    family = /^# TYPE (\S+)/.exec(line)?.[1] ?? family;
    const name = /^(?:# (?:TYPE|UNIT|HELP) )?([^{ ]+)/.exec(line)?.[1] ?? '';
    t.true(name.startsWith(family), line);
  }
});

test('every metric of the dashboard and of the page of metrics exists', (t) => {
  const root = join(import.meta.dirname, '..', '..', '..');
  const names = new Set(LINES.flatMap((line) => /^([a-z]\w+)[{ ]/i.exec(line)?.[1] ?? []));
  const families = new Set(LINES.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []));
  for (const file of ['fixtures/grafana/kubectl-keg.json', 'docs/how-to/watch-and-metrics.md']) {
    const used = [...readFileSync(join(root, file), 'utf8').matchAll(/\b(?:keg|kube|node)_\w+/g)];
    t.true(used.length > 20);
    for (const [name] of used)
      t.true(names.has(name) || families.has(name) || name === 'node_', `${file}: ${name}`);
  }
});

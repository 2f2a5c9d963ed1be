/** A recorder reads what pods use from a real metrics-server, which reads it from KWOK, and a replay plays the same series. */
import { join } from 'node:path';
import test from 'ava';
import { formatProblem } from '../../src/core/errors/problem.ts';
import { connectionOf } from '../../src/kubernetes/connection.ts';
import { openTransport, type Transport } from '../../src/kubernetes/transport.ts';
import { recordCluster } from '../../src/verbs/record/record-cluster.ts';
import { keg } from '../cli/run-keg.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { recordRequest } from '../verbs/record/record-request.ts';
import { buildMetricsServer } from './cluster/build.ts';
import { clusterOfFile, type FileCluster } from './ready-cluster.ts';
import { asRecorder, type RecorderRule, recorderRules } from './recorder-rights.ts';
import { type Recorded, readRecorded } from './replay-command.ts';
import { eventually, kwokNode, pod } from './workload.ts';

const KWOK = '/apis/kwok.x-k8s.io/v1alpha1';
const METRICS = '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods';
const PODS = '/api/v1/namespaces/default/pods';
const USED_CPU = 'example.com/cpu';
const USED_MEMORY = 'example.com/memory';
let file: FileCluster;
let transport: Transport;

test.before(async () => {
  const metricsServer = await buildMetricsServer(() => {});
  const extraArgs = { 'metrics-server': { 'metric-resolution': '10s', 'kubelet-request-timeout': '5s' } };
  file = await clusterOfFile({ metricsServer, extraArgs });
  transport = openTransport(await connectionOf({ kubeconfig: file.cluster.kubeconfig }));
  await file.api.post(`${KWOK}/metrics`, metric());
  await file.api.post(`${KWOK}/clusterresourceusages`, usageByAnnotation());
  await file.api.post('/api/v1/nodes', measuredNode('node-a'));
});

test.after.always(() => transport?.close());

/** metrics-server asks the kubelet of the node at this path, and KWOK answers there. */
function measuredNode(name: string): object {
  const node = kwokNode(name) as { metadata: { annotations: Record<string, string> } };
  node.metadata.annotations['metrics.k8s.io/resource-metrics-path'] =
    `/metrics/nodes/${name}/metrics/resource`;
  return node;
}

function metric(): object {
  const ofContainer = [
    { name: 'container', value: 'container.name' },
    { name: 'namespace', value: 'pod.metadata.namespace' },
    { name: 'pod', value: 'pod.metadata.name' },
  ];
  const gauge = (dimension: string, name: string, value: string, kind: string) => ({
    name,
    dimension,
    kind,
    value,
    help: name,
    ...(dimension === 'container' && { labels: ofContainer }),
  });
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Metric',
    metadata: { name: 'resource' },
    spec: {
      path: '/metrics/nodes/{nodeName}/metrics/resource',
      metrics: [
        gauge('container', 'container_start_time_seconds', 'pod.SinceSecond()', 'gauge'),
        gauge(
          'container',
          'container_cpu_usage_seconds_total',
          'pod.CumulativeUsage("cpu", container.name)',
          'counter',
        ),
        gauge(
          'container',
          'container_memory_working_set_bytes',
          'pod.Usage("memory", container.name)',
          'gauge',
        ),
        gauge('node', 'node_cpu_usage_seconds_total', 'node.CumulativeUsage("cpu")', 'counter'),
        gauge('node', 'node_memory_working_set_bytes', 'node.Usage("memory")', 'gauge'),
      ],
    },
  };
}

function usageByAnnotation(): object {
  const used = (name: string) => ({ expression: `Quantity(pod.metadata.annotations["${name}"])` });
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'ClusterResourceUsage',
    metadata: { name: 'by-annotation' },
    spec: { usages: [{ usage: { cpu: used(USED_CPU), memory: used(USED_MEMORY) } }] },
  };
}

function usingPod(name: string, cpu: string, memory: string): object {
  const made = pod(name) as { metadata: object };
  made.metadata = { ...made.metadata, annotations: { [USED_CPU]: cpu, [USED_MEMORY]: memory } };
  return made;
}

const RULES = [...recorderRules(), { apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: ['list'] }];

/** Records for 3 s with these rights, a sample each second. */
async function record(
  path: string,
  rules: readonly RecorderRule[],
  name: string,
): Promise<readonly string[]> {
  const heard: string[] = [];
  const { failure } = await recordCluster({
    ...recordRequest(await asRecorder(transport, file.cluster.kubeconfig, rules, name), path),
    usage: 1_000_000,
    duration: 3_000_000,
    signal: new AbortController().signal,
    warn: (problem) => heard.push(formatProblem(problem)),
  });
  if (failure !== undefined) throw failure;
  return heard;
}

/** CPU in nanocores and memory in bytes, by the name of the pod. */
function usageOf({ observations, pods }: Recorded): Map<string, { cpu: number; memory: number }> {
  const names = new Map([...pods.values()].map(({ created }) => [created.uid, created.name]));
  const used = new Map<string, { cpu: number; memory: number }>();
  for (const each of observations) {
    if (each.kind !== 'pod-usage') continue;
    const name = names.get(each.uid)!;
    const { cpu, memory } = each.used;
    used.set(name, {
      cpu: cpu === undefined ? used.get(name)!.cpu : Number.parseInt(String(cpu), 10),
      memory: memory === undefined ? used.get(name)!.memory : Number(memory),
    });
  }
  return used;
}

test.serial(
  'usage comes from metrics-server within its precision, and replays as it was recorded',
  async (t) => {
    const folder = temporaryFolder(t);
    await file.api.post(PODS, usingPod('small', '250m', '64Mi'));
    await file.api.post(PODS, usingPod('large', '1500m', '1Gi'));
    await eventually(
      () => file.api.get(METRICS),
      ({ status, body }) => status === 200 && body.items.length === 2,
      90,
    );
    const path = join(folder, 'used.keg.jsonl');
    // The authorizer of the API server learns of a new role after a moment.
    let tries = 0;
    await eventually(
      () => {
        tries += 1;
        return record(join(folder, `try-${tries}.keg.jsonl`), RULES, `try-${tries}`);
      },
      (said) => said.length === 0,
      60,
    );
    t.deepEqual(await record(path, RULES, 'with-usage'), []);
    const recorded = await readRecorded(path);
    t.deepEqual(recorded.header.source.usage, { from: 'metrics.k8s.io', interval: 1_000_000 });
    const used = usageOf(recorded);
    t.deepEqual([...used.keys()].sort(), ['large', 'small']);
    t.is(used.get('small')!.memory, 64 * 1024 ** 2);
    t.is(used.get('large')!.memory, 1024 ** 3);
    // It divides a counter by the time between two samples.
    for (const [name, cores] of [
      ['small', 0.25],
      ['large', 1.5],
    ] as const)
      t.true(Math.abs(used.get(name)!.cpu / 1e9 / cores - 1) < 0.05, `${name}: ${used.get(name)!.cpu}`);

    const replayed = join(folder, 'replayed.keg.jsonl');
    const { code, stderr } = await keg(['replay', path, '--recording', replayed]);
    t.is(code, 0, stderr);
    t.deepEqual(usageOf(await readRecorded(replayed)), used);
  },
);

test.serial('without the right to metrics.k8s.io the rest is recorded, and the rule is named', async (t) => {
  const path = join(temporaryFolder(t), 'unused.keg.jsonl');
  const heard = await record(path, recorderRules(), 'without-usage');
  t.is(heard.length, 1, heard.join('\n'));
  t.regex(heard[0]!, /apiGroups: \["metrics\.k8s\.io"\], resources: \[pods\], verbs: \[list\]/);
  const { header, pods } = await readRecorded(path);
  t.is(header.source.usage, undefined);
  t.true(pods.size >= 2);
});

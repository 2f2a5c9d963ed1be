/** `record --nodes-only` copies the shapes of a real API server's nodes with the right to nodes alone, and a scenario is made from them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { Figures } from '../../src/core/measure/figures.ts';
import { connectionOf } from '../../src/kubernetes/connection.ts';
import { openTransport } from '../../src/kubernetes/transport.ts';
import { keg } from '../cli/run-keg.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { clusterOfFile, type FileCluster } from './ready-cluster.ts';
import { asRecorder } from './recorder-rights.ts';
import { kegOn, readRecorded } from './replay-command.ts';
import { eventually, kwokNode } from './workload.ts';

const NODE_RULES = [{ apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] }];
/** 16 pods that fit the three nodes of the cluster, and not the one of the scenario. */
const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: { name: small }
duration: 1m
cluster: { nodes: [{ name: n, template: { allocatable: { cpu: 1, pods: 110 } } }] }
templates:
  big: { spec: { containers: [{ name: main, resources: { requests: { cpu: 8 } } }] } }
events:
  pods: [{ name: pod, template: big, arrivals: { type: constant, value: 1s }, count: 16 }]
`;
let file: FileCluster;
let user: string;

test.before(async () => {
  file = await clusterOfFile({ without: ['kube-scheduler'] });
  for (const [name, cpu] of [
    ['large-1', '64'],
    ['large-2', '64'],
    ['small-1', '8'],
  ] as const)
    await file.api.post('/api/v1/nodes', kwokNode(name, { cpu, 'example.com/gpu': '2' }));
  // The node controller taints a node until it is ready.
  await eventually(
    () => file.api.get('/api/v1/nodes'),
    ({ body }) => body.items.every(({ spec }: { spec: { taints?: unknown } }) => spec.taints === undefined),
  );
  const { kubeconfig } = file.cluster;
  const transport = openTransport(await connectionOf({ kubeconfig }));
  user = (await asRecorder(transport, kubeconfig, NODE_RULES, 'nodes-only')).as!;
  await transport.close();
});

test.serial(
  'the right to nodes is enough, and every shape is in the recording and the scenario',
  async (t) => {
    const folder = temporaryFolder(t);
    const path = join(folder, 'nodes.keg.jsonl');
    const ended = await kegOn(t, file.cluster, [
      'record',
      ...['--nodes-only', '--keep-names', '--as', user, '-o', path],
    ]);
    t.is(ended.code, 0, ended.stderr);
    const { observations } = await readRecorded(path);
    const nodes = observations.flatMap((each) => (each.kind === 'node-added' ? [each] : []));
    t.deepEqual(
      nodes.map(({ name, allocatable }) => [name, allocatable.cpu, allocatable['example.com/gpu']]).sort(),
      [
        ['large-1', '64', '2'],
        ['large-2', '64', '2'],
        ['small-1', '8', '2'],
      ],
    );
    t.deepEqual(
      observations.filter(({ kind }) => kind.startsWith('pod-')),
      [],
    );

    const small = join(folder, 'small.yaml');
    writeFileSync(small, SCENARIO);
    const scenario = join(folder, 'on-real-nodes.yaml');
    const generated = await keg(['generate', small, '--nodes-from', path, '-o', scenario]);
    t.is(generated.code, 0, generated.stderr);
    const played = await keg(['replay', scenario, '-o', 'json']);
    t.is(played.code, 0, played.stderr);
    const { pods, cluster } = JSON.parse(played.stdout) as Figures;
    t.is(pods.bound, 16);
    t.is(cluster.nodes.seen, 3);
  },
);

/** Tests of recording nodes alone, and of the scenarios that are made of such a recording. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { recordCluster } from '../../../src/verbs/record/record-cluster.ts';
import { keg } from '../../cli/run-keg.ts';
import { readBack } from './read-back.ts';
import { inShort, nodeOf, podOf, trial } from './recorder-trial.ts';

const NODES_ONLY = { selection: () => ({ namespaces: undefined, nodesOnly: true }) };

/** A node with a shape of its own. */
function shaped(name: string, pool: string, cpu: string) {
  const { metadata, status } = nodeOf(name);
  const labels = { 'cloud.google.com/gke-nodepool': pool, 'kubernetes.io/hostname': name };
  const allocatable = { cpu, memory: '64Gi', pods: '250', 'nvidia.com/gpu': '2' };
  return { metadata: { ...metadata, labels }, status: { ...status, allocatable } };
}

test('nodes alone are recorded without a call for pods, until all are read', async (t) => {
  const { cluster, file, request, problems } = await trial(t);
  cluster.put('nodes', nodeOf('a'));
  cluster.put('nodes', nodeOf('b'));
  cluster.put('pods', podOf('p'));
  await recordCluster({ ...request, ...NODES_ONLY });
  const { header, observations } = await readBack(file);
  t.deepEqual(inShort(observations), ['node-added uid-a', 'node-added uid-b', 'close']);
  t.is(header.source.selection, 'nodes only');
  const paths = new Set(cluster.requests.map(({ path }) => path));
  t.deepEqual([...paths].sort(), ['/api/v1/nodes', '/version']);
  t.deepEqual(problems, []);
});

test('with a duration, nodes alone are recorded until then', async (t) => {
  const { cluster, file, request } = await trial(t);
  cluster.put('nodes', nodeOf('a'));
  const recording = recordCluster({ ...request, ...NODES_ONLY, duration: 1_500_000 });
  setTimeout(() => cluster.put('nodes', nodeOf('b', Date.now())), 500);
  await recording;
  t.deepEqual(inShort((await readBack(file)).observations), [
    'node-added uid-a',
    'node-added uid-b',
    'close',
  ]);
});

test('without the right to list nodes, nodes alone cannot be recorded', async (t) => {
  const { cluster, request } = await trial(t);
  cluster.forbid('nodes');
  const error = await t.throwsAsync(recordCluster({ ...request, ...NODES_ONLY }));
  t.regex(error.message, /nodes is not for you|may not|forbidden/i);
});

test('the nodes become pools of a scenario by fit, and those of another scenario by generate', async (t) => {
  const { cluster, folder, file, request } = await trial(t);
  for (const name of ['a', 'b', 'c']) cluster.put('nodes', shaped(name, 'gpu', '16'));
  cluster.put('nodes', shaped('d', 'small', '4'));
  await recordCluster({ ...request, ...NODES_ONLY });
  const fitted = join(folder, 'nodes.yaml');
  const fit = await keg(['fit', file, '-o', fitted]);
  t.is(fit.code, 0, fit.stderr);
  t.regex(fit.stderr, /contains no pods: the scenario has its nodes alone/);
  t.regex(fit.stdout, /^4 nodes and no pods, window \S+\n$/, 'no table is empty');
  const written = readFileSync(fitted, 'utf8');
  t.regex(written, /count: 3/);
  t.regex(written, /nvidia\.com\/gpu: "?2/);
  t.notRegex(written, /action: add/);

  const workload = join(folder, 'workload.yaml');
  writeFileSync(workload, POD);
  const made = join(folder, 'made.yaml');
  const generated = await keg(['generate', workload, '--nodes-from', file, '-o', made]);
  t.is(generated.code, 0, generated.stderr);
  const { stdout } = await keg(['replay', made, '-o', 'json']);
  const { cluster: played, pools } = JSON.parse(stdout);
  t.is(played.resources.cpu.allocatable.end, 52_000);
  t.deepEqual(
    pools.map(({ pool, nodes }: { pool: string; nodes: { end: number } }) => [pool, nodes.end]),
    [
      ['gpu', 3],
      ['small', 1],
    ],
  );
});

const POD = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: workload}
cluster:
  nodes: [{name: own, count: 1, template: {allocatable: {cpu: 1, memory: 1Gi}}}]
events:
  pods: [{name: p, at: 0s, lifetime: 10s, podSpec: {spec: {containers: [{name: main, resources: {requests: {cpu: 8}}}]}}}]
`;

test('a recording of nodes alone has nothing to replay', async (t) => {
  const { cluster, file, request } = await trial(t);
  cluster.put('nodes', nodeOf('a'));
  await recordCluster({ ...request, ...NODES_ONLY });
  const { code, stderr } = await keg(['replay', file]);
  t.is(code, 2);
  t.regex(stderr, /nothing to play/);
});

/** Runs the client on a real API server, for what no fake server can show. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { ApiError } from '../../src/kubernetes/api-error.ts';
import { connectionOf } from '../../src/kubernetes/connection.ts';
import { listPages } from '../../src/kubernetes/list-pages.ts';
import { openTransport, type Retry, type Transport } from '../../src/kubernetes/transport.ts';
import type { WatchGap } from '../../src/kubernetes/watch-loop.ts';
import type { ClusterStatus } from '../../src/verbs/cluster/cluster-status.ts';
import { watchDiary } from '../kubernetes/watch-diary.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import { KUBERNETES_VERSION } from './cluster/versions.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { kwokNode, pod } from './workload.ts';

const PODS = '/api/v1/namespaces/default/pods';
let cluster: ControlPlane;

test.before(async () => {
  ({ cluster } = await clusterOfFile());
});

async function open(t: ExecutionContext, choice = {}, onRetry?: (retry: Retry) => void): Promise<Transport> {
  const transport = openTransport(await connectionOf({ kubeconfig: cluster.kubeconfig, ...choice }), {
    onRetry,
  });
  t.teardown(() => transport.close());
  return transport;
}

function create(transport: Transport, name: string, labels = {}): Promise<void> {
  const body = { ...pod(name), metadata: { name, labels } };
  return transport.send({ method: 'POST', path: PODS, body });
}

function remove(transport: Transport, name: string): Promise<void> {
  return transport.send({ method: 'DELETE', path: `${PODS}/${name}`, query: { gracePeriodSeconds: 0 } });
}

test.serial('unusual data comes back as it was sent, and errors carry status and reason', async (t) => {
  const transport = await open(t);
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'odd' }, data: { a: 'é\n' } };
  const path = '/api/v1/namespaces/default/configmaps';
  const made = await transport.call<typeof body>({ method: 'POST', path, body });
  t.deepEqual(made.data, body.data);
  const again = await t.throwsAsync(transport.call({ method: 'POST', path, body }), { instanceOf: ApiError });
  t.like(again, { status: 409, reason: 'AlreadyExists' });
  const gone = await t.throwsAsync(transport.call({ method: 'GET', path: `${path}/none` }), {
    instanceOf: ApiError,
  });
  t.like(gone, { status: 404, reason: 'NotFound' });
});

test.serial('RBAC applies to an impersonated user and to its groups', async (t) => {
  const stranger = await open(t, { as: 'stranger' });
  const error = await t.throwsAsync(stranger.call({ method: 'GET', path: PODS }), { instanceOf: ApiError });
  t.is(error.status, 403);
  t.regex(error.message, /does not allow this: pods is forbidden: User "stranger" cannot list/);
  const master = await open(t, { as: 'stranger', asGroups: ['system:masters'] });
  await t.notThrowsAsync(master.call({ method: 'GET', path: PODS }));
});

test.serial('a watch reports each of fifty creations and deletions, re-created names by uid', async (t) => {
  const transport = await open(t);
  const labelSelector = 'test=fifty';
  const diary = watchDiary(transport, { path: PODS, labelSelector });
  t.teardown(() => diary.stop());
  await diary.until(() => diary.lines().includes('synced'));
  const names = Array.from({ length: 50 }, (_, index) => `fifty-${index % 25}`);
  for (const half of [names.slice(0, 25), names.slice(25)]) {
    await Promise.all(half.map((name) => create(transport, name, { test: 'fifty' })));
    await Promise.all(half.map((name) => remove(transport, name)));
  }
  await diary.until(() => diary.reports.filter(({ type }) => type === 'deleted').length === 50);
  const added = diary.reports.flatMap((report) =>
    report.type === 'added' ? [report.object.metadata.uid] : [],
  );
  const deleted = diary.reports.flatMap((report) => (report.type === 'deleted' ? [report.uid] : []));
  t.is(new Set(added).size, 50);
  t.deepEqual(deleted.sort(), added.sort());
  t.deepEqual(
    diary.reports.filter(({ type }) => type === 'gap'),
    [],
  );
});

test.serial('a list in pages equals the list in one piece', async (t) => {
  const transport = await open(t);
  await Promise.all(
    Array.from({ length: 23 }, (_, index) => create(transport, `page-${index}`, { test: 'pages' })),
  );
  const names = async (pageSize: number): Promise<string[]> => {
    const found: string[] = [];
    const collection = { path: PODS, labelSelector: 'test=pages', pageSize };
    for await (const { items } of listPages(transport, collection))
      found.push(...items.map(({ metadata }) => metadata.name));
    return found;
  };
  t.is((await names(5)).length, 23);
  t.deepEqual(await names(5), await names(100));
});

test.serial('a metadata-only list and watch carry no spec', async (t) => {
  const transport = await open(t);
  const labelSelector = 'test=metadata';
  await create(transport, 'listed', { test: 'metadata' });
  const diary = watchDiary(transport, { path: PODS, labelSelector, isMetadataOnly: true });
  t.teardown(() => diary.stop());
  await diary.until(() => diary.lines().includes('synced'));
  await create(transport, 'watched', { test: 'metadata' });
  await diary.until(() => diary.lines().includes('added watched'));
  for (const report of diary.reports) {
    if (report.type !== 'added') continue;
    t.like(report.object.metadata.labels, { test: 'metadata' });
    t.false('spec' in report.object);
  }
});

test.serial('a watch finds a restarted API server again, loses nothing and reports the gap', async (t) => {
  const retries: Retry[] = [];
  const transport = await open(t, {}, (retry) => retries.push(retry));
  const diary = watchDiary(transport, { path: PODS, labelSelector: 'test=restart' });
  t.teardown(() => diary.stop());
  await diary.until(() => diary.lines().includes('synced'));
  await create(transport, 'before', { test: 'restart' });
  await diary.until(() => diary.lines().includes('added before'));
  await cluster.kill('kube-apiserver');
  await sleep(300);
  await cluster.restart('kube-apiserver');
  await create(transport, 'after', { test: 'restart' });
  await remove(transport, 'before');
  await diary.until(() => diary.lines().includes('deleted before'));
  const reported = diary.lines().filter((line) => /^(added|deleted|gap)/.test(line));
  t.is(reported.filter((line) => line === 'added before').length, 1);
  t.is(reported.filter((line) => line === 'added after').length, 1);
  const gap = diary.reports.find((report): report is WatchGap & { at: number } => report.type === 'gap');
  t.true(gap !== undefined && gap.to - gap.from >= 300_000);
  t.true(reported.indexOf(`gap ${gap!.lost}`) < reported.indexOf('added after'));
  t.log(reported.join(', '), `${retries.length} calls repeated`);
});

test.serial('cluster status shows the version, nodes, pods and runs of this cluster', async (t) => {
  const transport = await open(t);
  const node = kwokNode('simulated', { 'example.com/gpu': '8' });
  await transport.send({ method: 'POST', path: '/api/v1/nodes', body: node });
  await create(transport, 'of-a-run', { 'keg.dev/run': 'status-test' });
  const keg = join(import.meta.dirname, '../../bin/kubectl-keg.cjs');
  const args = [keg, 'cluster', 'status', '--kubeconfig', cluster.kubeconfig, '-o', 'json'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const status = JSON.parse(stdout) as ClusterStatus;
  t.like(status, { server: cluster.server, version: KUBERNETES_VERSION });
  t.like(status.nodes, { total: 1, simulated: 1 });
  t.like(status.allocatable, { cpu: 4000, 'example.com/gpu': 8 });
  t.like(status.runs[0], { run: 'status-test', nodes: 0, pods: 1, namespaces: 0 });
  t.true(status.pods.total >= 24);
});

/** Removes a run from a real API server while the controllers, the scheduler and KWOK change the same objects. */
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { connectionOf } from '../../src/kubernetes/connection.ts';
import { openTransport, type Transport } from '../../src/kubernetes/transport.ts';
import { removeRun } from '../../src/targets/live/remove/remove-run.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import type { PlainApi } from './cluster/plain-api.ts';
import { kegObjects } from './keg-objects.ts';
import { makeRun } from './made-run.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { kwokNode, pod } from './workload.ts';

const DEFAULT_PODS = '/api/v1/namespaces/default/pods';
let cluster: ControlPlane;
let api: PlainApi;

test.before(async () => {
  ({ cluster, api } = await clusterOfFile());
  await api.post('/api/v1/nodes', kwokNode('foreign'));
  await api.post(DEFAULT_PODS, pod('foreign'));
});

async function open(t: ExecutionContext): Promise<Transport> {
  const transport = openTransport(await connectionOf({ kubeconfig: cluster.kubeconfig }));
  t.teardown(() => transport.close());
  return transport;
}

/** The names and uids of all lasting objects that are not keg's. */
async function others(): Promise<string[]> {
  const paths = [
    '/api/v1/nodes',
    '/api/v1/namespaces',
    '/api/v1/pods',
    '/apis/scheduling.k8s.io/v1/priorityclasses',
  ];
  const lists = await Promise.all(paths.map((path) => api.get(path)));
  return lists
    .flatMap(({ body }) => body.items)
    .filter(({ metadata }) => metadata.labels?.['keg.dev/run'] === undefined)
    .map(({ metadata }) => `${metadata.name} ${metadata.uid}`)
    .sort();
}

/** The objects of a run, without events, which come and go. */
async function lasting(run: string): Promise<string[]> {
  const objects = await kegObjects(api, { run });
  return objects.filter((object) => !object.startsWith('events '));
}

function labelled(name: string, run: string, spec: object = {}, metadata: object = {}): object {
  return { ...pod(name, spec), metadata: { name, labels: { 'keg.dev/run': run }, ...metadata } };
}

test.serial('a removal deletes every kind that a run makes and keeps all other objects', async (t) => {
  await makeRun(api, 'kept');
  await makeRun(api, 'gone');
  const kept = await lasting('kept');
  const before = await others();
  const removed = await removeRun(await open(t), 'gone');
  t.deepEqual(await kegObjects(api, { run: 'gone' }), []);
  t.deepEqual(await lasting('kept'), kept);
  t.deepEqual(await others(), before);
  t.like(removed, {
    workloads: 4,
    pods: 6,
    nodes: 2,
    namespaces: 1,
    priorityClasses: 1,
    runtimeClasses: 0,
    storage: 0,
    stages: 0,
  });
});

test.serial('two removals at the same time and a third later give the result of one', async (t) => {
  const transport = await open(t);
  const [first, second] = await Promise.all([removeRun(transport, 'kept'), removeRun(transport, 'kept')]);
  t.true(first.pods + second.pods >= 4);
  t.deepEqual(await kegObjects(api, { run: 'kept' }), []);
  t.like(await removeRun(transport, 'kept'), { workloads: 0, pods: 0, nodes: 0, namespaces: 0 });
});

test.serial(
  'pods are deleted although no kubelet ends their grace period or removes the finalizer',
  async (t) => {
    await cluster.freeze('kwok-controller');
    t.teardown(() => cluster.thaw('kwok-controller'));
    for (const name of ['leaving', 'held']) {
      const metadata = name === 'held' ? { finalizers: ['batch.kubernetes.io/job-tracking'] } : {};
      await api.post(DEFAULT_PODS, labelled(name, 'frozen', { nodeName: 'foreign' }, metadata));
      await api.delete(`${DEFAULT_PODS}/${name}`);
    }
    const { body } = await api.get(`${DEFAULT_PODS}/leaving`);
    t.is(body.metadata.deletionGracePeriodSeconds, 30);
    t.is((await removeRun(await open(t), 'frozen')).pods, 2);
    t.is((await api.get(`${DEFAULT_PODS}/leaving`)).status, 404);
    t.is((await api.get(`${DEFAULT_PODS}/held`)).status, 404);
  },
);

test.serial('a pod with a foreign finalizer is named, and the rest of the run is removed', async (t) => {
  const run = { labels: { 'keg.dev/run': 'held' } };
  await api.post('/api/v1/nodes', { ...kwokNode('held'), metadata: { name: 'held', ...run } });
  await api.post(DEFAULT_PODS, labelled('ours', 'held', {}, { finalizers: ['example.com/wait'] }));
  const transport = await open(t);
  const error = await t.throwsAsync(removeRun(transport, 'held', { patience: 1_000_000 }));
  t.regex(error?.message ?? '', /^1 pod \(default\/ours: finalizer example\.com\/wait\) still exist 1s/);
  t.is((await api.get('/api/v1/nodes/held')).status, 404);
  const path = `${DEFAULT_PODS}/ours`;
  const contentType = 'application/merge-patch+json';
  const body = { metadata: { finalizers: null } };
  await transport.send({ method: 'PATCH', path, contentType, body });
  t.like(await removeRun(transport, 'held'), { pods: 0, nodes: 0 });
});

test.serial('a removal waits for an API server that restarts in the middle', async (t) => {
  const transport = await open(t);
  const names = Array.from({ length: 300 }, (_, index) => `many-${index}`);
  await Promise.all(names.map((name) => api.post(DEFAULT_PODS, labelled(name, 'many'))));
  let isKilled: Promise<void> | undefined;
  const removed = await removeRun(transport, 'many', {
    onProgress({ pods }) {
      if (pods < 100) return;
      isKilled ??= cluster.kill('kube-apiserver').then(async () => {
        await sleep(500);
        await cluster.restart('kube-apiserver');
      });
    },
  });
  await isKilled;
  t.true(removed.pods >= 300);
  t.deepEqual(await kegObjects(api, { run: 'many' }), []);
});

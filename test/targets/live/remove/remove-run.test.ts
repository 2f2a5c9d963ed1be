/** Removal deletes exactly the objects with the label of a run, in a safe order, and through faults. */
import test from 'ava';
import type { RemovedCounts } from '../../../../src/targets/live/remove/removal-counts.ts';
import { surveyRun } from '../../../../src/targets/live/remove/removal-survey.ts';
import { removeRun } from '../../../../src/targets/live/remove/remove-run.ts';
import { fakeObjects } from '../../../kubernetes/fake-objects.ts';
import { json, status } from '../../../kubernetes/scripted-server.ts';
import { addRun, NAMESPACES, NODES, POD_KIND, R1, transport } from './objects-of-runs.ts';

const R2 = { 'keg.dev/run': 'r2' };

function totals({ byRun, ...counts }: RemovedCounts): object {
  return { ...counts, runs: [...byRun.keys()] };
}

test('objects with the label of the run are removed, of every kind, and nothing else', async (t) => {
  const fake = await fakeObjects(t);
  addRun(fake, 'r2');
  fake.add(POD_KIND, 'foreign', { namespace: 'keg-r1' });
  fake.add(NODES, 'real', { labels: { 'keg.dev/other': 'r1' } });
  const others = fake.left();
  addRun(fake, 'r1');
  const removed = await removeRun(await transport(t, fake), 'r1');
  t.deepEqual(fake.left(), others);
  t.deepEqual(totals(removed), {
    workloads: 2,
    pods: 1,
    nodes: 1,
    namespaces: 1,
    priorityClasses: 1,
    runtimeClasses: 1,
    storage: 1,
    stages: 1,
    runs: ['r1'],
  });
});

test('without an id all runs of keg are removed, and each is counted', async (t) => {
  const fake = await fakeObjects(t);
  fake.add(NODES, 'real');
  for (const run of ['r1', 'r2']) addRun(fake, run);
  const { byRun } = await removeRun(await transport(t, fake), undefined);
  t.deepEqual(fake.left(), [`${NODES} real`]);
  t.deepEqual([...byRun.keys()].sort(), ['r1', 'r2']);
  t.like(byRun.get('r2'), { workloads: 2, pods: 1, nodes: 1, namespaces: 1 });
});

test('a survey counts what a removal then removes, and changes nothing', async (t) => {
  const fake = await fakeObjects(t);
  for (const run of ['r1', 'r2']) addRun(fake, run);
  const before = fake.left();
  const counted = await surveyRun(await transport(t, fake), 'r1');
  t.deepEqual(fake.left(), before);
  t.true(fake.server.requests.every(({ method }) => method === 'GET'));
  t.deepEqual(counted, await removeRun(await transport(t, fake), 'r1'));
});

test('workloads are removed before pods, and pods before nodes and namespaces', async (t) => {
  const fake = await fakeObjects(t);
  addRun(fake, 'r1');
  await removeRun(await transport(t, fake), 'r1');
  const order = fake.server.requests
    .filter(({ method }) => method === 'DELETE')
    .map(({ path }) => path.split('/').at(-2));
  t.deepEqual(order, [
    'deployments',
    'replicasets',
    'jobs',
    'pods',
    'nodes',
    'namespaces',
    'priorityclasses',
    'runtimeclasses',
    'persistentvolumes',
    'stages',
  ]);
});

test('each object is deleted by its uid, without a grace period, in the background', async (t) => {
  const fake = await fakeObjects(t);
  fake.add(POD_KIND, 'a pod/odd', { labels: R1, namespace: 'n', uid: '77' });
  await removeRun(await transport(t, fake), 'r1');
  const deletion = fake.server.requests.find(({ method }) => method === 'DELETE');
  t.is(deletion?.path, '/api/v1/namespaces/n/pods/a%20pod%2Fodd');
  t.deepEqual(Object.fromEntries(deletion?.query ?? []), {
    gracePeriodSeconds: '0',
    propagationPolicy: 'Background',
    uid: '77',
  });
});

test('a pod created after the first listing is found by a later one', async (t) => {
  const fake = await fakeObjects(t);
  fake.add(POD_KIND, 'early', { labels: R1, namespace: 'n' });
  fake.intercept = (_response, { method, path }) => {
    if (method === 'DELETE' && path.endsWith('early'))
      fake.add(POD_KIND, 'late', { labels: R1, namespace: 'n' });
    return false;
  };
  t.is((await removeRun(await transport(t, fake), 'r1')).pods, 2);
  t.deepEqual(fake.left(), []);
});

test('an object that is gone, or replaced by one of its name, is no error', async (t) => {
  const fake = await fakeObjects(t);
  for (const name of ['gone', 'replaced', 'last']) fake.add(POD_KIND, name, { labels: R1, namespace: 'n' });
  fake.intercept = (response, { method, path }) => {
    if (method !== 'DELETE' || path.endsWith('last')) return false;
    if (path.endsWith('gone')) {
      fake.add(POD_KIND, 'gone', { namespace: 'n' });
      json(response, 404, status(404, 'NotFound', 'gone'));
      return true;
    }
    fake.add(POD_KIND, 'replaced', { namespace: 'n' });
    return false;
  };
  await removeRun(await transport(t, fake), 'r1');
  t.deepEqual(fake.left(), [`${POD_KIND} gone`, `${POD_KIND} replaced`]);
});

test('a pod in its grace period is deleted at once', async (t) => {
  const fake = await fakeObjects(t);
  const deletion = { deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 30 };
  fake.add(POD_KIND, 'leaving', { labels: R1, namespace: 'n', ...deletion });
  t.is((await removeRun(await transport(t, fake), 'r1')).pods, 1);
  t.deepEqual(fake.left(), []);
});

test('finalizers of Jobs and of KWOK are removed from pods', async (t) => {
  const fake = await fakeObjects(t);
  const finalizers = ['batch.kubernetes.io/job-tracking', 'kwok.x-k8s.io/fake'];
  fake.add(POD_KIND, 'of-a-job', { labels: R1, namespace: 'n', finalizers });
  await removeRun(await transport(t, fake), 'r1');
  t.deepEqual(fake.left(), []);
});

test('a foreign finalizer stays: its object is named with the reason, the rest is removed', async (t) => {
  const fake = await fakeObjects(t);
  addRun(fake, 'r1');
  for (let index = 0; index < 4; index += 1)
    fake.add(POD_KIND, `kept-${index}`, { labels: R1, namespace: 'n', finalizers: ['example.com/wait'] });
  const calls = await transport(t, fake);
  const error = await t.throwsAsync(removeRun(calls, 'r1', { patience: 50_000 }));
  t.is(
    error?.message,
    `4 pods (n/kept-0, n/kept-1, n/kept-2, ...: finalizer example.com/wait) still exist 50ms after they were deleted from ${fake.server.url}`,
  );
  t.like(error, {
    exitCode: 3,
    next: 'is its kube-controller-manager running? then try kubectl keg cluster reset --context here',
  });
  t.is(fake.left().length, 4);
});

test('a namespace that is being emptied gets more time than one that something keeps', async (t) => {
  const fake = await fakeObjects(t);
  fake.add(NAMESPACES, 'busy', { labels: R1, finalizers: ['kubernetes'] });
  const calls = await transport(t, fake);
  await t.throwsAsync(removeRun(calls, 'r1', { patience: 20_000 }), { message: /still exist 200ms/ });
  const message = 'Some resources are remaining: pods. has 1 resource instances';
  const conditions = [{ type: 'NamespaceContentRemaining', status: 'True', message }];
  fake.add(NAMESPACES, 'kept', { labels: R2, finalizers: ['kubernetes'] }, { conditions });
  await t.throwsAsync(removeRun(calls, 'r2', { patience: 20_000 }), {
    message: /^1 namespace \(kept: Some resources are remaining: pods\. .*\) still exist 20ms/,
  });
});

test('pods of workloads count as removed, also where Kubernetes deletes them first', async (t) => {
  const fake = await fakeObjects(t);
  addRun(fake, 'r1');
  const ownerReferences = [{ controller: true }];
  fake.add(POD_KIND, 'of-job', { labels: R1, namespace: 'keg-r1', ownerReferences });
  fake.add(POD_KIND, 'of-web', { labels: R1, namespace: 'keg-r1', ownerReferences });
  fake.intercept = (_response, { method, path }) => {
    if (method === 'DELETE' && path.endsWith('r1-job')) fake.drop(POD_KIND, 'of-job');
    return false;
  };
  t.like(await removeRun(await transport(t, fake), 'r1'), { workloads: 2, pods: 3 });
});

test('an empty cluster needs no deletion and is no error', async (t) => {
  const fake = await fakeObjects(t);
  t.like(await removeRun(await transport(t, fake), undefined), { pods: 0, nodes: 0, stages: 0 });
  t.true(fake.server.requests.every(({ method }) => method === 'GET'));
});

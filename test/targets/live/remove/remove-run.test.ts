/** Removal deletes exactly the objects with the label of a run, in a safe order, and through faults. */
import { setImmediate } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { ApiError } from '../../../../src/kubernetes/api-error.ts';
import type { Transport } from '../../../../src/kubernetes/transport.ts';
import type { WallClock } from '../../../../src/kubernetes/wall-clock.ts';
import type { RemovedCounts } from '../../../../src/targets/live/remove/removal-counts.ts';
import { surveyRun } from '../../../../src/targets/live/remove/removal-survey.ts';
import { type RemovalOptions, removeRun } from '../../../../src/targets/live/remove/remove-run.ts';
import { type FakeObjects, fakeObjects } from '../../../kubernetes/fake-objects.ts';
import { json, status } from '../../../kubernetes/scripted-server.ts';
import { transportTo } from '../../../kubernetes/try-cluster.ts';

const POD_KIND = '/api/v1/pods';
const NODES = '/api/v1/nodes';
const NAMESPACES = '/api/v1/namespaces';
const STAGES = '/apis/kwok.x-k8s.io/v1alpha1/stages';
const DEPLOYMENTS = '/apis/apps/v1/deployments';
const REPLICA_SETS = '/apis/apps/v1/replicasets';
const JOBS = '/apis/batch/v1/jobs';
const PRIORITY_CLASSES = '/apis/scheduling.k8s.io/v1/priorityclasses';
const NAMESPACED = new Set([POD_KIND, DEPLOYMENTS, REPLICA_SETS, JOBS]);
const R1 = { 'keg.dev/run': 'r1' };
const R2 = { 'keg.dev/run': 'r2' };

/** Time passes by waiting alone: however busy the machine, patience lasts as long. */
function transport(t: ExecutionContext, fake: FakeObjects): Promise<Transport> {
  let now = 0;
  const clock: WallClock = {
    now: () => now,
    async sleep(duration, signal) {
      now += duration;
      await setImmediate(undefined, { signal });
    },
  };
  return transportTo(t, { server: fake.server.url }, { clock });
}

/** One of everything for a run, in a namespace of its own. */
function addRun(fake: FakeObjects, run: string): void {
  const labels = { 'keg.dev/run': run };
  const namespace = `keg-${run}`;
  fake.add(NAMESPACES, namespace, { labels });
  fake.add(NODES, `${run}-node`, { labels });
  fake.add(PRIORITY_CLASSES, `${run}-class`, { labels });
  fake.add(STAGES, `${run}-stage`, { labels });
  fake.add(DEPLOYMENTS, `${run}-web`, { labels, namespace });
  fake.add(REPLICA_SETS, `${run}-web-1`, { labels, namespace, ownerReferences: [{ controller: true }] });
  fake.add(JOBS, `${run}-job`, { labels, namespace });
  fake.add(POD_KIND, `${run}-pod`, { labels, namespace });
}

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

test('an API server that restarts is awaited, also while it refuses all users', async (t) => {
  const fake = await fakeObjects(t);
  addRun(fake, 'r1');
  fake.intercept = (response, _request, number) => {
    if (number < 4 || number > 34) return false;
    // Away for much longer than it then refuses.
    if (number < 30 && number % 2 === 0) response.destroy();
    else if (number < 30) json(response, 503, status(503, 'ServiceUnavailable', 'starting'));
    else json(response, 403, status(403, 'Forbidden', 'not yet'));
    return true;
  };
  await removeRun(await transport(t, fake), 'r1');
  t.deepEqual(fake.left(), []);
});

test('an API server that stays away ends the removal when patience is over', async (t) => {
  const fake = await fakeObjects(t);
  addRun(fake, 'r1');
  const calls = await transport(t, fake);
  fake.intercept = (response) => {
    json(response, 503, status(503, 'ServiceUnavailable', 'for good'));
    return true;
  };
  await t.throwsAsync(removeRun(calls, 'r1', { patience: 50_000 }), { message: /for good/ });
});

test('a refusal ends the removal at once, one in the middle after a moment', async (t) => {
  const fake = await fakeObjects(t);
  addRun(fake, 'r1');
  let refused = 0;
  const refuse = (method: string): void => {
    fake.intercept = (response, request) => {
      if (request.method !== method) return false;
      refused += 1;
      json(response, 403, status(403, 'Forbidden', 'not for you'));
      return true;
    };
  };
  const calls = await transport(t, fake);
  const refusal = { instanceOf: ApiError, message: /does not allow this: not for you/ };
  refuse('GET');
  await t.throwsAsync(removeRun(calls, 'r1'), refusal);
  t.is(refused, 1);
  refuse('DELETE');
  refused = 0;
  await t.throwsAsync(removeRun(calls, 'r1'), refusal);
  // 3 s, in waits that double.
  t.is(refused, 7);
});

test('an id that could select other objects is refused before anything is sent', async (t) => {
  const fake = await fakeObjects(t);
  const calls = await transport(t, fake);
  for (const run of ['', 'a,b', '!x', 'a=b', ' ', '-a', 'x'.repeat(64)])
    await t.throwsAsync(removeRun(calls, run), { message: /is not the id of a run/ });
  t.is(fake.server.requests.length, 0);
});

test('a removal that is ended early has reported its progress', async (t) => {
  const fake = await fakeObjects(t);
  for (let index = 0; index < 100; index += 1)
    fake.add(POD_KIND, `p-${index}`, { labels: R1, namespace: 'n' });
  const stop = new AbortController();
  let removed = 0;
  const options: RemovalOptions = {
    signal: stop.signal,
    onProgress({ pods }) {
      removed = pods;
      if (pods === 20) stop.abort(new Error('enough'));
    },
  };
  await t.throwsAsync(removeRun(await transport(t, fake), 'r1', options), { message: 'enough' });
  t.true(removed >= 20 && removed < 100);
  t.true(fake.left().length >= 100 - removed - 32 && fake.left().length > 0);
});

test('through any faults, only objects without the label of the run are left', async (t) => {
  const object = fc.record({
    collection: fc.constantFrom(...NAMESPACED, NODES, NAMESPACES, STAGES, PRIORITY_CLASSES),
    run: fc.constantFrom('r1', 'r2', undefined),
    finalizer: fc.boolean(),
    leaving: fc.boolean(),
  });
  const faults = fc.array(fc.constantFrom('none', 'cut', '429', '503', 'twice'), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.array(object, { maxLength: 40 }), faults, async (objects, order) => {
      const fake = await fakeObjects(t);
      for (const [index, { collection, run, finalizer, leaving }] of objects.entries()) {
        fake.add(collection, `o-${index}`, {
          ...(run === undefined ? {} : { labels: { 'keg.dev/run': run } }),
          ...(NAMESPACED.has(collection) ? { namespace: `n-${index % 3}` } : {}),
          ...(finalizer && collection === POD_KIND ? { finalizers: ['kwok.x-k8s.io/fake'] } : {}),
          ...(leaving && collection === POD_KIND
            ? { deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 30 }
            : {}),
        });
      }
      const expected = objects.flatMap(({ collection, run }, index) =>
        run === 'r1' ? [] : [`${collection} o-${index}`],
      );
      fake.intercept = (response, _request, number) => {
        const fault = order[number - 1] ?? 'none';
        if (fault === 'cut') response.destroy();
        else if (fault === '429')
          json(response, 429, status(429, 'TooManyRequests', ''), { 'retry-after': '1' });
        else if (fault === '503') json(response, 503, status(503, 'ServiceUnavailable', ''));
        return /cut|429|503/.test(fault);
      };
      const calls = await transport(t, fake);
      // Two at a time, as when a reset meets the end of a replay.
      await Promise.all([removeRun(calls, 'r1'), removeRun(calls, 'r1')]);
      t.deepEqual(fake.left(), expected);
      await calls.close();
      await fake.server.close();
    }),
    { numRuns: 60 },
  );
});

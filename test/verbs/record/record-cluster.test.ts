/** Tests of recording a cluster into one file, from the first object to the close line. */
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { readBack } from './read-back.ts';
import { gapsOf, HOUR, inShort, nodeOf, podOf, trial } from './recorder-trial.ts';

test('a pod is recorded from creation to end, and the close line has the coverage', async (t) => {
  const { cluster, file, begin } = await trial(t);
  cluster.put('nodes', nodeOf('a'));
  const going = await begin();
  cluster.put('pods', podOf('p'));
  cluster.put('pods', podOf('p', { node: 'a' }));
  cluster.put('pods', podOf('p', { node: 'a', phase: 'Running' }));
  cluster.put('pods', podOf('p', { node: 'a', phase: 'Succeeded' }));
  cluster.remove('pods', 'p');
  await going.until(({ events }) => events === 6);
  const { coverage } = await going.end();
  const { header, observations, end } = await readBack(file);
  t.deepEqual(inShort(observations), [
    'node-added uid-a',
    'pod-created p',
    'pod-bound p',
    'pod-started p',
    'pod-finished p',
    'pod-deleted p',
    'close',
  ]);
  t.true(end.isClosed);
  t.like(header.source, { kind: 'cluster', kubernetes: '1.36' });
  t.like(header.clock, { kind: 'monotonic', stamps: '1s' });
  t.like(coverage, { events: 6, gaps: 0, covered: 1 });
  t.deepEqual((observations.at(-1) as { coverage?: object }).coverage, coverage);
  t.is(measure(header, observations).ignored.total, 0);
});

test('objects from before the start have an age, and objects that stay have no end', async (t) => {
  const { cluster, file, begin } = await trial(t);
  cluster.put('nodes', nodeOf('a', Date.now() - 48 * HOUR));
  cluster.put('pods', podOf('old', { node: 'a', phase: 'Running', created: Date.now() - HOUR }));
  const going = await begin();
  cluster.put('pods', podOf('new', { node: 'a' }));
  await going.until(({ events }) => events === 3);
  await going.end();
  const { observations } = await readBack(file);
  const ages = observations.map((each) => ('age' in each ? Math.round(each.age! / (HOUR * 1000)) : null));
  t.deepEqual(inShort(observations).slice(0, -1), [
    'node-added uid-a',
    'pod-created old',
    'pod-bound old',
    'pod-started old',
    'pod-created new',
    'pod-bound new',
  ]);
  t.is(ages[0], 48);
  t.is(ages[inShortIndex(observations, 'pod-created old')], 1);
  t.is(ages[inShortIndex(observations, 'pod-created new')], null);
  const stamp = (observations[inShortIndex(observations, 'pod-created old')] as { stamp: number }).stamp;
  t.true(Math.abs(stamp + HOUR * 1000) < 10_000_000);
});

function inShortIndex(observations: readonly Observation[], wanted: string): number {
  return observations.findIndex((each) => 'uid' in each && `${each.kind} ${each.uid}` === wanted);
}

test('a pod on a node that was not seen yet is bound when the node is seen', async (t) => {
  const { cluster, file, begin } = await trial(t);
  cluster.put('nodes', nodeOf('a'));
  const going = await begin();
  cluster.put('pods', podOf('p', { node: 'late' }));
  await going.until(({ events }) => events === 2);
  cluster.put('nodes', nodeOf('late', Date.now()));
  await going.until(({ events }) => events === 3);
  await going.end();
  const { header, observations } = await readBack(file);
  t.deepEqual(inShort(observations).slice(1, 4), ['pod-created p', 'node-added uid-late', 'pod-bound p']);
  t.is(measure(header, observations).ignored.total, 0);
});

test('a watch that is cut loses nothing, and its gap does not contain the address', async (t) => {
  const { cluster, file, begin } = await trial(t);
  cluster.put('nodes', nodeOf('a'));
  const going = await begin();
  cluster.put('pods', podOf('before'));
  await going.until(({ events }) => events === 2);
  cluster.cut();
  cluster.put('pods', podOf('during'));
  cluster.remove('pods', 'before');
  await going.until(({ events }) => events === 4);
  await going.end();
  const { observations } = await readBack(file);
  t.true(inShort(observations).includes('pod-deleted before'));
  const [gap] = gapsOf(observations).filter(({ scope }) => scope === 'pods');
  t.is(gap?.lost, 'times');
  t.regex(gap!.reason, /the API server/);
  t.notRegex(gap!.reason, /127\.0\.0\.1/);
});

test('events that the API server no longer has are a gap with the losses that it may hide', async (t) => {
  const { cluster, file, begin } = await trial(t);
  cluster.put('nodes', nodeOf('a'));
  cluster.put('pods', podOf('there'));
  const going = await begin();
  cluster.cut();
  cluster.remove('pods', 'there');
  cluster.put('pods', podOf('came', { created: Date.now() - 60_000 }));
  cluster.forget();
  await going.until(({ events }) => events >= 4);
  const { coverage } = await going.end();
  const { observations } = await readBack(file);
  t.true(gapsOf(observations).some(({ lost, reason }) => lost === 'events' && /410/.test(reason)));
  const short = inShort(observations);
  t.true(short.includes('pod-deleted there'));
  const came = observations[inShortIndex(observations, 'pod-created came')] as { age?: number };
  t.true(came.age! >= 55_000_000);
  t.true(coverage.covered < 1 && coverage.gaps >= 1);
});

test('owners come from the references of ReplicaSets, and the topmost is the group', async (t) => {
  const { cluster, file, begin, problems } = await trial(t);
  cluster.put('replicasets', {
    metadata: {
      name: 'web-1',
      uid: 'rs',
      namespace: 'default',
      ownerReferences: [{ kind: 'Rollout', name: 'web', uid: 'd', controller: true }],
    },
  } as never);
  cluster.put('pods', podOf('p', { owner: { kind: 'ReplicaSet', name: 'web-1', uid: 'rs' } }));
  const going = await begin();
  await going.end();
  const { observations } = await readBack(file);
  t.like(observations[inShortIndex(observations, 'pod-created p')], {
    group: 'Rollout/web',
    owners: [
      { kind: 'ReplicaSet', name: 'web-1' },
      { kind: 'Rollout', name: 'web' },
    ],
  });
  t.deepEqual(problems, []);
});

test('collections that may not be read are warnings, also in the recording', async (t) => {
  const { cluster, file, begin, problems } = await trial(t);
  for (const collection of ['replicasets', 'jobs', 'events']) cluster.forbid(collection);
  const labels = { 'pod-template-hash': '5d4f' };
  cluster.put('pods', podOf('p', { labels, owner: { kind: 'ReplicaSet', name: 'web-5d4f', uid: 'rs' } }));
  const going = await begin();
  await going.end();
  const { observations } = await readBack(file);
  t.like(observations[inShortIndex(observations, 'pod-created p')], { group: 'Deployment/web' });
  t.deepEqual(
    problems.map(({ code, message }) => [code, message]),
    [
      [
        'read-forbidden',
        'replicasets and jobs may not be read: the owners of their pods are taken from names',
      ],
      [
        'read-forbidden',
        'replicasets may not be read: how the scheduler spreads their pods by default cannot be decided',
      ],
      [
        'read-forbidden',
        'events may not be read: preemptions and evictions are taken from the state of pods alone',
      ],
      [
        'owners-from-names',
        'the Deployment or CronJob of 1 pod is derived from the name of the ReplicaSet or Job',
      ],
    ],
  );
  t.deepEqual((observations.at(-1) as { problems?: unknown }).problems, problems);
});

test('a recording only sends GET, and never for a Secret or a ConfigMap', async (t) => {
  const { cluster, begin } = await trial(t);
  const going = await begin();
  await sleep(50);
  await going.end();
  t.true(cluster.requests.every(({ method }) => method === 'GET'));
  const collections = new Set(cluster.requests.map(({ path }) => path));
  t.deepEqual([...collections].sort(), [
    '/api/v1/events',
    '/api/v1/namespaces',
    '/api/v1/nodes',
    '/api/v1/persistentvolumeclaims',
    '/api/v1/persistentvolumes',
    '/api/v1/pods',
    '/api/v1/replicationcontrollers',
    '/api/v1/services',
    '/apis/apps/v1/daemonsets',
    '/apis/apps/v1/deployments',
    '/apis/apps/v1/replicasets',
    '/apis/apps/v1/statefulsets',
    '/apis/batch/v1/jobs',
    '/apis/node.k8s.io/v1/runtimeclasses',
    '/apis/policy/v1/poddisruptionbudgets',
    '/apis/scheduling.k8s.io/v1/priorityclasses',
    '/apis/storage.k8s.io/v1/csidrivers',
    '/apis/storage.k8s.io/v1/csinodes',
    '/apis/storage.k8s.io/v1/csistoragecapacities',
    '/apis/storage.k8s.io/v1/storageclasses',
    '/apis/storage.k8s.io/v1/volumeattachments',
    '/version',
  ]);
});

test('namespaces and selectors reach the API server and the header', async (t) => {
  const { cluster, file, begin } = await trial(t);
  const going = await begin({
    selection: () => ({ namespaces: ['a', 'b'], labelSelector: 'app=web', fieldSelector: 'spec.nodeName=n' }),
  });
  await going.end();
  const pods = cluster.requests.filter(({ path }) => path.endsWith('/pods'));
  t.deepEqual(
    [...new Set(pods.map(({ path }) => path))],
    ['/api/v1/namespaces/a/pods', '/api/v1/namespaces/b/pods'],
  );
  t.true(pods.every(({ query }) => query.get('labelSelector') === 'app=web'));
  t.true(pods.every(({ query }) => query.get('fieldSelector') === 'spec.nodeName=n'));
  const { header } = await readBack(file);
  t.is(header.source.selection, '-n a,b -l app=web --field-selector spec.nodeName=n');
});

test('Events add new refusals and preemptions, and nothing from before the start', async (t) => {
  const { cluster, file, begin } = await trial(t);
  const event = (uid: string, reason: string, message: string, pod = 'p') =>
    cluster.put('events', {
      metadata: { name: uid, uid, namespace: 'default' },
      reason,
      message,
      involvedObject: { kind: 'Pod', uid: pod },
    } as never);
  event('e0', 'FailedScheduling', 'old');
  const going = await begin();
  while (cluster.watches('events') === 0) await sleep(2);
  cluster.put('pods', podOf('p'));
  await going.until(({ pods }) => pods === 1);
  event('e1', 'FailedScheduling', '0/1 nodes are available: 1 Insufficient cpu.');
  event('e2', 'FailedScheduling', '0/1 nodes are available: 1 Insufficient cpu.');
  event('e3', 'Preempted', 'Preempted by pod 0f3ab2c4-1111-4222-8333-444455556666 on node a');
  event('e4', 'Preempted', 'Preempted by pod 0f3ab2c4-1111-4222-8333-444455556666 on node a');
  event('e5', 'BackOff', 'Back-off restarting');
  await going.until(({ events }) => events === 6);
  await going.end();
  const observed = (await readBack(file)).observations.slice(2, -1);
  t.deepEqual(inShort(observed), ['pod-unschedulable p', 'pod-disrupted p']);
  t.like(observed[1], { reason: 'Preempted', by: '0f3ab2c4-1111-4222-8333-444455556666' });
});

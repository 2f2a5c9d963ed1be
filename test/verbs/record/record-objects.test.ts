/** Tests of recording the objects that decide: their states, their end, their gaps, and rights that are missing. */
import test from 'ava';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { readBack } from './read-back.ts';
import { gapsOf, inShort, nodeOf, podOf, trial } from './recorder-trial.ts';

const service = (selector: object, more: object = {}) =>
  ({
    metadata: { name: 'web', uid: 's', namespace: 'default', annotations: { note: 'hidden' } },
    spec: { selector, clusterIP: '10.1.2.3' },
    ...more,
  }) as never;

const short = (observations: readonly Observation[]) =>
  inShort(observations).filter((line) => !/^(?:node-added|close)/.test(line));

test('objects stand before pods with what decides alone, and again when that changes', async (t) => {
  const { cluster, file, begin } = await trial(t);
  cluster.put('nodes', nodeOf('a'));
  cluster.put('services', service({ app: 'web' }));
  cluster.put('pods', podOf('p', { labels: { app: 'web' } }));
  const going = await begin();
  cluster.put('services', service({ app: 'web' }, { status: { loadBalancer: {} } }));
  cluster.put('services', service({ app: 'shop' }));
  cluster.put('pods', podOf('p', { labels: { app: 'web' }, node: 'a' }));
  cluster.remove('services', 's');
  await going.until(({ events }) => events === 6);
  await going.end();
  const { observations } = await readBack(file);
  t.deepEqual(short(observations), [
    'object-set s',
    'pod-created p',
    'object-set s',
    'pod-bound p',
    'object-removed s',
  ]);
  const [first, second] = observations.filter((each) => each.kind === 'object-set');
  t.deepEqual(first?.object as unknown, {
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default', uid: 's' },
    spec: { selector: { app: 'web' } },
  });
  t.like(second?.object, { spec: { selector: { app: 'shop' } } });
  const created = observations.find((each) => each.kind === 'pod-created');
  t.deepEqual(created?.labels, { app: 'web' });
});

test('a resumed recording contains each object anew, and the end of those that are gone', async (t) => {
  const { cluster, file, begin } = await trial(t);
  cluster.put('nodes', nodeOf('a'));
  cluster.put('services', service({ app: 'web' }));
  cluster.put('storageclasses', { metadata: { name: 'fast', uid: 'c' }, provisioner: 'x' } as never);
  await (await begin()).end();
  cluster.remove('storageclasses', 'c');
  await (await begin({ resume: true })).end();
  const { observations } = await readBack(file);
  const objects = short(observations).filter((line) => line.startsWith('object'));
  t.deepEqual(objects.slice(0, 2).sort(), ['object-set c', 'object-set s']);
  t.deepEqual(objects.slice(2), ['object-set s', 'object-removed c']);
});

test('a watch that the server forgot leaves a gap of its kind, and its changes follow', async (t) => {
  const { cluster, file, begin } = await trial(t);
  cluster.put('nodes', nodeOf('a'));
  cluster.put('services', service({ app: 'web' }));
  const going = await begin();
  cluster.forget();
  cluster.remove('services', 's');
  cluster.cut();
  await going.until(({ gaps }) => gaps >= 1);
  await going.until(({ events }) => events === 3);
  await going.end();
  const { observations } = await readBack(file);
  t.true(gapsOf(observations).some(({ scope, lost }) => scope === 'services' && lost === 'events'));
  t.true(short(observations).includes('object-removed s'));
});

test('with rights to nodes and pods alone, record works and names what cannot be decided', async (t) => {
  const { cluster, file, begin, problems } = await trial(t);
  for (const plural of [
    ...['services', 'replicationcontrollers', 'replicasets', 'statefulsets', 'deployments', 'daemonsets'],
    ...['jobs', 'poddisruptionbudgets', 'namespaces', 'persistentvolumes', 'persistentvolumeclaims'],
    ...['storageclasses', 'csinodes', 'csidrivers', 'csistoragecapacities', 'volumeattachments'],
    ...['priorityclasses', 'runtimeclasses', 'events'],
  ])
    cluster.forbid(plural);
  cluster.put('nodes', nodeOf('a'));
  cluster.put('pods', podOf('p', { node: 'a' }));
  await (await begin()).end();
  const { observations } = await readBack(file);
  t.true(short(observations).includes('pod-bound p'));
  t.true(problems.every(({ code }) => code === 'read-forbidden'));
  t.is(problems.length, 8);
  t.true(problems.some(({ message }) => message.startsWith('services, replicationcontrollers, replicasets')));
});

/** How many pods an owner wants, and from which templates. */
import test from 'ava';
import { podTemplatesOf, replicasOf } from '../../../../src/core/importers/simkube/owner.ts';

const TEMPLATE = { spec: { containers: [] } };

for (const kind of ['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet']) {
  test(`a ${kind} has its template in spec.template`, (t) => {
    t.deepEqual(podTemplatesOf({ kind, spec: { template: TEMPLATE } }, []), [TEMPLATE]);
  });
}

test('a CronJob has its template in its job template', (t) => {
  const spec = { jobTemplate: { spec: { template: TEMPLATE } } };
  t.deepEqual(podTemplatesOf({ kind: 'CronJob', spec }, []), [TEMPLATE]);
});

test('a Pod is its own template', (t) => {
  const pod = { kind: 'Pod', ...TEMPLATE };
  t.deepEqual(podTemplatesOf(pod, []), [pod]);
});

test('the places that a trace names go before those of the kind', (t) => {
  const other = { spec: { containers: [{}] } };
  const object = { kind: 'Deployment', spec: { template: TEMPLATE }, a: { b: other } };
  t.deepEqual(podTemplatesOf(object, ['/a/b', 7, '/a/missing', '/spec/template']), [other, TEMPLATE]);
});

test('other kinds and places without containers have no template', (t) => {
  for (const object of [
    {},
    { kind: 'toString' },
    { kind: 'Deployment' },
    { kind: 'Deployment', spec: { template: { spec: { containers: {} } } } },
    { kind: 'Other', spec: { template: TEMPLATE } },
  ])
    t.deepEqual(podTemplatesOf(object, []), []);
});

test('replicas are whole numbers of 0 or more, at most 100,000', (t) => {
  const wanted = (replicas: unknown) => replicasOf({ kind: 'Other', spec: { replicas } });
  t.deepEqual([0, 7, 100_000, 100_001].map(wanted), [0, 7, 100_000, 100_000]);
  for (const wrong of [-1, 1.5, '3', null]) t.is(wanted(wrong), undefined);
});

test('missing replicas are one for the kinds that have that default', (t) => {
  const wanted = ['Deployment', 'ReplicaSet', 'StatefulSet', 'Pod'].map((kind) => replicasOf({ kind }));
  t.deepEqual(wanted, [1, 1, 1, 1]);
  for (const kind of ['Job', 'CronJob', 'DaemonSet', undefined]) t.is(replicasOf({ kind }), undefined);
});

test('a Pod is one pod, whatever its spec states', (t) => {
  t.is(replicasOf({ kind: 'Pod', spec: { replicas: 5 } }), 1);
});

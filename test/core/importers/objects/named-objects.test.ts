/** The last known state of each pod and node that a source names. */
import test from 'ava';
import { createNamedObjects, isDeleted } from '../../../../src/core/importers/objects/named-objects.ts';
import { keptHistory, node, pod, steps } from '../history/kept-history.ts';

const PLACE = { file: 'x' };
const podName = (name: string, namespace = 'default') => ({ kind: 'Pod', name, namespace }) as const;
const nodeName = (name: string) => ({ kind: 'Node', name, namespace: undefined }) as const;

function opened() {
  const { history, observations } = keptHistory();
  return { objects: createNamedObjects(history), observations };
}

test('the names of existing objects are listed by kind and namespace', (t) => {
  const { objects } = opened();
  for (const name of ['a', 'b']) objects.seen(podName(name), pod(name), 0, PLACE);
  objects.seen(podName('c', 'other'), pod('c'), 0, PLACE);
  objects.seen(nodeName('n'), node('n'), 0, PLACE);
  t.deepEqual(objects.names('Pod', 'default'), [podName('a'), podName('b')]);
  t.deepEqual(objects.names('Pod', 'other'), [podName('c', 'other')]);
  t.deepEqual(objects.names('Node', undefined), [nodeName('n')]);
  t.deepEqual(objects.names('Pod', undefined), []);
  t.deepEqual(objects.names('Node', 'default'), []);
});

test('a pod and a node of one name are two objects', (t) => {
  const { objects } = opened();
  objects.seen(podName('n'), pod('n'), 0, PLACE);
  objects.seen(nodeName('n'), node('n'), 0, PLACE);
  objects.gone(nodeName('n'), 1);
  t.is(objects.get(nodeName('n')), undefined);
  t.truthy(objects.get(podName('n')));
});

test('a pod without a namespace is one of the namespace default', (t) => {
  const { objects } = opened();
  objects.seen(podName('a'), pod('a'), 0, PLACE);
  t.truthy(objects.get({ kind: 'Pod', name: 'a', namespace: undefined }));
});

test('a kept state has the name it was seen by, without managed fields and annotations', (t) => {
  const { objects } = opened();
  const metadata = { managedFields: [1], annotations: { a: 'b' }, labels: { c: 'd' }, namespace: 'x' };
  objects.seen(podName('a'), pod('other', { metadata }), 0, PLACE);
  t.deepEqual(objects.get(podName('a'))?.metadata, {
    name: 'a',
    namespace: 'default',
    uid: 'uid-other',
    labels: { c: 'd' },
  });
});

test('a change of an unknown object is refused', (t) => {
  const { objects } = opened();
  t.false(objects.changed(podName('a'), (known) => known, 0, PLACE));
  objects.seen(podName('a'), pod('a'), 0, PLACE);
  t.true(objects.changed(podName('a'), (known) => known, 0, PLACE));
});

test('the end of an unknown object is ignored', (t) => {
  const { objects, observations } = opened();
  objects.gone(podName('a'), 0);
  t.deepEqual(observations().length, 1);
});

test('a re-created object without uid is another one', (t) => {
  const { objects, observations } = opened();
  const bare = pod('a', { metadata: { uid: undefined } });
  objects.seen(podName('a'), bare, 0, PLACE);
  objects.seen(podName('a'), bare, 1, PLACE);
  objects.gone(podName('a'), 2_000_000);
  objects.seen(podName('a'), bare, 3_000_000, PLACE);
  t.like(objects.get(podName('a')), { metadata: { uid: 'name:default/a#2' } });
  t.deepEqual(steps(observations()), [
    [0, 'pod-created'],
    [2, 'pod-deleted'],
    [3, 'pod-created'],
    [3, 'close'],
  ]);
});

test('an object is deleted once its grace period is 0 and no finalizer holds it', (t) => {
  const deleted = { deletionTimestamp: '2025-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 };
  t.true(isDeleted({ metadata: deleted }));
  t.true(isDeleted({ metadata: { ...deleted, finalizers: [] } }));
  for (const change of [
    { deletionTimestamp: undefined },
    { deletionTimestamp: 'noon' },
    { deletionTimestamp: 7 },
    { deletionGracePeriodSeconds: 30 },
    { deletionGracePeriodSeconds: undefined },
    { finalizers: ['x'] },
  ])
    t.false(isDeleted({ metadata: { ...deleted, ...change } }), JSON.stringify(change));
});

test('a pod in its last state is gone', (t) => {
  const { objects, observations } = opened();
  const metadata = { deletionTimestamp: '2025-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 };
  objects.seen(podName('a'), pod('a', { metadata }), 0, PLACE);
  t.is(objects.get(podName('a')), undefined);
  t.true(observations().some(({ kind }) => kind === 'pod-deleted'));
});

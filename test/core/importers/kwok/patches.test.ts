/** Patches of KWOK's recordings: which they are, and what they change. */
import test from 'ava';
import { isResourcePatch, readKwokRecording } from '../../../../src/core/importers/kwok/kwok-recording.ts';
import { keptHistory, node, pod, steps } from '../history/kept-history.ts';

const PLACE = { file: 'r.yaml', line: 7 };
const PATCH = { apiVersion: 'action.kwok.x-k8s.io/v1alpha1', kind: 'ResourcePatch' };
const POD_PATCH = { ...PATCH, resource: { resource: 'pods' }, target: { name: 'a' } };

function read(...documents: readonly unknown[]) {
  const { history, observations } = keptHistory();
  const reader = readKwokRecording(history);
  for (const document of documents) reader.take(document, PLACE);
  return steps(observations());
}

test('a patch is recognised by its kind and its group', (t) => {
  t.true(isResourcePatch(PATCH));
  for (const other of [
    { ...PATCH, kind: 'Stage' },
    { ...PATCH, apiVersion: 'kwok.x-k8s.io/v1alpha1' },
    {},
    null,
  ])
    t.false(isResourcePatch(other));
});

test('a pod without a namespace is in the namespace default', (t) => {
  const bare = pod('a', { metadata: { namespace: undefined } });
  t.deepEqual(read(bare, { ...POD_PATCH, durationNanosecond: 3e9, method: 'delete' }), [
    [0, 'pod-created'],
    [3, 'pod-deleted'],
    [3, 'close'],
  ]);
});

test('a patch of a pod in another namespace leaves the pod', (t) => {
  const other = { ...POD_PATCH, target: { name: 'a', namespace: 'b' }, method: 'delete' };
  t.deepEqual(read(pod('a'), other), [
    [0, 'pod-created'],
    [0, 'close'],
  ]);
});

test('patches without a name, with a group, a template or a time are skipped', (t) => {
  for (const change of [
    { target: {} },
    { resource: { resource: 'pods', group: 'metrics.k8s.io' } },
    { template: undefined, method: 'create' },
    { durationNanosecond: 'x' },
  ])
    t.deepEqual(read({ ...POD_PATCH, method: 'create', template: pod('a'), ...change }), [[0, 'close']]);
});

test('objects without a name are skipped', (t) => {
  t.deepEqual(read({ kind: 'Pod', metadata: {} }, { kind: 'Node' }), [[0, 'close']]);
});

test('times are cut to microseconds', (t) => {
  const patch = { ...POD_PATCH, method: 'create', template: pod('a'), durationNanosecond: 1_999 };
  t.deepEqual(read(node('n'), patch)[1], [1e-6, 'pod-created']);
});

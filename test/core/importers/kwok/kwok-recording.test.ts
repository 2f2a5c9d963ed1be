/** Reading KWOK's recordings: objects, then patches at their times. */
import test from 'ava';
import { readKwokRecording } from '../../../../src/core/importers/kwok/kwok-recording.ts';
import { keptHistory, node, pod, steps } from '../history/kept-history.ts';

const PLACE = { file: 'recording.yaml', line: 1 };

function patched(seconds: number, method: string, template?: unknown, resource = 'pods', name = 'a') {
  return {
    apiVersion: 'action.kwok.x-k8s.io/v1alpha1',
    kind: 'ResourcePatch',
    resource: { version: 'v1', resource },
    target: resource === 'pods' ? { name, namespace: 'default' } : { name },
    durationNanosecond: seconds * 1e9 + 1,
    method,
    ...(template === undefined ? {} : { template }),
  };
}

function read(...documents: readonly unknown[]) {
  const { history, observations, start } = keptHistory();
  const reader = readKwokRecording(history);
  for (const document of documents) reader.take(document, PLACE);
  return { observations: observations(), start: start() };
}

test('objects are there at the start, and patches apply at their durations', (t) => {
  const { observations, start } = read(
    node('n'),
    pod('old', { metadata: { creationTimestamp: '$(time-offset-nanosecond -60000000000)' } }),
    patched(1, 'create', pod('a')),
    patched(2.5, 'patch', { spec: { nodeName: 'n' } }),
    patched(4, 'patch', { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } }),
    patched(9, 'delete'),
  );
  t.is(start, 0);
  t.deepEqual(steps(observations), [
    [0, 'node-added'],
    [0, 'pod-created'],
    [1, 'pod-created'],
    [2.5, 'pod-bound'],
    [4, 'pod-started'],
    [4, 'pod-ready'],
    [9, 'pod-deleted'],
    [9, 'close'],
  ]);
  t.like(observations[1], { name: 'old', age: 60_000_000 });
});

test('nodes are patched and deleted as well', (t) => {
  const { observations } = read(
    node('n'),
    patched(1, 'patch', { spec: { unschedulable: true } }, 'nodes', 'n'),
    patched(2, 'delete', undefined, 'nodes', 'n'),
  );
  t.deepEqual(steps(observations), [
    [0, 'node-added'],
    [1, 'node-changed'],
    [2, 'node-removed'],
    [2, 'close'],
  ]);
});

test('a List is read item by item; other kinds and patches of missing objects are skipped', (t) => {
  const { observations } = read(
    { kind: 'List', items: [pod('a'), { kind: 'Secret', metadata: { name: 's' } }] },
    patched(1, 'patch', { spec: {} }, 'deployments'),
    patched(1, 'patch', { spec: { nodeName: 'n' } }, 'pods', 'unknown'),
  );
  t.deepEqual(steps(observations), [
    [0, 'pod-created'],
    [0, 'close'],
  ]);
});

/** A node is idle while no pod is bound to it, other than those that every node has. */
import test from 'ava';
import { bound, created, NODE_A, node, run } from './small-recording.ts';

test('a node is idle before its first pod and after its last', (t) => {
  const { idleNodes } = run([
    NODE_A,
    created('p', 10),
    bound('p', 20),
    created('q', 20),
    bound('q', 30),
    { at: 50, kind: 'pod-finished', uid: 'p', phase: 'Succeeded' },
    { at: 60, kind: 'pod-deleted', uid: 'q' },
  ]);
  t.deepEqual(idleNodes, { mean: 0.6, p95: 1, max: 1, end: 1 });
});

test('a removed node is not idle, whether it had pods or not', (t) => {
  const removed = (uid: string) => ({ at: 40, kind: 'node-removed', uid }) as const;
  const { idleNodes } = run([
    NODE_A,
    node('b', { cpu: '4' }),
    created('p', 0),
    bound('p', 0),
    removed('uid-a'),
    removed('uid-b'),
    { at: 60, kind: 'pod-deleted', uid: 'p' },
  ]);
  t.deepEqual(idleNodes, { mean: 0.4, p95: 1, max: 1, end: 0 });
});

test('pods of DaemonSets and static pods keep no node busy', (t) => {
  const { idleNodes } = run([
    NODE_A,
    ...(['DaemonSet', 'Node'] as const).flatMap((kind, index) => [
      { ...created(`p${index}`, 0), owners: [{ kind, name: 'a' }] } as ReturnType<typeof created>,
      bound(`p${index}`, 0),
    ]),
  ]);
  t.is(idleNodes.mean, 1);
});

/** Decisions in the order of the scheduler's queue, and that the cluster is the same afterwards. */
import test from 'ava';
import { holdsInOrderOfQueue } from '../../../src/core/decisions/queue-order.ts';
import type { Change } from '../../../src/core/decisions/recorded-cluster.ts';

/** A state of named marks that a change sets. */
function marks() {
  const state = new Set<string>();
  const change = (name: string, more: Partial<Change> = {}): Change => {
    state.add(name);
    return { at: 0, undo: () => void state.delete(name), redo: () => void state.add(name), ...more };
  };
  return { state, change };
}

test('pods that came to the queue later are off, and those that came before are on', (t) => {
  const { state, change } = marks();
  const before = [change('before', { binds: 1, place: 1 }), change('later', { binds: 9, place: 3 })];
  const bind = (name: string) => () => change(name, { binds: 1 });
  const after = [
    { at: 9, queuedAt: 1, place: 0, bind: bind('first') },
    { at: 9, queuedAt: 9, place: 4, bind: bind('last') },
    { at: 9, queuedAt: 1, bind: bind('refused') },
  ];
  const seen: string[] = [];
  const holds = () => seen.push([...state].sort().join(' ')) > 0;
  t.true(holdsInOrderOfQueue({ queuedAt: 5, place: 2, before, after }, holds));
  t.deepEqual(seen, ['before first']);
  t.deepEqual([...state].sort(), ['before', 'later']);
});

test('what happened after the arrival of the pod may be unknown, the latest first', (t) => {
  const { state, change } = marks();
  const before = [change('old', { at: 4 }), change('x', { at: 6 }), change('y', { at: 7 })];
  const seen: string[] = [];
  const holds = () => {
    seen.push([...state].join(' '));
    return false;
  };
  t.false(holdsInOrderOfQueue({ queuedAt: 5, place: 0, before, after: [] }, holds));
  t.deepEqual(seen, ['old x y', 'old x', 'old']);
  t.deepEqual([...state].sort(), ['old', 'x', 'y']);
});

test('the queue says nothing about a pod that was refused before', (t) => {
  t.false(holdsInOrderOfQueue({ queuedAt: 5, before: [], after: [] }, () => true));
});

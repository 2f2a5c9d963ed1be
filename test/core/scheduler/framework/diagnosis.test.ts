/** The message about a pod without a feasible node. */
import test from 'ava';
import {
  fitErrorMessage,
  preFilterErrorMessage,
} from '../../../../src/core/scheduler/framework/diagnosis.ts';
import { unresolvable, unschedulable } from '../../../../src/core/scheduler/framework/rejection.ts';

test('equal reasons of different rejections are added, and counts sort as text', (t) => {
  const rejections = new Map([
    [unschedulable('A', 'x', 'y'), 9],
    [unresolvable('B', 'x'), 1],
    [unresolvable('B', 'z'), 0],
  ]);
  t.is(fitErrorMessage(10, rejections), '0/10 nodes are available: 10 x, 9 y.');
});

test('without rejections the message ends after the colon', (t) => {
  t.is(fitErrorMessage(3, new Map()), '0/3 nodes are available:');
  t.is(fitErrorMessage(3, new Map([[unresolvable('A', 'x'), 0]])), '0/3 nodes are available:');
});

test('a rejection by PreFilter has no counts', (t) => {
  t.is(preFilterErrorMessage(4, unresolvable('A', 'x', 'y')), '0/4 nodes are available: x, y.');
});

test('the two kinds of rejection have kube-scheduler’s codes', (t) => {
  t.is(unschedulable('A', 'x').code, 'Unschedulable');
  t.is(unresolvable('A', 'x').code, 'UnschedulableAndUnresolvable');
});

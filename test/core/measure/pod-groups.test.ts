/** Pods are counted by workload, namespace, priority and pool, next to the counts of all pods. */
import test from 'ava';
import type { PodGroups } from '../../../src/core/measure/figures.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { bound, NODE_A, node, run } from './small-recording.ts';

const URGENT: Observation = {
  at: 0,
  kind: 'template',
  hash: 'urgent',
  template: { spec: { priorityClassName: 'high', priority: 1000, containers: [] } },
};

function pod(uid: string, at: number, namespace: string, group?: string, template = 'half'): Observation {
  return { at, kind: 'pod-created', uid, namespace, name: uid, template, ...(group && { group }) };
}

function rows(groups: PodGroups, by: keyof PodGroups) {
  return groups[by].map(({ name, created, bound: count, neverBound, alive, waiting }) => [
    name,
    created,
    count,
    neverBound,
    alive,
    waiting.mean,
  ]);
}

test('each grouping counts every pod once, and the waiting of those that were bound', (t) => {
  const { podGroups } = run([
    NODE_A,
    URGENT,
    pod('w1', 0, 'shop', 'web', 'urgent'),
    pod('w2', 0, 'shop', 'web', 'urgent'),
    pod('j1', 10, 'batch', 'job'),
    pod('x', 10, 'batch'),
    bound('w1', 20),
    bound('j1', 40),
    { at: 50, kind: 'pod-finished', uid: 'j1', phase: 'Succeeded' },
  ]);
  t.deepEqual(rows(podGroups, 'workload'), [
    ['shop/web', 2, 1, 1, 2, 20],
    ['batch/job', 1, 1, 0, 0, 30],
    ['batch/no workload', 1, 0, 1, 1, null],
  ]);
  t.deepEqual(rows(podGroups, 'namespace'), [
    ['shop', 2, 1, 1, 2, 20],
    ['batch', 2, 1, 1, 1, 30],
  ]);
  t.deepEqual(rows(podGroups, 'priority'), [
    ['high', 2, 1, 1, 2, 20],
    ['0', 2, 1, 1, 1, 30],
  ]);
});

test('the pool of its node counts a pod from its binding on', (t) => {
  const { podGroups } = run([
    NODE_A,
    node('b', { cpu: '4' }, 0, 'spot'),
    pod('p', 0, 'default', 'web'),
    pod('q', 0, 'default', 'web'),
    bound('p', 10, 'b'),
    bound('q', 30),
  ]);
  t.deepEqual(rows(podGroups, 'pool'), [
    ['spot', 1, 1, 0, 1, 10],
    ['no pool', 1, 1, 0, 1, 30],
  ]);
});

test('a pod that is ended from outside counts once, with its first reason', (t) => {
  const disrupted = (uid: string, reason: string): Observation => ({
    at: 30,
    kind: 'pod-disrupted',
    uid,
    reason,
  });
  const { disruptions, podGroups } = run([
    NODE_A,
    pod('p', 0, 'default', 'web'),
    pod('q', 0, 'default', 'web'),
    bound('p', 10),
    disrupted('p', 'PreemptionByScheduler'),
    disrupted('p', 'Preempted'),
    disrupted('q', 'EvictionByEvictionAPI'),
  ]);
  t.deepEqual(disruptions, {
    pods: 2,
    reasons: [
      { reason: 'PreemptionByScheduler', count: 1 },
      { reason: 'EvictionByEvictionAPI', count: 1 },
    ],
  });
  t.is(podGroups.workload[0]!.disrupted, 2);
});

test('restarts count for the groups of their pod', (t) => {
  const { containers, podGroups } = run([
    NODE_A,
    pod('p', 0, 'default', 'web'),
    bound('p', 10),
    { at: 20, kind: 'pod-restarted', uid: 'p', restarts: 3, exitCode: 1 },
  ]);
  t.is(containers?.restarts, 3);
  t.deepEqual([podGroups.workload[0]!.restarts, podGroups.pool[0]!.restarts], [3, 3]);
});

/** The cause of an end is what was done to the pod, also where its kubelet reports a phase before the object goes. */
import test from 'ava';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { at, historyOf, made } from './made-history.ts';

const RUNS: readonly Observation[] = [
  made('p', 1),
  { at: at(1), kind: 'pod-bound', uid: 'p', node: 'n' },
  { at: at(2), kind: 'pod-started', uid: 'p' },
];

function endOf(...lines: readonly Observation[]): unknown {
  const [pod] = historyOf(...RUNS, ...lines).pods;
  return [pod!.cause, pod!.ended];
}

const terminating = (seconds: number): Observation => ({
  at: at(seconds),
  kind: 'pod-terminating',
  uid: 'p',
});
const deleted = (seconds: number, reason?: string): Observation => ({
  ...{ at: at(seconds), kind: 'pod-deleted', uid: 'p' },
  ...(reason === undefined ? {} : { reason }),
});
const finished = (seconds: number, phase: 'Succeeded' | 'Failed', reason = 'Completed'): Observation => ({
  ...{ at: at(seconds), kind: 'pod-finished', uid: 'p', phase, reason },
});
const disrupted = (seconds: number, reason: string): Observation => ({
  ...{ at: at(seconds), kind: 'pod-disrupted', uid: 'p', reason },
});

test('a pod that finishes by itself keeps its phase when it is deleted later', (t) => {
  t.deepEqual(endOf(finished(20, 'Succeeded'), terminating(30), deleted(31)), ['succeeded', 20]);
  t.deepEqual(endOf(finished(20, 'Failed', 'Error'), deleted(31)), ['failed', 20]);
});

test('a pod that finishes after its deletion was requested is deleted, at its finish', (t) => {
  t.deepEqual(endOf(terminating(20), finished(22, 'Succeeded'), deleted(23)), ['deleted', 22]);
  t.deepEqual(endOf(terminating(20), finished(50, 'Failed', 'Error'), deleted(51)), ['deleted', 50]);
});

for (const reason of [
  'PreemptionByScheduler',
  'DeletionByTaintManager',
  'EvictionByEvictionAPI',
  'DeletionByPodGC',
  'Preempted',
]) {
  test(`a pod that finishes after ${reason} is evicted`, (t) => {
    const lines = [disrupted(20, reason), terminating(20), finished(21, 'Succeeded')];
    t.deepEqual(endOf(...lines, deleted(22)), ['evicted', 21]);
    t.deepEqual(endOf(disrupted(20, reason), deleted(22)), ['evicted', 22]);
  });
}

test('a pod that a kubelet evicts or shuts down is evicted', (t) => {
  t.deepEqual(endOf(disrupted(20, 'TerminationByKubelet'), finished(20, 'Failed', 'Evicted')), [
    'evicted',
    20,
  ]);
  t.deepEqual(endOf(finished(20, 'Failed', 'Terminated')), ['evicted', 20]);
  t.deepEqual(endOf(finished(20, 'Failed', 'NodeShutdown')), ['evicted', 20]);
});

test('a pod whose node was removed is evicted', (t) => {
  t.deepEqual(endOf(deleted(22, 'node removed')), ['evicted', 22]);
});

test('a disruption that nothing followed for two minutes ends no pod', (t) => {
  t.deepEqual(endOf(disrupted(20, 'PreemptionByScheduler'), terminating(200), deleted(201)), [
    'deleted',
    201,
  ]);
  t.deepEqual(endOf(disrupted(20, 'PreemptionByScheduler'), finished(200, 'Failed', 'Error')), [
    'failed',
    200,
  ]);
});

test('a container that was killed for its memory disrupts no pod', (t) => {
  t.deepEqual(endOf(disrupted(20, 'OOMKilling'), finished(21, 'Failed', 'OOMKilled')), ['failed', 21]);
});

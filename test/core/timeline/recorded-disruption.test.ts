/** Who ended a pod of a recording. */
import test from 'ava';
import { causeOf, recordedDisruption } from '../../../src/core/timeline/recorded-disruption.ts';

for (const [reason, cause] of [
  ['PreemptionByScheduler', 'preemption'],
  ['Preempted', 'preemption'],
  ['EvictionByEvictionAPI', 'eviction'],
  ['DeletionByTaintManager', 'node'],
  ['TaintManagerEviction', 'node'],
  ['DeletionByPodGC', 'node'],
  ['node removed', 'node'],
  ['TerminationByKubelet', 'kubelet'],
  ['Completed', undefined],
  ['OOMKilled', undefined],
] as const) {
  test(`${reason} is caused by: ${cause ?? 'the pod itself'}`, (t) => {
    t.is(causeOf(reason), cause);
  });
}

test('a disruption counts at the requested deletion, or at the end without one', (t) => {
  const disrupted = { at: 10, reason: 'EvictionByEvictionAPI' };
  t.like(recordedDisruption({ disrupted, terminatingAt: 12, endedAt: 30, isFailed: false }), { at: 12 });
  t.like(recordedDisruption({ disrupted, endedAt: 30, isFailed: false }), { at: 30, cause: 'eviction' });
  t.is(recordedDisruption({ disrupted, isFailed: false }), undefined, 'it goes on');
});

test('a disruption that nothing follows for two minutes did not end the pod', (t) => {
  const disrupted = { at: 0, reason: 'EvictionByEvictionAPI' };
  t.is(recordedDisruption({ disrupted, endedAt: 121e6, isFailed: false }), undefined);
});

test('node pressure and shutdowns are the doing of the kubelet; a failure by itself is not', (t) => {
  t.like(recordedDisruption({ endedAt: 5, isFailed: true, endReason: 'Evicted' }), {
    cause: 'kubelet',
    reason: 'TerminationByKubelet',
  });
  t.is(recordedDisruption({ endedAt: 5, isFailed: true, endReason: 'OOMKilled' }), undefined);
});

test('somebody with a reason of their own evicts', (t) => {
  const disrupted = { at: 1, reason: 'CostController' };
  t.like(recordedDisruption({ disrupted, endedAt: 2, isFailed: false }), { cause: 'eviction' });
});

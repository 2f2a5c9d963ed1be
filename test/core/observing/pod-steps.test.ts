/** Tests of reading from the last state of a pod how it ended. */
import test from 'ava';
import type { PodStatus } from '../../../src/core/observing/pod-object.ts';
import { endOf } from '../../../src/core/observing/pod-steps.ts';
import { ended, podObject, RUNS } from './pod-states.ts';

const end = (status: PodStatus) => endOf(podObject({ node: 'w', status }));

test('a running pod has no end, also if a container ended', (t) => {
  t.is(end({ phase: 'Running', containerStatuses: [ended(1, 'Error')] }), undefined);
});

test('a pod that succeeded has the code and reason of its first container', (t) => {
  const containerStatuses = [ended(0, 'Completed'), ended(0, 'Other')];
  t.deepEqual(end({ phase: 'Succeeded', containerStatuses }), {
    phase: 'Succeeded',
    reason: 'Completed',
    exitCode: 0,
  });
});

test('a pod that failed has the code and reason of the first container that failed', (t) => {
  const containerStatuses = [ended(0, 'Completed'), ended(137, 'OOMKilled'), ended(1, 'Error')];
  t.deepEqual(end({ phase: 'Failed', containerStatuses }), {
    phase: 'Failed',
    reason: 'OOMKilled',
    exitCode: 137,
  });
});

test("the pod's own reason takes precedence over those of its containers", (t) => {
  const containerStatuses = [ended(143, 'Error')];
  t.deepEqual(end({ phase: 'Failed', reason: 'DeadlineExceeded', containerStatuses }), {
    phase: 'Failed',
    reason: 'DeadlineExceeded',
    exitCode: 143,
  });
});

test('a failed init container counts if no container ended', (t) => {
  const containerStatuses = [{ state: { waiting: { reason: 'PodInitializing' } } }];
  const initContainerStatuses = [ended(0, 'Completed'), ended(2, 'Error')];
  t.deepEqual(end({ phase: 'Failed', containerStatuses, initContainerStatuses }), {
    phase: 'Failed',
    reason: 'Error',
    exitCode: 2,
  });
});

test('a sidecar that was killed at the end does not count', (t) => {
  const initContainerStatuses = [ended(137, 'Error')];
  t.deepEqual(
    end({ phase: 'Succeeded', containerStatuses: [ended(0, 'Completed')], initContainerStatuses }),
    { phase: 'Succeeded', reason: 'Completed', exitCode: 0 },
  );
});

test('an init container that succeeded does not show how the pod failed', (t) => {
  t.deepEqual(end({ phase: 'Failed', reason: 'Evicted', initContainerStatuses: [ended(0, 'Completed')] }), {
    phase: 'Failed',
    reason: 'Evicted',
  });
});

test('an end without details has only a phase', (t) => {
  t.deepEqual(end({ phase: 'Failed', reason: '', containerStatuses: null }), { phase: 'Failed' });
  t.deepEqual(end({ phase: 'Failed', containerStatuses: [RUNS] }), { phase: 'Failed' });
});

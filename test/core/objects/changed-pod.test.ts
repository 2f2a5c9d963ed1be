/** Changes of pods that exist. */
import test from 'ava';
import { changedPod } from '../../../src/core/objects/changed-pod.ts';
import type { PodTemplate } from '../../../src/core/objects/pod.ts';

const POD: PodTemplate = {
  metadata: { labels: { app: 'web', old: 'yes' } },
  spec: {
    schedulingGates: [{ name: 'a' }, { name: 'b' }],
    containers: [{ name: 'x', resources: { requests: { cpu: 1, memory: '1Gi' } } }, { name: 'y' }],
  },
};

test('a gate falls away and the others stay', (t) => {
  t.deepEqual(changedPod(POD, { ungate: ['a'] }).spec.schedulingGates, [{ name: 'b' }]);
});

test('labels are set, and null removes one', (t) => {
  t.deepEqual(changedPod(POD, { labels: { app: 'api', old: null } }).metadata?.labels, { app: 'api' });
});

test('a resize changes the first container, or the named one, and keeps what it does not name', (t) => {
  const first = changedPod(POD, { resize: { requests: { cpu: 2 } } }).spec.containers;
  t.deepEqual(first[0]!.resources?.requests, { cpu: 2, memory: '1Gi' });
  const second = changedPod(POD, { resize: { container: 'y', limits: { cpu: 3 } } }).spec.containers;
  t.is(second[0], POD.spec.containers[0]);
  t.deepEqual(second[1]!.resources?.limits, { cpu: 3 });
});

test('equal changes of one template give one object', (t) => {
  t.is(changedPod(POD, { ungate: ['a'] }), changedPod(POD, { ungate: ['a'] }));
  t.not(changedPod(POD, { ungate: ['a'] }), changedPod(POD, { ungate: ['b'] }));
});

/** Pods of a recording are planned with what decides about them: labels, owners, volumes, and changes of labels and gates. */
import test from 'ava';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { collectRecordedPods } from '../../../src/core/timeline/recorded-pods.ts';

const GATED = { spec: { containers: [], schedulingGates: [{ name: 'a' }, { name: 'b' }] } };
const HALF = { spec: { containers: [], schedulingGates: [{ name: 'b' }] } };
const OPEN = { spec: { containers: [] } };
const TEMPLATES: readonly Observation[] = [
  { at: 0, kind: 'template', hash: 'gated', template: GATED },
  { at: 0, kind: 'template', hash: 'half', template: HALF },
  { at: 0, kind: 'template', hash: 'open', template: OPEN },
];
const CREATED = { at: 1, kind: 'pod-created', uid: 'u', namespace: 'n', name: 'p' } as const;

function planned(...observations: readonly Observation[]) {
  const pods = collectRecordedPods();
  for (const each of [...TEMPLATES, ...observations]) pods.observe(each);
  return { pods, planned: pods.planned() };
}

test('a pod has its labels, owners and volumes', (t) => {
  const owners = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'r' }];
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data-0' } }];
  const created = { ...CREATED, template: 'open', labels: { app: 'web' }, owners, volumes };
  const { planned: actions, pods } = planned(created, { ...created, uid: 'v', name: 'q' });
  const [first, second] = actions.flatMap(({ action }) => (action.kind === 'create-pod' ? action.pod : []));
  t.like(first, { labels: { app: 'web' }, owners, template: { spec: { volumes } } });
  t.is(second?.template, first?.template);
  t.false(pods.lacksDeciding);
});

test('removed gates and changed labels are changes of the pod, at their times', (t) => {
  const { planned: actions } = planned(
    { ...CREATED, template: 'gated', labels: { app: 'web', tier: 'a' } },
    { at: 2, kind: 'pod-changed', uid: 'u', template: 'half' },
    { at: 3, kind: 'pod-changed', uid: 'u', template: 'open', labels: { app: 'shop' } },
  );
  t.deepEqual(
    actions.slice(1).map(({ at, action }) => [at, action.kind === 'update-pod' && action.change]),
    [
      [2, { ungate: ['a'] }],
      [3, { ungate: ['b'], labels: { tier: null, app: 'shop' } }],
    ],
  );
});

test('a recording without labels is noticed where labels decide', (t) => {
  const owners = [{ kind: 'ReplicaSet', name: 'web' }];
  t.true(planned({ ...CREATED, template: 'open', owners }).pods.lacksDeciding);
  t.false(planned({ ...CREATED, template: 'open' }).pods.lacksDeciding);
  t.false(planned({ ...CREATED, template: 'open', owners, labels: {} }).pods.lacksDeciding);
});

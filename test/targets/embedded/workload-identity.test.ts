/** The objects of a workload select the pods that its controller creates, and the pods name them as their owners. */
import test from 'ava';
import { compileLabelSelector } from '../../../src/core/objects/label-selector.ts';
import type { WorkloadKind } from '../../../src/core/scenario/scenario.ts';
import type { PlannedWorkload } from '../../../src/core/timeline/timeline-event.ts';
import { workloadIdentity } from '../../../src/targets/embedded/workload-identity.ts';

const AT_ONCE = { family: 'constant', value: 0 } as const;

function planned(kind: WorkloadKind, labels?: Record<string, string>): PlannedWorkload {
  return {
    ...{ kind, namespace: 'default', name: 'w', lifetime: null, end: 'deleted' },
    ...{ started: AT_ONCE, perStart: 0, ready: AT_ONCE, terminated: AT_ONCE },
    template: { ...(labels && { metadata: { labels } }), spec: { containers: [{}] } },
    job: kind === 'Job' ? { completions: 3, backoffLimit: 6 } : undefined,
    strategy: { type: 'RollingUpdate', maxSurge: '25%', maxUnavailable: '25%' },
    position: { file: 'a.yaml' },
  };
}

for (const kind of ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'] as const) {
  for (const labels of [{ app: 'web' }, undefined]) {
    test(`a ${kind} ${labels ? 'with' : 'without'} labels selects its pods and owns them`, (t) => {
      const identity = workloadIdentity(planned(kind, labels));
      const [controller] = identity.objects(3);
      const matches = compileLabelSelector(controller?.spec?.selector);
      t.true(matches({ ...labels, ...identity.labels(0) }));
      t.false(matches({ app: 'other' }));
      const [owner] = identity.owners;
      t.like(owner, { kind: controller!.kind, name: controller!.metadata.name, controller: true });
      t.is(owner?.uid, controller?.metadata.uid);
    });
  }
}

test('two Deployments with equal labels do not select the pods of each other', (t) => {
  const one = workloadIdentity(planned('Deployment', { app: 'web' }));
  const other = workloadIdentity({
    ...planned('Deployment', { app: 'web' }),
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{}, {}] } },
  });
  const matches = compileLabelSelector(one.objects(1)[0]?.spec?.selector);
  t.false(matches({ app: 'web', ...other.labels(0) }));
});

test('a Deployment owns its pods through a ReplicaSet of the same number of replicas', (t) => {
  const identity = workloadIdentity(planned('Deployment', { app: 'web' }));
  t.deepEqual(
    identity.objects(4).map(({ kind, spec }) => [kind, spec?.replicas]),
    [
      ['ReplicaSet', 4],
      ['Deployment', 4],
    ],
  );
  t.deepEqual(
    identity.owners.map(({ kind }) => kind),
    ['ReplicaSet', 'Deployment'],
  );
});

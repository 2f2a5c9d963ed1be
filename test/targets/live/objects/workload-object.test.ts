/** Workloads become the objects whose controllers create their pods. */
import test from 'ava';
import type { PlannedWorkload } from '../../../../src/core/timeline/timeline-event.ts';
import { adaptTemplate } from '../../../../src/targets/live/objects/adapt-template.ts';
import {
  scalePatch,
  workloadObject,
  workloadsPath,
} from '../../../../src/targets/live/objects/workload-object.ts';

const WORKLOAD: PlannedWorkload = {
  kind: 'Deployment',
  namespace: 'default',
  name: 'web',
  template: {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'main', image: 'web:1' }] },
  },
  lifetime: null,
  end: 'deleted',
  started: { family: 'constant', value: 1 },
  perStart: 0,
  ready: { family: 'constant', value: 1 },
  terminated: { family: 'constant', value: 0 },
  job: undefined,
  strategy: { type: 'RollingUpdate', maxSurge: '25%', maxUnavailable: '25%' },
  position: { file: 'test.yaml' },
};
const adapted = adaptTemplate(WORKLOAD.template, {
  run: 'abc',
  isConfined: false,
  priorityClasses: new Set(),
  runtimeClasses: new Set(),
});
const object = (change: Partial<PlannedWorkload>) =>
  workloadObject({ ...WORKLOAD, ...change }, 'keg-abc-default', adapted, 'abc', 3);

test('a Deployment selects its pods by a label that no other workload has', (t) => {
  t.like(object({}), {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'keg-abc-default', labels: { 'keg.dev/run': 'abc' } },
    spec: {
      replicas: 3,
      selector: { matchLabels: { 'keg.dev/workload': 'Deployment.web' } },
      template: {
        metadata: {
          labels: { app: 'web', 'keg.dev/run': 'abc', 'keg.dev/workload': 'Deployment.web' },
          annotations: { 'keg.dev/workload': 'Deployment/web' },
        },
        spec: { restartPolicy: 'Always' },
      },
    },
  });
});

test('a Job has completions, parallelism and a backoff limit, and never restarts a container', (t) => {
  const job = { completions: 40, backoffLimit: 2 };
  t.like(object({ kind: 'Job', job }), {
    apiVersion: 'batch/v1',
    spec: {
      completions: 40,
      parallelism: 3,
      backoffLimit: 2,
      template: { spec: { restartPolicy: 'Never' } },
    },
  });
});

test('a name too long for a label is replaced by its hash', (t) => {
  const label = (name: string): string =>
    (object({ name }) as { spec: { selector: { matchLabels: Record<string, string> } } }).spec.selector
      .matchLabels['keg.dev/workload']!;
  const [one, other] = [label(`${'x'.repeat(80)}1`), label(`${'x'.repeat(80)}2`)];
  t.true(one.length <= 63);
  t.not(one, other);
});

test('scaling patches the field of its kind', (t) => {
  t.deepEqual(scalePatch('StatefulSet', 5), { spec: { replicas: 5 } });
  t.deepEqual(scalePatch('Job', 5), { spec: { parallelism: 5 } });
  t.is(scalePatch('DaemonSet', 5), undefined);
  t.is(workloadsPath('Job', 'n'), '/apis/batch/v1/namespaces/n/jobs');
  t.is(workloadsPath('ReplicaSet', 'n'), '/apis/apps/v1/namespaces/n/replicasets');
});

/** Pods change as little as possible before an API server gets them, and each change is reported. */
import test from 'ava';
import type { PodTemplate } from '../../../../src/core/objects/pod.ts';
import { adaptTemplate, runPriority } from '../../../../src/targets/live/objects/adapt-template.ts';

const TO = {
  run: 'abc123',
  isConfined: false,
  priorityClasses: new Set<string>(),
  runtimeClasses: new Set<string>(),
};
const PLAIN: PodTemplate = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'main', image: 'web:1', resources: { requests: { cpu: '1' } } }] },
};

test('a plain pod keeps all that scheduling reads, and gets the label of the run', (t) => {
  const { spec, labels } = adaptTemplate(PLAIN, TO);
  t.deepEqual(labels, { app: 'web', 'keg.dev/run': 'abc123' });
  t.deepEqual(spec, {
    ...PLAIN.spec,
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
  } as typeof spec);
});

test('every change is reported in a sentence', (t) => {
  const spec = {
    containers: [{ volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    serviceAccountName: 'robot',
    runtimeClassName: 'gvisor',
    nodeSelector: { disk: 'ssd' },
  } as unknown as PodTemplate['spec'];
  const adapted = adaptTemplate({ spec }, { ...TO, isConfined: true });
  t.like(adapted.spec, {
    containers: [{ name: 'container-0', image: 'registry.k8s.io/pause:3.10' }],
    nodeSelector: { disk: 'ssd', 'keg.dev/run': 'abc123' },
    tolerations: [{ key: 'keg.dev/run', operator: 'Equal', value: 'abc123', effect: 'NoSchedule' }],
  });
  const fields = Object.keys(adapted.spec);
  t.false(fields.some((field) => /volumes|serviceAccount|runtimeClass/.test(field)));
  for (const word of [
    'volumes',
    'serviceAccountName',
    'runtimeClassName',
    'image',
    'nodeSelector',
    'terminationGracePeriodSeconds',
  ])
    t.true(
      adapted.changes.some((sentence) => sentence.includes(word)),
      word,
    );
  t.deepEqual(adapted.changes, [...new Set(adapted.changes)]);
});

test('the copy that kubectl keeps in an annotation is not sent', (t) => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', team: 'blue' };
  t.deepEqual(adaptTemplate({ ...PLAIN, metadata: { annotations } }, TO).annotations, { team: 'blue' });
});

test('a priority goes through a PriorityClass of the run', (t) => {
  const template = { spec: { ...PLAIN.spec, priority: -5, preemptionPolicy: 'Never' } };
  const { spec } = adaptTemplate(template, TO);
  t.is(spec.priorityClassName, 'keg-abc123-minus-5-never');
  t.is(spec.priority, undefined);
  t.deepEqual(runPriority(template.spec, 'abc123'), {
    name: 'keg-abc123-minus-5-never',
    value: -5,
    preemptionPolicy: 'Never',
  });
});

test('a class that the cluster lacks is left out, with a report', (t) => {
  const template = { spec: { ...PLAIN.spec, priorityClassName: 'high' } };
  t.is(adaptTemplate(template, { ...TO, priorityClasses: new Set(['high']) }).spec.priorityClassName, 'high');
  const without = adaptTemplate(template, TO);
  t.is(without.spec.priorityClassName, undefined);
  t.true(without.changes.some((sentence) => sentence.includes('priorityClassName high')));
});

test('a runtime class of the scenario is named as the run created it, any other is left out', (t) => {
  const template = { spec: { ...PLAIN.spec, runtimeClassName: 'kata' } };
  const own = adaptTemplate(template, { ...TO, runtimeClasses: new Set(['kata']) });
  t.is(own.spec.runtimeClassName, 'keg-abc123-kata');
  const other = adaptTemplate(template, TO);
  t.is(other.spec.runtimeClassName, undefined);
  t.true(other.changes.includes('runtimeClassName is left out'));
});

/** Warnings about objects: names that nothing defines, and objects without an effect. */
import test from 'ava';
import { loadScenario } from '../../../../src/core/scenario/load-scenario.ts';

const NODE = 'nodes: [{name: n, template: {allocatable: {cpu: 4}}}]';

const warnings = (objects: string, pods: string, events = '') =>
  loadScenario(
    `cluster: {${NODE}, objects: [${objects}]}\nevents: {pods: [${pods}]${events}}\n`,
    'a.yaml',
  ).problems.map(({ code, message }) => `${code}: ${message}`);

const pod = (rest: string) =>
  `{name: p, arrivalTime: 1s, podSpec: {metadata: {labels: {app: web}}, spec: {containers: [{name: m}]${rest}}}}`;

const CLAIM = (rest = '') =>
  `{kind: PersistentVolumeClaim, metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]${rest}}}`;
const MOUNT = ', volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]';

test('a claim that nothing defines is named', (t) => {
  t.deepEqual(warnings('', pod(MOUNT)), [
    'unknown-object: pod "p" waits for PersistentVolumeClaim "default/data", which nothing defines',
  ]);
  t.deepEqual(warnings(CLAIM(), pod(MOUNT)), []);
});

test('a storage class that nothing defines is named, unless a volume has it', (t) => {
  const claim = CLAIM(', storageClassName: fast');
  t.deepEqual(warnings(claim, pod(MOUNT)), [
    'unknown-object: PersistentVolumeClaim "default/data" has StorageClass "fast", which nothing defines',
  ]);
  const fast = '{kind: StorageClass, metadata: {name: fast}, provisioner: x}';
  t.deepEqual(warnings(`${claim}, ${fast}`, pod(MOUNT)), []);
  const volume = '{kind: PersistentVolume, metadata: {name: v}, spec: {storageClassName: fast}}';
  t.deepEqual(warnings(`${claim}, ${volume}`, pod(MOUNT)), []);
});

test('a budget that matches no pod is named', (t) => {
  const budget = (app: string) =>
    `{kind: PodDisruptionBudget, metadata: {name: b}, spec: {minAvailable: 1, selector: {matchLabels: {app: ${app}}}}}`;
  t.deepEqual(warnings(budget('wbe'), pod('')), [
    'idle-object: PodDisruptionBudget "default/b" matches no pod of the scenario',
  ]);
  t.deepEqual(warnings(budget('web'), pod('')), []);
});

test('a second object of one name, and one that is removed without being there, are named', (t) => {
  const service = '{kind: Service, metadata: {name: s}}';
  const [first] = warnings(`${service}, ${service}`, pod(''));
  t.regex(first!, /^duplicate-object: a second Service called "default\/s" \(the first is at a.yaml:1:/);
  t.deepEqual(
    warnings(service, pod(''), ', objects: [{at: 1s, action: remove, kind: Service, name: other}]'),
    ['unknown-object: removes Service "default/other", which does not exist'],
  );
});

test('a change of a pod that does not exist yet, or never, is named', (t) => {
  const change = (name: string, at: string) =>
    `{name: ${name}, arrivalTime: ${at}, update: {labels: {a: b}}}`;
  t.deepEqual(
    warnings('', `${pod('')}, ${change('p', '500ms')}, ${change('q', '2s')}, ${change('p', '2s')}`),
    [
      'updates-no-pod: changes pod "default/p" at 500ms, but it is created at 1s',
      'updates-no-pod: changes pod "default/q" at 2s, but no entry creates it',
    ],
  );
});

test('the tolerations of a runtime class are not called idle', (t) => {
  const kata =
    '{kind: RuntimeClass, metadata: {name: kata}, handler: k, scheduling: {tolerations: [{key: vm, operator: Exists}]}}';
  t.deepEqual(warnings(kata, pod(', runtimeClassName: kata')), []);
});

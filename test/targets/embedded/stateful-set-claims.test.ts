/** Pods of a StatefulSet get the claims of its volumeClaimTemplates, and find them again. */
import test from 'ava';
import type { PersistentVolumeClaim } from '../../../src/core/objects/cluster-object.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { observed, placements, type Run, storyOf } from './small-play.ts';

const ZONE = 'topology.kubernetes.io/zone';

const cluster = (mode: string) => `cluster:
  nodes:
    - {name: a, template: {labels: {${ZONE}: x}, allocatable: {cpu: 1, memory: 4Gi}}}
    - {name: b, template: {labels: {${ZONE}: y}, allocatable: {cpu: 8, memory: 4Gi}}}
  objects:
    - {kind: StorageClass, metadata: {name: disk}, provisioner: disk.example.com, volumeBindingMode: ${mode}, allowedTopologies: [{matchLabelExpressions: [{key: ${ZONE}, values: [x, y]}]}]}
`;
const set = (rest = '', events = '') => `events:
  workloads:
    - {at: 1s, kind: StatefulSet, name: db, replicas: 2, template: small, volumeClaimTemplates: [{metadata: {name: data, labels: {of: me}}, spec: {storageClassName: disk, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]${rest}}
${events}`;

const claims = ({ observations }: Run) =>
  observations.flatMap((each) =>
    each.kind === 'object-set' && each.object.kind === 'PersistentVolumeClaim' ? [each.object] : [],
  );

test('each pod gets its claim before it is created, and the volume of the template', (t) => {
  const run = observed(cluster('WaitForFirstConsumer') + set());
  const [first] = claims(run);
  t.like(first, {
    metadata: { name: 'data-db-0', namespace: 'default', labels: { of: 'me', 'keg.dev/workload': 'db' } },
    spec: { storageClassName: 'disk' },
  });
  const kinds = run.observations
    .filter(({ at }) => at === 1_000_000)
    .flatMap((each) => (each.kind === 'object-set' ? each.object.kind : each.kind));
  t.deepEqual(kinds.slice(0, 4), ['StatefulSet', 'PersistentVolumeClaim', 'template', 'pod-created']);
  const volumes = run.observations.flatMap((each) =>
    each.kind === 'template' ? (each.template.spec.volumes ?? []) : [],
  );
  t.deepEqual(
    volumes.map(({ name, persistentVolumeClaim }) => [name, persistentVolumeClaim?.claimName]),
    [
      ['data', 'data-db-0'],
      ['data', 'data-db-1'],
    ],
  );
  t.deepEqual(Object.keys(placements(run)), ['db-0', 'db-1']);
  const bound = claims(run).filter(({ spec }: PersistentVolumeClaim) => spec?.volumeName);
  t.deepEqual([...new Set(bound.map(({ metadata }) => metadata.name))], ['data-db-0', 'data-db-1']);
});

test('a claim stays when its pod goes, and holds the pod that comes again in its zone', (t) => {
  const scaled = `    - {at: 10s, kind: StatefulSet, name: db, replicas: 0}
    - {at: 20s, kind: StatefulSet, name: db, replicas: 2}
  nodes: [{at: 15s, action: cordon, name: b}]
`;
  const run = observed(cluster('WaitForFirstConsumer') + set('', scaled));
  t.is(new Set(claims(run).map(({ metadata }) => metadata.name)).size, 2);
  t.false(run.observations.some(({ kind }) => kind === 'object-removed'));
  // Node b has more room, so the volume is there.
  t.deepEqual(storyOf('db-0', run).at(-1), '20.001s unschedulable');
});

test('a claim of an immediate class has its volume before its pod is scheduled', (t) => {
  const run = observed(cluster('Immediate') + set());
  t.is(placements(run)['db-0'], '1.011s a');
  // The volumes are in zone x, where one pod has room.
  t.is(placements(run)['db-1'], undefined);
});

test('a volume of the template gives way to the claim of the same name', (t) => {
  const run = observed(
    `${cluster('WaitForFirstConsumer')}${set()}`.replace(
      'template: small',
      'podSpec: {spec: {volumes: [{name: data, emptyDir: {}}, {name: tmp, emptyDir: {}}], containers: [{}]}}',
    ),
  );
  const template = run.observations.find((each) => each.kind === 'template');
  t.deepEqual(template?.kind === 'template' && template.template.spec.volumes, [
    { name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } },
    { name: 'tmp', emptyDir: {} },
  ]);
});

test('claim templates belong to the first entry of a StatefulSet', (t) => {
  const head = 'templates: {small: {spec: {containers: [{}]}}}\n';
  const problems = (text: string) =>
    loadScenario(head + text, 'a.yaml').problems.map(({ code, message }) => `${code} ${message}`);
  const all = cluster('Immediate') + set();
  t.deepEqual(problems(all), []);
  t.regex(
    problems(all.replace('StatefulSet', 'Deployment')).join(),
    /conflicting-keys events\.workloads\[0\]\.volumeClaimTemplates: goes with a StatefulSet, not with a Deployment/,
  );
  t.regex(
    problems(
      cluster('Immediate') +
        set(
          '',
          '    - {at: 2s, kind: StatefulSet, name: db, replicas: 1, volumeClaimTemplates: [{metadata: {name: x}}]}\n',
        ),
    ).join(),
    /volumeClaimTemplates: belongs in the entry that creates the StatefulSet/,
  );
  t.regex(
    problems(all.replace('storageClassName: disk', 'storageClassName: dusk')).join(),
    /unknown-object claim "data" of StatefulSet "db" has StorageClass "dusk", .*did you mean "disk"/,
  );
});

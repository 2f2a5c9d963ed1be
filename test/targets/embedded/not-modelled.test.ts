/** Nobody is left to believe that the model knows what it does not. */
import test from 'ava';
import { notModelled } from '../../../src/targets/embedded/not-modelled.ts';
import { playOf } from './small-play.ts';

function said(...specs: readonly string[]): string[] {
  const entries = specs.map(
    (spec, index) => `{name: p${index}, arrivalTime: 0s, podSpec: {spec: {containers: [{}], ${spec}}}}`,
  );
  return notModelled(playOf(`events: {pods: [${entries.join(', ')}]}`).timeline);
}

test('nothing is said of pods that ask for nothing special', (t) => {
  t.deepEqual(
    said('nodeSelector: {disk: ssd}', 'tolerations: [{operator: Exists}]', 'topologySpreadConstraints: []'),
    [],
  );
});

for (const [spec, feature] of [
  [
    'topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]',
    'topologySpreadConstraints',
  ],
  [
    'affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone}]}}',
    'pod affinity or anti-affinity',
  ],
  ['schedulingGates: [{name: wait}]', 'scheduling gates'],
  ['volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]', 'volume claims'],
] as const) {
  test(`${feature}: one sentence, however many pods`, (t) => {
    const sentences = said(spec, spec, 'priority: 0');
    t.is(sentences.length, 1);
    t.true(sentences[0]!.startsWith(`pods with ${feature}: not modelled by the embedded scheduler`));
  });
}

test('pods of different priority: that nothing is preempted is said', (t) => {
  t.deepEqual(said('priority: 5', 'priority: 5'), []);
  t.regex(said('priority: 5', 'priority: 6')[0]!, /nothing is preempted/);
});

test('workloads count as well', (t) => {
  const { timeline } = playOf(
    'events: {workloads: [{at: 0s, kind: Deployment, name: web, replicas: 1, podSpec: {spec: {containers: [{}], schedulingGates: [{name: g}]}}}]}',
  );
  t.is(notModelled(timeline).length, 1);
});

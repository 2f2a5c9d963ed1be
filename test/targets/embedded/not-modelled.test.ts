/** The embedded target reports what its scheduler does not model. */
import test from 'ava';
import { notModelledProblems } from '../../../src/targets/embedded/not-modelled.ts';
import { playOf } from './small-play.ts';

function messages(...specs: readonly string[]): string[] {
  const entries = specs.map(
    (spec, index) => `{name: p${index}, arrivalTime: 0s, podSpec: {spec: {containers: [{}], ${spec}}}}`,
  );
  const problems = notModelledProblems(playOf(`events: {pods: [${entries.join(', ')}]}`).timeline);
  return problems.map(({ message }) => message);
}

test('pods without special features cause no problem', (t) => {
  t.deepEqual(
    messages(
      'nodeSelector: {disk: ssd}',
      'tolerations: [{operator: Exists}]',
      'topologySpreadConstraints: []',
    ),
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
  test(`${feature} is one problem, however many pods use it`, (t) => {
    const sentences = messages(spec, spec, 'priority: 0');
    t.is(sentences.length, 1);
    t.true(sentences[0]!.startsWith(`pods with ${feature}: not modelled by the embedded scheduler`));
  });
}

test('pods of different priority are reported, since nothing is preempted', (t) => {
  t.deepEqual(messages('priority: 5', 'priority: 5'), []);
  t.regex(messages('priority: 5', 'priority: 6')[0]!, /nothing is preempted/);
});

test('the pods of workloads count', (t) => {
  const { timeline } = playOf(
    'events: {workloads: [{at: 0s, kind: Deployment, name: web, replicas: 1, podSpec: {spec: {containers: [{}], schedulingGates: [{name: g}]}}}]}',
  );
  t.is(notModelledProblems(timeline).length, 1);
});

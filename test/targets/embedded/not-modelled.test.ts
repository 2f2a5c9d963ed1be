/** The embedded target reports what pods ask for and it does not model, with the number of these pods. */
import test from 'ava';
import { notModelledProblems } from '../../../src/targets/embedded/not-modelled.ts';
import { playOf } from './small-play.ts';

const problemsOf = (...specs: readonly string[]) => {
  const entries = specs.map(
    (spec, index) => `{name: p${index}, arrivalTime: 0s, podSpec: {spec: {containers: [{}], ${spec}}}}`,
  );
  return notModelledProblems(playOf(`events: {pods: [${entries.join(', ')}]}`).timeline);
};

test('pods that ask for nothing special cause no problem', (t) => {
  t.deepEqual(
    problemsOf(
      'nodeSelector: {disk: ssd}',
      'tolerations: [{operator: Exists}]',
      'topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]',
      'priority: 5',
    ),
    [],
  );
});

test('a feature that is not modelled is one problem with the number of pods that use it', (t) => {
  const deadline = 'activeDeadlineSeconds: 60';
  const problems = problemsOf(deadline, deadline, 'priority: 0');
  t.deepEqual(problems, [
    {
      code: 'not-modelled',
      severity: 'warning',
      message: '2 pods with activeDeadlineSeconds: not modelled, the deadline does not end them',
      pods: 2,
    },
  ]);
});

test('a workload counts with the most pods that it wants', (t) => {
  const spec = 'podSpec: {spec: {containers: [{}], activeDeadlineSeconds: 5}}';
  const { timeline } = playOf(
    `duration: 60s\nevents: {workloads: [{at: 0s, kind: Deployment, name: w, replicas: 2, ${spec}}, {at: 9s, kind: Deployment, name: w, replicas: 7}, {at: 10s, kind: Deployment, name: w, replicas: 1}]}`,
  );
  t.is(notModelledProblems(timeline)[0]?.pods, 7);
});

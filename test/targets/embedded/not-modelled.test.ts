/** The embedded target reports what pods ask for and it does not model, with the number of these pods. */
import test from 'ava';
import { notModelledProblems } from '../../../src/targets/embedded/not-modelled.ts';
import { playOf } from './small-play.ts';

const problemsOf = (...specs: readonly string[]) => {
  const entries = specs.map(
    (spec, index) => `{name: p${index}, arrivalTime: 0s, podSpec: {spec: {containers: [{}], ${spec}}}}`,
  );
  return notModelledProblems(playOf(`events: {pods: [${entries.join(', ')}]}`));
};

const BY_ZONE =
  'topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, matchLabelKeys: [topology.kubernetes.io/zone], labelSelector: {}}]';

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
  const problems = problemsOf(BY_ZONE, BY_ZONE, 'priority: 0');
  t.deepEqual(problems, [
    {
      code: 'not-modelled',
      severity: 'warning',
      message:
        '2 pods with selectors of the zone or region of pods: not modelled, pods do not get these labels from their nodes, as they do from Kubernetes 1.35 on',
      pods: 2,
    },
  ]);
});

test('a workload counts with the most pods that it wants', (t) => {
  const spec = `podSpec: {spec: {containers: [{}], ${BY_ZONE}}}`;
  const play = playOf(
    `duration: 60s\nevents: {workloads: [{at: 0s, kind: Deployment, name: w, replicas: 2, ${spec}}, {at: 9s, kind: Deployment, name: w, replicas: 7}, {at: 10s, kind: Deployment, name: w, replicas: 1}]}`,
  );
  t.is(notModelledProblems(play)[0]?.pods, 7);
});

test('pods with resource claims are counted', (t) => {
  const [problem] = problemsOf('resourceClaims: [{name: gpu, resourceClaimTemplateName: one}]');
  t.like(problem, { code: 'not-modelled', pods: 1 });
  t.regex(problem!.message, /^1 pod with resource claims: not modelled/);
});

test('pods that name a scheduler of no profile are counted by its name', (t) => {
  const problems = problemsOf('schedulerName: volcano', 'schedulerName: volcano', 'priority: 1');
  t.like(problems[0], { code: 'no-profile', pods: 2 });
  t.regex(problems[0]!.message, /volcano/);
});

test('a plugin that a configuration names and that is not modelled is one problem', (t) => {
  const play = playOf('events: {pods: [{name: p, arrivalTime: 0s, podSpec: {spec: {containers: [{}]}}}]}');
  const configuration = { plugins: { multiPoint: { enabled: [{ name: 'GangScheduling' }] } } };
  const problems = notModelledProblems({ ...play, scheduler: { ...play.scheduler, configuration } });
  t.deepEqual(
    problems.map(({ message }) => message),
    ['plugin GangScheduling of profile default-scheduler: not modelled, it takes no part in decisions'],
  );
});

test('pods that select by the zone that other pods get from their nodes are counted', (t) => {
  const spread = (rest: string) =>
    `topologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule${rest}}]`;
  t.deepEqual(problemsOf(spread('')), []);
  const [problem] = problemsOf(spread(', labelSelector: {}, matchLabelKeys: [topology.kubernetes.io/zone]'));
  t.like(problem, { code: 'not-modelled', pods: 1 });
});

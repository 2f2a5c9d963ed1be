/** What of a DeschedulerPolicy is played, and what is said to be left out. */
import test from 'ava';
import { loadManifests } from '../../../../src/core/scenario/manifests/load-manifests.ts';

function policy(...profiles: readonly object[]) {
  const text = JSON.stringify({
    apiVersion: 'descheduler/v1alpha2',
    kind: 'DeschedulerPolicy',
    profiles: profiles.map((args, index) => ({
      name: `p${index}`,
      pluginConfig: [{ name: 'LowNodeUtilization', args }],
    })),
  });
  const { data, problems } = loadManifests([{ file: 'policy.yaml', text }]);
  const cluster = data?.cluster as { readonly descheduler?: object } | undefined;
  return {
    descheduler: cluster?.descheduler,
    said: problems.filter(({ code }) => code === 'not-modelled').map(({ message }) => message),
  };
}

const at = (lower: number, upper: number): object => ({
  useDeviationThresholds: true,
  thresholds: { cpu: lower, memory: lower },
  targetThresholds: { cpu: upper, memory: upper },
});

test('each profile is played with its own settings, in order', (t) => {
  const { descheduler, said } = policy(at(10, 20), at(30, 40));
  t.like(descheduler, {
    profiles: [{ thresholds: { lower: 10, upper: 20 } }, { thresholds: { lower: 30, upper: 40 } }],
  });
  t.deepEqual(said, []);
  t.like(policy(at(10, 20)).descheduler, { thresholds: { lower: 10, upper: 20 } });
});

test('a profile that is not modelled is named, and the others are played', (t) => {
  const { descheduler, said } = policy(
    { thresholds: { cpu: 20 }, targetThresholds: { cpu: 50 } },
    at(10, 20),
  );
  t.like(descheduler, { thresholds: { lower: 10, upper: 20 } });
  t.deepEqual(said, [
    'the profile p0 of the DeschedulerPolicy is not played: thresholds are modelled with useDeviationThresholds only',
  ]);
});

test('plugins that a profile does not enable are not played, and others are named', (t) => {
  const text = JSON.stringify({
    apiVersion: 'descheduler/v1alpha2',
    kind: 'DeschedulerPolicy',
    maxNoOfPodsToEvictPerNamespace: 2,
    profiles: [
      {
        name: 'one',
        pluginConfig: [{ name: 'LowNodeUtilization', args: at(10, 20) }],
        plugins: { balance: { enabled: ['RemoveDuplicates'] }, deschedule: { enabled: null } },
      },
      {
        name: 'two',
        pluginConfig: [{ name: 'LowNodeUtilization', args: at(30, 40) }, { name: 'DefaultEvictor' }],
        plugins: { balance: { enabled: ['LowNodeUtilization'] }, filter: { enabled: ['DefaultEvictor'] } },
      },
    ],
  });
  const { data, problems } = loadManifests([{ file: 'policy.yaml', text }]);
  t.like(data?.cluster, {
    descheduler: { maxNoOfPodsToEvictPerNamespace: 2, thresholds: { lower: 30, upper: 40 } },
  });
  t.deepEqual(
    problems.filter(({ code }) => code === 'not-modelled').map(({ message }) => message),
    ['of the DeschedulerPolicy RemoveDuplicates is not played'],
  );
});

test('thresholds that differ between resources are said to be one', (t) => {
  const { descheduler, said } = policy({
    useDeviationThresholds: true,
    thresholds: { cpu: 10, memory: 30 },
    targetThresholds: { cpu: 20, memory: 20 },
  });
  t.like(descheduler, { thresholds: { lower: 10, upper: 20 } });
  t.deepEqual(said, [
    'of the profile p0 of the DeschedulerPolicy the first of its thresholds, 10, counts for all resources: they differ',
  ]);
});

function written(...policies: readonly object[]) {
  const files = policies.map((keys, index) => ({
    file: `policy-${index}.yaml`,
    text: JSON.stringify({
      apiVersion: 'descheduler/v1alpha2',
      kind: 'DeschedulerPolicy',
      profiles: [{ name: 'p', pluginConfig: [{ name: 'LowNodeUtilization', args: at(10, 20) }] }],
      ...keys,
    }),
  }));
  const { data, problems } = loadManifests(files);
  return {
    descheduler: (data?.cluster as { readonly descheduler?: object } | undefined)?.descheduler,
    said: problems.filter(({ code }) => code === 'not-modelled').map(({ message }) => message),
  };
}

test('keys of a policy and of its plugins that are not played are named', (t) => {
  const evictor = { name: 'DefaultEvictor', args: { minReplicas: 2 } };
  const args = { ...at(10, 20), evictableNamespaces: { exclude: ['kube-system'] }, numberOfNodes: 3 };
  const { said } = written({
    nodeSelector: 'zone=a',
    metricsProviders: [{ source: 'Prometheus' }],
    gracePeriodSeconds: null,
    profiles: [{ name: 'p', pluginConfig: [{ name: 'LowNodeUtilization', args }, evictor] }],
  });
  t.deepEqual(said, [
    'of the DeschedulerPolicy nodeSelector is not played',
    'of the profile p of the DeschedulerPolicy evictableNamespaces, numberOfNodes and minReplicas of DefaultEvictor are not played',
  ]);
});

test('a limit that is no count, and thresholds that are no percentages, are said and left out', (t) => {
  const { descheduler, said } = written({ maxNoOfPodsToEvictTotal: '3', maxNoOfPodsToEvictPerNode: 1.5 });
  t.deepEqual(Object.keys(descheduler ?? {}), ['thresholds', 'resources']);
  t.deepEqual(said, [
    'of the DeschedulerPolicy maxNoOfPodsToEvictPerNode is not played: it is not a whole number, 0 or more',
    'of the DeschedulerPolicy maxNoOfPodsToEvictTotal is not played: it is not a whole number, 0 or more',
  ]);
  t.deepEqual(policy(at(500, 20)).said, [
    'the profile p0 of the DeschedulerPolicy is not played: its thresholds are not points of a percentage, 0 to 100',
  ]);
});

test('of two policies the first is played, and the second is named', (t) => {
  const { descheduler, said } = written({ maxNoOfPodsToEvictTotal: 1 }, { maxNoOfPodsToEvictTotal: 2 });
  t.like(descheduler, { maxNoOfPodsToEvictTotal: 1 });
  t.deepEqual(said, ['the DeschedulerPolicy is not played: there is one before it']);
});

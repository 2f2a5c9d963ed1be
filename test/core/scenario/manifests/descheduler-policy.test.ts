/** What of a DeschedulerPolicy is played, and what is said to be left out. */
import test from 'ava';
import { loadManifests } from '../../../../src/core/scenario/manifests/load-manifests.ts';

function policy(...profiles: readonly object[]) {
  const text = JSON.stringify({
    apiVersion: 'descheduler/v1alpha2',
    kind: 'DeschedulerPolicy',
    profiles: profiles.map((args) => ({ pluginConfig: [{ name: 'LowNodeUtilization', args }] })),
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

test('profiles with other thresholds than the first are said to be left out', (t) => {
  const { descheduler, said } = policy(at(10, 20), at(10, 20), at(30, 40));
  t.like(descheduler, { thresholds: { lower: 10, upper: 20 } });
  t.deepEqual(said, [
    'of the DeschedulerPolicy the first LowNodeUtilization is played, and not 1 profile with others',
  ]);
  t.deepEqual(policy(at(10, 20), at(10, 20)).said, []);
});

test('thresholds that differ between resources are said to be one', (t) => {
  const { descheduler, said } = policy({
    useDeviationThresholds: true,
    thresholds: { cpu: 10, memory: 30 },
    targetThresholds: { cpu: 20, memory: 20 },
  });
  t.like(descheduler, { thresholds: { lower: 10, upper: 20 } });
  t.deepEqual(said, [
    'of the DeschedulerPolicy the first of its thresholds, 10, counts for all resources: they differ',
  ]);
});

/** Which plugins run, in which order and with which weight, after a profile's changes. */
import test from 'ava';
import type { Profile } from '../../../../src/core/scheduler/configuration/profile.ts';
import { readConfiguration } from '../../../../src/core/scheduler/configuration/read-configuration.ts';
import { behaviourOf, type KubernetesVersion } from '../../../../src/core/scheduler/kubernetes-version.ts';

const read = (plugins: object, version: KubernetesVersion = '1.36') =>
  readConfiguration({ plugins }, behaviourOf(version)).profiles[0] as Profile;
const scores = (plugins: object) => read(plugins).scores.map(({ name, weight }) => `${name}=${weight}`);

test('the default filters run in kube-scheduler’s order', (t) => {
  t.deepEqual(read({}).points.filter, [
    'NodeUnschedulable',
    'NodeName',
    'TaintToleration',
    'NodeAffinity',
    'NodePorts',
    'NodeResourcesFit',
    'VolumeRestrictions',
    'NodeVolumeLimits',
    'VolumeBinding',
    'VolumeZone',
    'PodTopologySpread',
    'InterPodAffinity',
    'DynamicResources',
    'NodeDeclaredFeatures',
  ]);
});

test('the default scores and postFilters have their weights and order', (t) => {
  t.deepEqual(scores({}), [
    'TaintToleration=3',
    'NodeAffinity=2',
    'NodeResourcesFit=1',
    'VolumeBinding=1',
    'PodTopologySpread=2',
    'InterPodAffinity=2',
    'DynamicResources=2',
    'NodeResourcesBalancedAllocation=1',
    'ImageLocality=1',
  ]);
  t.deepEqual(read({}).points.postFilter, ['DynamicResources', 'DefaultPreemption']);
  t.deepEqual(read({}, '1.33').points.postFilter, ['DefaultPreemption']);
});

test('a plugin that is re-configured at a point runs there first, an added one last', (t) => {
  const score = {
    disabled: [{ name: 'ImageLocality' }, { name: 'NodeAffinity' }],
    enabled: [{ name: 'ImageLocality', weight: 4 }, { name: 'PodTopologySpread' }],
  };
  t.deepEqual(scores({ score }), [
    'PodTopologySpread=1',
    'TaintToleration=3',
    'NodeResourcesFit=1',
    'VolumeBinding=1',
    'InterPodAffinity=2',
    'DynamicResources=2',
    'NodeResourcesBalancedAllocation=1',
    'ImageLocality=4',
  ]);
});

test('an entry without weight, or with weight 0, has weight 1', (t) => {
  const enabled = [{ name: 'NodeAffinity', weight: 0 }, { name: 'TaintToleration' }];
  t.deepEqual(scores({ score: { disabled: [{ name: '*' }], enabled } }), [
    'NodeAffinity=1',
    'TaintToleration=1',
  ]);
  t.true(scores({ multiPoint: { enabled } }).includes('TaintToleration=1'));
});

test('multiPoint disables all with a star and adds plugins at their own points', (t) => {
  const multiPoint = {
    disabled: [{ name: '*' }],
    enabled: [
      { name: 'PrioritySort' },
      { name: 'DefaultBinder' },
      { name: 'NodePorts' },
      { name: 'ImageLocality', weight: 6 },
    ],
  };
  const profile = read({ multiPoint });
  t.deepEqual(profile.points.filter, ['NodePorts']);
  t.deepEqual(profile.scores, [{ name: 'ImageLocality', weight: 6 }]);
  t.deepEqual(profile.points.postFilter, []);
});

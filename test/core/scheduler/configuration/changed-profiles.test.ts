/** Tests how a scheduler event changes the profiles of a real scheduler. */
import test from 'ava';
import {
  changedProfiles,
  profilesOf,
} from '../../../../src/core/scheduler/configuration/changed-profiles.ts';

test('a weight is set where the profile lists the plugin, and added where it does not', (t) => {
  const before = [
    {
      schedulerName: 'default-scheduler',
      plugins: { multiPoint: { enabled: [{ name: 'NodeName' }, { name: 'NodeResourcesFit', weight: 1 }] } },
    },
  ];
  const after = changedProfiles(before, { weights: { NodeResourcesFit: 5, ImageLocality: 2 } });
  t.deepEqual(after[0]?.plugins?.multiPoint?.enabled, [
    { name: 'NodeName' },
    { name: 'NodeResourcesFit', weight: 5 },
    { name: 'ImageLocality', weight: 2 },
  ]);
});

test('a weight of 0 switches the score off, and a later weight switches it on again', (t) => {
  const off = changedProfiles([], { weights: { NodeResourcesFit: 0 } });
  t.is(off[0]?.schedulerName, 'default-scheduler');
  t.deepEqual(off[0]?.plugins?.score, { enabled: [], disabled: [{ name: 'NodeResourcesFit' }] });
  const on = changedProfiles(off, { weights: { NodeResourcesFit: 3 } });
  t.deepEqual(on[0]?.plugins?.score, { enabled: [], disabled: [] });
  t.deepEqual(on[0]?.plugins?.multiPoint?.enabled, [{ name: 'NodeResourcesFit', weight: 3 }]);
});

test('a configuration replaces the profiles, also where it is one profile', (t) => {
  const profile = { plugins: { score: { disabled: [{ name: '*' }] } } };
  const expected = [{ schedulerName: 'default-scheduler', ...profile }];
  t.deepEqual(changedProfiles([{ schedulerName: 'old' }], { configuration: profile }), expected);
  t.deepEqual(profilesOf({ kind: 'KubeSchedulerConfiguration', profiles: expected }), expected);
  t.deepEqual(profilesOf({ kind: 'KubeSchedulerConfiguration' }), []);
});

/** A KubeSchedulerConfiguration has the same effect as in kube-scheduler, and an error names the path of the wrong value. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import type { Profile } from '../../../src/core/scheduler/configuration/profile.ts';
import { readConfiguration } from '../../../src/core/scheduler/configuration/read-configuration.ts';
import { withWeights } from '../../../src/core/scheduler/configuration/with-weights.ts';
import { behaviourOf, parseKubernetesVersion } from '../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler } from '../../../src/core/scheduler/scheduler.ts';
import { node, pod } from './small-objects.ts';

const behaviour = behaviourOf('1.36');
const read = (configuration: unknown) => readConfiguration(configuration, behaviour).profiles[0] as Profile;
const weights = (configuration: unknown) =>
  Object.fromEntries(read(configuration).scores.map(({ name, weight }) => [name, weight]));

test('the default weights apply without a configuration', (t) => {
  t.like(weights(undefined), {
    TaintToleration: 3,
    NodeAffinity: 2,
    NodeResourcesFit: 1,
    NodeResourcesBalancedAllocation: 1,
    ImageLocality: 1,
  });
});

test('a profile can change a plugin’s weight, disable it, or disable all', (t) => {
  const score = {
    disabled: [{ name: 'NodeResourcesFit' }, { name: 'ImageLocality' }],
    enabled: [{ name: 'NodeResourcesFit', weight: 10 }],
  };
  const result = weights({ plugins: { score } });
  t.is(result.NodeResourcesFit, 10);
  t.false('ImageLocality' in result);
  t.deepEqual(
    weights({ plugins: { score: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeAffinity' }] } } }),
    {
      NodeAffinity: 1,
    },
  );
});

test('multiPoint acts at every point of a plugin', (t) => {
  const profile = read({
    plugins: {
      multiPoint: { disabled: [{ name: 'TaintToleration' }], enabled: [{ name: 'NodeAffinity', weight: 7 }] },
    },
  });
  t.false(profile.points.filter.includes('TaintToleration'));
  t.false(profile.scores.some(({ name }) => name === 'TaintToleration'));
  t.is(profile.scores.find(({ name }) => name === 'NodeAffinity')?.weight, 7);
});

test('a disabled filter rejects no node', (t) => {
  const scheduler = createScheduler({
    kubernetesVersion: '1.36',
    configuration: { plugins: { filter: { disabled: [{ name: 'NodeUnschedulable' }] } } },
  });
  scheduler.addNode(node('n1', 4, { unschedulable: true }), 0);
  scheduler.addPod(pod('p', 1), 0);
  t.is(scheduler.scheduleOne(0)?.outcome, 'bound');
});

test('with all scores off the search stops at the first feasible node', (t) => {
  const scheduler = createScheduler({
    kubernetesVersion: '1.36',
    configuration: { plugins: { score: { disabled: [{ name: '*' }] } } },
  });
  for (const name of ['a', 'b', 'c']) scheduler.addNode(node(name, 4), 0);
  scheduler.addPod(pod('p', 1), 0);
  t.like(scheduler.scheduleOne(0), { node: 'a', feasibleCount: 1, evaluated: 1 });
});

test('extended resources can be ignored, by name or by group', (t) => {
  const args = { ignoredResources: ['example.com/foo'], ignoredResourceGroups: ['nvidia.com'] };
  const outcome = (configuration: unknown) => {
    const scheduler = createScheduler({ kubernetesVersion: '1.36', configuration });
    scheduler.addNode(node('n1', 4), 0);
    const requests = { cpu: 1, 'example.com/foo': 1, 'nvidia.com/gpu': 1 };
    scheduler.addPod(pod('p', 1, { containers: [{ resources: { requests } }] }), 0);
    return scheduler.scheduleOne(0)?.outcome;
  };
  t.is(outcome(undefined), 'unschedulable');
  t.is(outcome({ pluginConfig: [{ name: 'NodeResourcesFit', args }] }), 'bound');
});

test('every profile is read, with percentages from outside it', (t) => {
  const profiles = [
    { schedulerName: 'other', percentageOfNodesToScore: 7 },
    { schedulerName: 'default-scheduler' },
  ];
  const settings = readConfiguration({ profiles, percentageOfNodesToScore: 30 }, behaviour);
  t.deepEqual(
    settings.profiles.map(({ schedulerName, percentageOfNodesToScore }) => [
      schedulerName,
      percentageOfNodesToScore,
    ]),
    [
      ['other', 7],
      ['default-scheduler', 30],
    ],
  );
});

test('weights change by name, 0 turns a plugin off, and an unknown name gets the list', (t) => {
  const profile = withWeights(read(undefined), { NodeResourcesFit: 9, ImageLocality: 0 }, behaviour);
  t.is(profile.scores.find(({ name }) => name === 'NodeResourcesFit')?.weight, 9);
  t.is(profile.scores.find(({ name }) => name === 'TaintToleration')?.weight, 3);
  t.false(profile.scores.some(({ name }) => name === 'ImageLocality'));
  const error = t.throws(() => withWeights(profile, { NodeResourceFit: 1 }, behaviour), {
    instanceOf: UserError,
  });
  t.regex(error.next ?? '', /NodeResourcesFit/);
  t.throws(() => withWeights(profile, { NodeAffinity: 1.5 }, behaviour), { instanceOf: UserError });
});

test('new weights decide the next pod', (t) => {
  const scheduler = createScheduler({
    kubernetesVersion: '1.36',
    configuration: {
      plugins: {
        score: {
          disabled: [{ name: '*' }],
          enabled: [
            { name: 'NodeResourcesFit', weight: 1 },
            { name: 'NodeAffinity', weight: 1 },
          ],
        },
      },
    },
  });
  scheduler.addNode(node('empty', 8), 0);
  scheduler.addNode(node('preferred', 2, { labels: { disk: 'ssd' } }), 0);
  const preference = { matchExpressions: [{ key: 'disk', operator: 'Exists' }] };
  const affinity = {
    nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference }] },
  };
  const place = (uid: string) => {
    scheduler.addPod(pod(uid, 1, { affinity }), 0);
    return scheduler.scheduleOne(0)?.node;
  };
  t.is(place('before'), 'preferred');
  scheduler.setWeights({ NodeResourcesFit: 10 }, 0);
  t.is(place('after'), 'empty');
});

test('a configuration that kube-scheduler refuses is refused with the path of the error', (t) => {
  const wrong: [unknown, RegExp][] = [
    [{ profiles: 5 }, /profiles/],
    [{ profiles: [{}], podInitialBackoffSeconds: 20 }, /podMaxBackoffSeconds/],
    [{ profiles: [{}], podInitialBackoffSeconds: 0 }, /podInitialBackoffSeconds/],
    [{ percentageOfNodesToScore: 101 }, /percentageOfNodesToScore/],
    [
      { profiles: [{ plugins: { score: { enabled: [{ weight: 2 }] } } }] },
      /profiles\[0\]\.plugins\.score\.enabled\[0\]\.name/,
    ],
    [
      { pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'Best' } } }] },
      /pluginConfig\[0\]\.args\.scoringStrategy\.type/,
    ],
    [
      {
        pluginConfig: [
          { name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'RequestedToCapacityRatio' } } },
        ],
      },
      /requestedToCapacityRatio/,
    ],
    ['LeastAllocated', /scheduler configuration/],
  ];
  for (const [configuration, place] of wrong)
    t.regex(t.throws(() => read(configuration), { instanceOf: UserError }).message, place);
});

test('versions are read in all usual forms', (t) => {
  t.deepEqual(['1.34', 'v1.34.4', '1.34.4+k3s1'].map(parseKubernetesVersion), ['1.34', '1.34.4', '1.34.4']);
  const error = t.throws(() => parseKubernetesVersion('1.29'), { instanceOf: UserError });
  t.regex(error.next ?? '', /1\.30/);
});

test('an unknown plugin is refused, with a suggestion for a misspelt name', (t) => {
  const behaviour = behaviourOf('1.36');
  const enabling = (name: string) => ({
    profiles: [{ plugins: { score: { enabled: [{ name, weight: 2 }] } } }],
  });
  const slip = t.throws(() => readConfiguration(enabling('NodeResourcesFt'), behaviour), {
    instanceOf: UserError,
  });
  t.regex(
    slip?.message ?? '',
    /^scheduler configuration: profiles\[0\]\.plugins\.score\.enabled\[0\]: kube-scheduler has no plugin NodeResourcesFt/,
  );
  t.is(slip?.next, 'did you mean NodeResourcesFit?');
  t.throws(() => readConfiguration({ pluginConfig: [{ name: 'Coscheduling', args: {} }] }, behaviour), {
    instanceOf: UserError,
  });
  t.notThrows(() => readConfiguration(enabling('VolumeBinding'), behaviour));
});

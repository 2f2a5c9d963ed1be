/** The arguments of plugins: their limits and their defaults. */
import test from 'ava';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { readConfiguration } from '../../../../src/core/scheduler/configuration/read-configuration.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { fitArguments } from '../../../../src/core/scheduler/plugins/fit-arguments.ts';
import { scoredResources } from '../../../../src/core/scheduler/plugins/resource-scoring.ts';

const read = (configuration: unknown) => readConfiguration(configuration, behaviourOf('1.36'));
const refusal = (name: string, args: unknown) => messageOf(() => read({ pluginConfig: [{ name, args }] }));
function messageOf(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (error) {
    return error instanceof UserError ? error.message : String(error);
  }
}

const CPU_AND_MEMORY = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];
const shape = (...points: [number, number][]) => ({
  scoringStrategy: {
    type: 'RequestedToCapacityRatio',
    requestedToCapacityRatio: { shape: points.map(([utilization, score]) => ({ utilization, score })) },
  },
});

test('NodeResourcesFit without arguments scores cpu and memory by LeastAllocated', (t) => {
  t.deepEqual(fitArguments.parse({}), {
    strategy: { type: 'LeastAllocated', resources: CPU_AND_MEMORY },
    ignoredResources: [],
    ignoredResourceGroups: [],
  });
  t.deepEqual(fitArguments.parse({ scoringStrategy: null }).strategy.type, 'LeastAllocated');
});

test('a shape belongs to its strategy only', (t) => {
  const [point] = [{ utilization: 5, score: 3 }];
  const requestedToCapacityRatio = { shape: [point] };
  const parse = (type: string) =>
    fitArguments.parse({ scoringStrategy: { type, requestedToCapacityRatio } }).strategy;
  t.deepEqual(parse('RequestedToCapacityRatio'), {
    type: 'RequestedToCapacityRatio',
    resources: CPU_AND_MEMORY,
    shape: [point],
  });
  t.throws(() => parse('MostAllocated'), {
    message: /must be left out when type is not RequestedToCapacityRatio/,
  });
});

test('resources default to cpu and memory, and a missing weight or 0 is 1', (t) => {
  for (const none of [undefined, null, []]) t.deepEqual(scoredResources.parse(none), CPU_AND_MEMORY);
  t.deepEqual(scoredResources.parse([{ name: 'a' }, { name: 'b', weight: 0 }, { name: 'c', weight: 100 }]), [
    { name: 'a', weight: 1 },
    { name: 'b', weight: 1 },
    { name: 'c', weight: 100 },
  ]);
});

test('arguments at their limits are accepted', (t) => {
  t.is(refusal('NodeResourcesFit', shape([0, 0], [100, 10])), 'accepted');
  t.is(refusal('NodeResourcesBalancedAllocation', { resources: [{ name: 'cpu', weight: 1 }] }), 'accepted');
  t.is(refusal('NodeResourcesFit', { ignoredResourceGroups: ['example.com'] }), 'accepted');
  t.is(refusal('NodeResourcesFit', null), 'accepted');
});

test('arguments beyond their limits are refused with their path', (t) => {
  const path =
    /^scheduler configuration: pluginConfig\[0\]\.args\.scoringStrategy\.requestedToCapacityRatio\.shape/;
  for (const points of [
    [[-1, 0]],
    [[101, 0]],
    [[0, -1]],
    [[0, 11]],
    [],
    [
      [5, 1],
      [5, 2],
    ],
    [
      [5, 1],
      [4, 2],
    ],
  ])
    t.regex(refusal('NodeResourcesFit', shape(...(points as [number, number][]))), path);
  t.regex(refusal('NodeResourcesBalancedAllocation', { resources: [{ name: 'cpu', weight: 2 }] }), /weight/);
  t.regex(refusal('NodeResourcesBalancedAllocation', { resources: [{ name: '' }] }), /resources\[0\]\.name/);
  t.regex(refusal('NodeResourcesFit', { ignoredResourceGroups: ['a/b'] }), /a prefix without a slash/);
  t.regex(refusal('NodeAffinity', { addedAffinity: 'x' }), /args\.addedAffinity/);
});

test('an unknown strategy is refused with the list of strategies', (t) => {
  const message = refusal('NodeResourcesFit', { scoringStrategy: { type: 'Best' } });
  t.regex(message, /LeastAllocated.*MostAllocated.*RequestedToCapacityRatio/);
});

test('percentages and backoffs are accepted at their limits and refused beyond them', (t) => {
  for (const percentageOfNodesToScore of [0, 100])
    t.is(read({ percentageOfNodesToScore }).profiles[0]?.percentageOfNodesToScore, percentageOfNodesToScore);
  for (const percentageOfNodesToScore of [-1, 101, 0.5])
    t.regex(
      messageOf(() => read({ percentageOfNodesToScore })),
      /percentageOfNodesToScore/,
    );
  const backoff = (initial: number | null, max: number | null) => () =>
    read({ profiles: [{}], podInitialBackoffSeconds: initial, podMaxBackoffSeconds: max });
  t.like(backoff(5, 5)(), { podInitialBackoff: 5_000_000, podMaxBackoff: 5_000_000 });
  t.like(backoff(null, null)(), { podInitialBackoff: 1_000_000, podMaxBackoff: 10_000_000 });
  t.like(backoff(10, null)(), { podInitialBackoff: 10_000_000 });
  for (const wrong of [backoff(11, null), backoff(6, 5), backoff(0, 5), backoff(null, 0)])
    t.regex(messageOf(wrong), /Backoff/);
});

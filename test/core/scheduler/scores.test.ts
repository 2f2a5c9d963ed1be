/** Compares scores with the expected values of Kubernetes' unit tests (*_test.go of noderesources and schedule_one). */
import test from 'ava';
import { createClusterCache } from '../../../src/core/scheduler/cache/cluster-cache.ts';
import { createNodeInfo, type NodeInfo, setNode } from '../../../src/core/scheduler/cache/node-info.ts';
import { podInfoReader } from '../../../src/core/scheduler/cache/pod-info.ts';
import { createResourceColumns } from '../../../src/core/scheduler/cache/resource-columns.ts';
import { readConfiguration } from '../../../src/core/scheduler/configuration/read-configuration.ts';
import { nodesToFind } from '../../../src/core/scheduler/cycle/nodes-to-find.ts';
import { heapRoot, highest } from '../../../src/core/scheduler/cycle/select-node.ts';
import {
  scaleToLargest,
  scaleToLargestReversed,
} from '../../../src/core/scheduler/framework/normalize-scores.ts';
import { podState } from '../../../src/core/scheduler/framework/pod-state.ts';
import { IDLE_HANDLE } from '../../../src/core/scheduler/framework/waiting-pods.ts';
import { divide, percent } from '../../../src/core/scheduler/integer.ts';
import { behaviourOf, type KubernetesVersion } from '../../../src/core/scheduler/kubernetes-version.ts';
import fc from '../../seeded-properties.ts';

type Amounts = Record<string, number>;

/** The raw score of an empty node for a pod; cpu in millicores. */
function score(
  plugin: string,
  version: KubernetesVersion,
  request: Amounts,
  allocatable: Amounts,
  args: unknown = undefined,
): number | 'skip' {
  const behaviour = behaviourOf(version);
  const columns = createResourceColumns();
  const { profiles } = readConfiguration(
    args === undefined ? undefined : { pluginConfig: [{ name: plugin, args }] },
    behaviour,
  );
  const made = profiles[0]?.factories.get(plugin)?.({
    behaviour,
    columns,
    objects: createClusterCache(columns).objects,
    handle: IDLE_HANDLE,
  });
  const target: NodeInfo = createNodeInfo('n', 0, columns);
  setNode(target, { metadata: { name: 'n' }, status: { allocatable: quantities(allocatable) } }, columns);
  const template = { spec: { containers: [{ resources: { requests: quantities(request) } }] } };
  const info = podInfoReader(columns, behaviour)(template);
  const pod = podState({ uid: 'p', namespace: 'default', name: 'p', template }, info);
  const result = made?.preScore?.(pod, createClusterCache(columns), {
    count: 1,
    slots: Int32Array.of(target.slot),
  });
  return result && typeof result === 'object' && 'score' in result ? result.score(target) : 'skip';
}

function quantities({ cpu, ...others }: Amounts): Record<string, string | number> {
  return { cpu: `${cpu}m`, ...others };
}

test('LeastAllocated prefers the emptier node', (t) => {
  const least = (cpu: number, memory: number, ofCpu: number, ofMemory: number) =>
    score('NodeResourcesFit', '1.36', { cpu, memory }, { cpu: ofCpu, memory: ofMemory });
  t.is(least(3000, 5000, 4000, 10_000), 37);
  t.is(least(3000, 5000, 6000, 10_000), 50);
  t.is(least(6000, 0, 10_000, 20_000), 70);
  t.is(least(6000, 5000, 10_000, 20_000), 57);
  t.is(least(6000, 10_000, 10_000, 50_000), 60);
  t.is(least(6000, 0, 4000, 10_000), 50, 'more than the node has scores 0 for that resource');
});

test('a missing request scores as 100m cpu and 200 MiB memory', (t) => {
  t.is(score('NodeResourcesFit', '1.36', { cpu: 0 }, { cpu: 1000, memory: 400 * 2 ** 20 }), 75);
});

test('MostAllocated prefers the fuller node', (t) => {
  const args = { scoringStrategy: { type: 'MostAllocated' } };
  t.is(
    score('NodeResourcesFit', '1.36', { cpu: 3000, memory: 5000 }, { cpu: 4000, memory: 10_000 }, args),
    62,
  );
  t.is(score('NodeResourcesFit', '1.36', { cpu: 9000, memory: 0 }, { cpu: 4000, memory: 10_000 }, args), 50);
});

test('RequestedToCapacityRatio follows the shape, rounds the mean and skips scores of 0', (t) => {
  const shape = [
    { utilization: 0, score: 0 },
    { utilization: 100, score: 10 },
  ];
  const args = {
    scoringStrategy: { type: 'RequestedToCapacityRatio', requestedToCapacityRatio: { shape } },
  };
  const ratio = (cpu: number, memory: number) =>
    score('NodeResourcesFit', '1.36', { cpu, memory }, { cpu: 4000, memory: 10_000 }, args);
  t.is(ratio(3000, 5000), 63);
  t.is(ratio(3000, 0), 75);
});

test('BalancedAllocation up to 1.35 scores the balance with the pod on the node', (t) => {
  const balanced = (request: Amounts, allocatable: Amounts) =>
    score('NodeResourcesBalancedAllocation', '1.35', request, allocatable);
  t.is(balanced({ cpu: 3000, memory: 5000 }, { cpu: 4000, memory: 10_000 }), 87);
  t.is(balanced({ cpu: 6000, memory: 5000 }, { cpu: 10_000, memory: 20_000 }), 82);
  t.is(balanced({ cpu: 6000, memory: 10_000 }, { cpu: 10_000, memory: 20_000 }), 95);
  t.is(balanced({ cpu: 6000, memory: 10_000 }, { cpu: 10_000, memory: 50_000 }), 80);
  t.is(balanced({ cpu: 6000, memory: 0 }, { cpu: 6000, memory: 10_000 }), 50);
});

test('BalancedAllocation of three resources uses the standard deviation', (t) => {
  const resources = ['cpu', 'memory', 'nvidia.com/gpu'].map((name) => ({ name, weight: 1 }));
  const balanced = (gpu: number) =>
    score(
      'NodeResourcesBalancedAllocation',
      '1.35',
      { cpu: 3000, memory: 5000, 'nvidia.com/gpu': gpu },
      { cpu: 3500, memory: 40_000, 'nvidia.com/gpu': 8 },
      { resources },
    );
  t.is(balanced(4), 70);
  t.is(balanced(1), 65);
});

test('BalancedAllocation from 1.36 scores the change of the balance: 75 is neutral', (t) => {
  const balanced = (cpu: number, memory: number) =>
    score('NodeResourcesBalancedAllocation', '1.36', { cpu, memory }, { cpu: 4000, memory: 10_000 });
  t.is(balanced(2000, 5000), 75);
  t.is(balanced(4000, 0), 50);
});

test('a best-effort pod gets no balance score from 1.33', (t) => {
  const bestEffort = (version: KubernetesVersion) =>
    score('NodeResourcesBalancedAllocation', version, { cpu: 0 }, { cpu: 4000, memory: 10_000 });
  t.is(bestEffort('1.32'), 100);
  t.is(bestEffort('1.33'), 'skip');
});

test('scores are scaled by the largest; reversed, the lowest raw score is best', (t) => {
  const scaled = (scale: typeof scaleToLargest, ...scores: number[]) => {
    const array = Float64Array.from(scores);
    scale(array, scores.length);
    return [...array];
  };
  t.deepEqual(scaled(scaleToLargest, 3, 1, 0), [100, 33, 0]);
  t.deepEqual(scaled(scaleToLargestReversed, 3, 1, 0), [0, 67, 100]);
  t.deepEqual(scaled(scaleToLargest, 0, 0), [0, 0]);
  t.deepEqual(scaled(scaleToLargestReversed, 0, 0), [100, 100]);
});

test('a search in a large cluster needs only a percentage of the nodes', (t) => {
  const sizes = [99, 100, 200, 250, 500, 1000, 2000, 3000, 5000, 5625, 6000, 10_000];
  t.deepEqual(
    sizes.map((n) => nodesToFind(n, 0)),
    [99, 100, 100, 120, 230, 420, 680, 780, 500, 281, 300, 500],
  );
  t.is(nodesToFind(1000, 100), 1000);
  t.is(nodesToFind(1000, 1), 100);
});

test('of equal totals the first node wins, unless the heap moves another one up', (t) => {
  const root = (...totals: number[]) => heapRoot(Float64Array.from(totals), totals.length);
  t.is(root(5, 5, 5, 5), 0);
  t.is(root(1, 5, 5), 1);
  t.is(root(1, 2, 5, 5, 5), 3, 'not the first of the best: position 3 rises through position 1');
  t.is(root(7), 0);
});

test('property: the heap root is always one of the highest totals', (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 }), (totals) => {
      return totals[heapRoot(Float64Array.from(totals), totals.length)] === Math.max(...totals);
    }),
  );
  t.pass();
});

test('property: percentages are exact integer arithmetic at any size', (t) => {
  const amount = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(amount, amount, (a, b) => {
      const [part, whole] = [Math.min(a, b), Math.max(a, b)];
      return percent(part, whole) === Number((BigInt(part) * 100n) / BigInt(whole));
    }),
    { numRuns: 2000 },
  );
  t.is(divide(-7, 2), -3);
});

test('only the given number of totals is compared', (t) => {
  t.deepEqual(highest(Float64Array.from([2, 1, 2, 9, 9]), 3), [0, 2]);
  t.deepEqual(highest(Float64Array.from([-5, -7]), 2), [0]);
  t.is(heapRoot(Float64Array.from([1, 2, 9]), 2), 1);
});

test('an explicit percentage finds at least 100 nodes and rounds down', (t) => {
  t.is(nodesToFind(999, 50), 499);
  t.is(nodesToFind(150, 50), 100);
  t.is(nodesToFind(99, 1), 99);
});

test('percent and divide truncate toward zero, negative numbers too', (t) => {
  t.is(percent(-1, 3), -33);
  t.is(percent(2 ** 50 + 1, 2 ** 51), 50);
  t.is(percent(2 ** 46, 2 ** 46), 100);
  t.is(divide(7, 2), 3);
});

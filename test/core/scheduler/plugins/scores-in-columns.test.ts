/** The scores that a plugin adds column by column are those that it gives each node alone. */
import test from 'ava';
import { createClusterCache } from '../../../../src/core/scheduler/cache/cluster-cache.ts';
import { writeRow } from '../../../../src/core/scheduler/cache/node-table.ts';
import { podInfoReader } from '../../../../src/core/scheduler/cache/pod-info.ts';
import { createResourceColumns } from '../../../../src/core/scheduler/cache/resource-columns.ts';
import { readConfiguration } from '../../../../src/core/scheduler/configuration/read-configuration.ts';
import { podState } from '../../../../src/core/scheduler/framework/pod-state.ts';
import { IDLE_HANDLE } from '../../../../src/core/scheduler/framework/waiting-pods.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';
import fc from '../../../seeded-properties.ts';

const GPU = 'example.com/gpu';
/** 0: the node lacks the resource, or the pod requests none. */
const amounts = (most: number) => fc.oneof(fc.constant(0), fc.integer({ min: 1, max: most }));
const resources = fc.record({ cpu: amounts(64), memory: amounts(2 ** 38), [GPU]: amounts(8) });
const cases = fc.record({
  version: fc.constantFrom('1.34' as const, '1.35' as const, '1.36' as const, '1.37' as const),
  scored: fc.constantFrom(['cpu', 'memory'], ['cpu', 'memory', GPU], ['memory'], ['cpu', GPU]),
  cpuWeight: fc.integer({ min: 1, max: 3 }),
  type: fc.constantFrom('LeastAllocated', 'MostAllocated'),
  nodes: fc.array(fc.record({ allocatable: resources, used: resources }), { minLength: 1, maxLength: 8 }),
  pod: resources,
  weight: fc.integer({ min: 1, max: 100 }),
});

for (const plugin of ['NodeResourcesFit', 'NodeResourcesBalancedAllocation']) {
  test(`${plugin} adds to each sum the score of its node`, (t) => {
    let compared = 0;
    fc.assert(
      fc.property(cases, ({ version, scored, cpuWeight, type, nodes, pod, weight }) => {
        const behaviour = behaviourOf(version);
        const columns = createResourceColumns();
        const isFit = plugin === 'NodeResourcesFit';
        const list = scored.map((name) => ({ name, weight: isFit && name === 'cpu' ? cpuWeight : 1 }));
        const args = isFit ? { scoringStrategy: { type, resources: list } } : { resources: list };
        const { profiles } = readConfiguration({ pluginConfig: [{ name: plugin, args }] }, behaviour);
        const cache = createClusterCache(columns);
        const made = profiles[0]!.factories.get(plugin)!({
          ...{ behaviour, columns, objects: cache.objects, handle: IDLE_HANDLE },
        });
        const infos = nodes.map(({ allocatable, used }, slot) => {
          const info = cache.addNode({ metadata: { name: `n${slot}` }, status: { allocatable } });
          const read = podInfoReader(columns, behaviour)({ spec: specOf(used) });
          for (const [column, amount] of read.request) info.requested[column] = amount;
          info.assumedCpu = read.assumedRequest.get(0) ?? 0;
          info.assumedMemory = read.assumedRequest.get(1) ?? 0;
          writeRow(cache.table, info);
          return info;
        });
        cache.refresh();
        const template = { spec: specOf(pod) };
        const info = podInfoReader(columns, behaviour)(template);
        const state = podState({ uid: 'p', namespace: 'default', name: 'p', template }, info);
        const scorer = made.preScore?.(state, cache, {
          count: infos.length,
          slots: Int32Array.from(infos, ({ slot }) => slot),
        });
        if (!scorer || scorer === 'skip' || 'constant' in scorer) return;
        const slots = Int32Array.from(infos, ({ slot }) => infos.length - 1 - slot);
        const sums = new Float64Array(infos.length).fill(7);
        scorer.addScores!(cache.table, { count: infos.length, slots, sums }, weight);
        const alone = infos.toReversed().map((each) => 7 + weight * scorer.score(each));
        t.deepEqual([...sums], alone);
        compared += 1;
      }),
    );
    t.true(compared > 50, `${compared}`);
  });
}

function specOf(requests: Readonly<Record<string, number>>): {
  containers: { name: string; resources: { requests: Record<string, number> } }[];
} {
  const asked = Object.fromEntries(Object.entries(requests).filter(([, amount]) => amount > 0));
  return { containers: [{ name: 'c', resources: { requests: asked } }] };
}

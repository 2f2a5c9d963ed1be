/** The scores that plugins add column by column are those that they give each node alone. */
import test from 'ava';
import { createClusterCache } from '../../../../src/core/scheduler/cache/cluster-cache.ts';
import { type NodeTable, writeRow } from '../../../../src/core/scheduler/cache/node-table.ts';
import { podInfoReader } from '../../../../src/core/scheduler/cache/pod-info.ts';
import { amountIn, createResourceColumns } from '../../../../src/core/scheduler/cache/resource-columns.ts';
import { createRowKernel } from '../../../../src/core/scheduler/cache/row-kernel.ts';
import { readConfiguration } from '../../../../src/core/scheduler/configuration/read-configuration.ts';
import type { NodeScorer, ScoredSlots } from '../../../../src/core/scheduler/framework/plugin.ts';
import { podState } from '../../../../src/core/scheduler/framework/pod-state.ts';
import { IDLE_HANDLE } from '../../../../src/core/scheduler/framework/waiting-pods.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';
import fc from '../../../seeded-properties.ts';

const FIT = 'NodeResourcesFit';
const BALANCE = 'NodeResourcesBalancedAllocation';
const GPU = 'example.com/gpu';
/** 0: the node lacks the resource, or the pod requests none. */
const amounts = (most: number) => fc.oneof(fc.constant(0), fc.integer({ min: 1, max: most }));
const resources = fc.record({ cpu: amounts(64), memory: amounts(2 ** 38), [GPU]: amounts(8) });
const cases = fc.record({
  version: fc.constantFrom('1.34' as const, '1.35' as const, '1.36' as const, '1.37' as const),
  scored: fc.constantFrom(
    ['cpu', 'memory'],
    ['cpu', 'memory'],
    ['cpu', 'memory', GPU],
    ['memory'],
    ['cpu', GPU],
  ),
  cpuWeight: fc.constantFrom(1, 1, 2, 3),
  type: fc.constantFrom('LeastAllocated', 'MostAllocated'),
  nodes: fc.array(fc.record({ allocatable: resources, used: resources }), { minLength: 1, maxLength: 8 }),
  pod: resources,
  weight: fc.integer({ min: 1, max: 100 }),
});

type Case = Parameters<Parameters<typeof cases.map>[0]>[0];

/** The scorers of plugins for one pod, and the cluster that they score. Undefined: one of them does not score the pod. */
function scored(plugins: readonly string[], { version, scored, cpuWeight, type, nodes, pod }: Case) {
  const behaviour = behaviourOf(version);
  const columns = createResourceColumns();
  const cache = createClusterCache(columns);
  const infos = nodes.map(({ allocatable, used }, slot) => {
    const info = cache.addNode({ metadata: { name: `n${slot}` }, status: { allocatable } });
    const read = podInfoReader(columns, behaviour)({ spec: specOf(used) });
    for (const [i, column] of read.request.columns.entries())
      info.requested[column] = read.request.amounts[i]!;
    info.assumedCpu = amountIn(read.assumedRequest, 0) ?? 0;
    info.assumedMemory = amountIn(read.assumedRequest, 1) ?? 0;
    writeRow(cache.table, info);
    return info;
  });
  cache.refresh();
  const template = { spec: specOf(pod) };
  const info = podInfoReader(columns, behaviour)(template);
  const state = podState({ uid: 'p', namespace: 'default', name: 'p', template }, info);
  const scorers = plugins.map((plugin): NodeScorer | undefined => {
    const isFit = plugin === FIT;
    const list = scored.map((name) => ({ name, weight: isFit && name === 'cpu' ? cpuWeight : 1 }));
    const args = isFit ? { scoringStrategy: { type, resources: list } } : { resources: list };
    const { profiles } = readConfiguration({ pluginConfig: [{ name: plugin, args }] }, behaviour);
    const made = profiles[0]!.factories.get(plugin)!({
      ...{ behaviour, columns, objects: cache.objects, handle: IDLE_HANDLE },
    });
    const scorer = made.preScore?.(state, cache, {
      count: infos.length,
      slots: Int32Array.from(infos, ({ slot }) => slot),
    });
    return !scorer || scorer === 'skip' || 'constant' in scorer ? undefined : scorer;
  });
  if (scorers.includes(undefined)) return undefined;
  const slots = Int32Array.from(infos, ({ slot }) => infos.length - 1 - slot);
  const sums = new Float64Array(infos.length).fill(7);
  return {
    scorers: scorers as NodeScorer[],
    ...{ table: cache.table, nodes: { count: infos.length, slots, sums }, infos: infos.toReversed() },
  };
}

for (const plugin of [FIT, BALANCE]) {
  test(`${plugin} adds to each sum the score of its node`, (t) => {
    let compared = 0;
    fc.assert(
      fc.property(cases, (each) => {
        const { scorers: [scorer] = [], table, nodes, infos } = scored([plugin], each) ?? {};
        if (!scorer || !table || !nodes || !infos) return;
        scorer.addScores!(table, nodes, each.weight);
        const alone = infos.map((info) => 7 + each.weight * scorer.score(info));
        t.deepEqual([...nodes.sums], alone);
        compared += 1;
      }),
    );
    t.true(compared > 50, `${compared}`);
  });
}

for (const inKernel of [false, true]) {
  test(`both add to each sum the scores of its node in one loop, or nothing${inKernel ? ', in WebAssembly' : ''}`, (t) => {
    let compared = 0;
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 100 }), (each, changeWeight) => {
        const made = scored([FIT, BALANCE], each);
        if (!made) return;
        const { scorers: [fit, balance] = [], infos, ...found } = made;
        if (!fit || !balance) return;
        const { table, nodes } = inKernel ? movedToKernel(found.table, found.nodes) : found;
        const pair = balance.changedPair?.(table);
        const isAdded =
          pair !== undefined && fit.addWithChanges?.(table, nodes, each.weight, pair, changeWeight);
        const added = infos.map((info) => each.weight * fit.score(info) + changeWeight * balance.score(info));
        t.deepEqual(
          [...nodes.sums.subarray(0, nodes.count)],
          added.map((sum) => 7 + (isAdded ? sum : 0)),
        );
        if (isAdded) compared += 1;
      }),
      { numRuns: 1500 },
    );
    t.true(compared > 50, `${compared}`);
  });
}

/** The same numbers in the memory of a kernel. */
function movedToKernel(table: NodeTable, { count, slots, sums }: ScoredSlots) {
  const kernel = createRowKernel(64)!;
  kernel.rows.set(table.rows);
  kernel.found.set(slots);
  kernel.totals.set(sums);
  return {
    table: { ...table, rows: kernel.rows, kernel },
    nodes: { count, slots: kernel.found, sums: kernel.totals },
  };
}

function specOf(requests: Readonly<Record<string, number>>): {
  containers: { name: string; resources: { requests: Record<string, number> } }[];
} {
  const asked = Object.fromEntries(Object.entries(requests).filter(([, amount]) => amount > 0));
  return { containers: [{ name: 'c', resources: { requests: asked } }] };
}

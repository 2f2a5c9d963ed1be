/** The table of nodes holds the numbers of each node, whatever happens in the cluster. */
import test from 'ava';
import { type ClusterCache, createClusterCache } from '../../../../src/core/scheduler/cache/cluster-cache.ts';
import { ROW_BITS } from '../../../../src/core/scheduler/cache/node-rows.ts';
import { podInfoReader } from '../../../../src/core/scheduler/cache/pod-info.ts';
import { columnOf, createResourceColumns } from '../../../../src/core/scheduler/cache/resource-columns.ts';
import { podState } from '../../../../src/core/scheduler/framework/pod-state.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';
import fc from '../../../seeded-properties.ts';
import { node, pod } from '../small-objects.ts';

const names = fc.constantFrom('a', 'b', 'c', 'd');
const resources = fc.constantFrom('cpu', 'example.com/x', 'example.com/y');
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('node' as const), name: names, resource: resources, amount: fc.nat(9) }),
    fc.record({ do: fc.constant('remove' as const), name: names }),
    fc.record({ do: fc.constant('pod' as const), name: names, uid: fc.nat(5), cpu: fc.nat(3) }),
    fc.record({ do: fc.constant('unpod' as const), uid: fc.nat(5) }),
    fc.record({ do: fc.constant('column' as const), resource: resources }),
  ),
  { maxLength: 40 },
);

test('every amount in the table is that of the node', (t) => {
  fc.assert(
    fc.property(steps, (list) => {
      const columns = createResourceColumns();
      const read = podInfoReader(columns, behaviourOf('1.37'));
      const cache = createClusterCache(columns);
      for (const step of list) {
        if (step.do === 'node') {
          const base = node(step.name, 4);
          const allocatable = { ...base.status.allocatable, [step.resource]: step.amount };
          cache.updateNode({ ...base, status: { allocatable } });
        } else if (step.do === 'remove') cache.removeNode(step.name);
        else if (step.do === 'column') columnOf(columns, step.resource);
        else if (step.do === 'unpod') cache.unassign(`p${step.uid}`);
        else {
          const each = pod(`p${step.uid}`, step.cpu);
          cache.assign(podState(each, read(each.template)), step.name);
        }
        cache.refresh();
        for (const name of ['a', 'b', 'c', 'd']) compare(t.deepEqual, cache, name);
      }
      t.deepEqual(
        cache.nodes.map(({ slot }) => slot),
        [...cache.order],
      );
    }),
    { numRuns: 60 },
  );
});

test('a table of many nodes has its rows in a kernel, with what they held before', (t) => {
  const columns = createResourceColumns();
  const cache = createClusterCache(columns);
  for (let i = 0; i < 200; i += 1) {
    cache.addNode(node(`n${i}`, 4 + i));
    t.is(cache.table.kernel !== undefined, i >= 64);
  }
  const { rows, kernel } = cache.table;
  t.is(rows, kernel!.rows);
  for (let i = 0; i < 200; i += 1) t.is(rows[cache.node(`n${i}`)!.slot << ROW_BITS], 4000 + 1000 * i);
});

test('without WebAssembly a table of many nodes has no kernel, and the same rows', (t) => {
  const { WebAssembly } = globalThis as { WebAssembly?: unknown };
  const cache = createClusterCache(createResourceColumns());
  Object.assign(globalThis, { WebAssembly: undefined });
  try {
    for (let i = 0; i < 200; i += 1) cache.addNode(node(`n${i}`, 4 + i));
  } finally {
    Object.assign(globalThis, { WebAssembly });
  }
  const { rows, kernel } = cache.table;
  t.is(kernel, undefined);
  for (let i = 0; i < 200; i += 1) t.is(rows[cache.node(`n${i}`)!.slot << ROW_BITS], 4000 + 1000 * i);
});

function compare(same: (a: unknown, b: unknown) => boolean, cache: ClusterCache, name: string): void {
  const info = cache.node(name);
  if (!info) return;
  const { table, columns } = cache;
  const { slot } = info;
  const row = (amounts: readonly Float64Array[]) => amounts.map((values) => values[slot]);
  const width = columns.names.length;
  same(table.nodes[slot], info);
  same(
    [table.generations[slot], ...row(table.assumed)],
    [info.generation, info.assumedCpu, info.assumedMemory],
  );
  same(row(table.free), [...info.free.slice(0, width)]);
  same(row(table.allocatable), [...info.allocatable.slice(0, width)]);
  same(row(table.requested), [...info.requested.slice(0, width)]);
}

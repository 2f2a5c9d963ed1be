/** The search that knows scores finds the nodes that a search by room finds, and the best of them as the heap of kube-scheduler does. */
import test from 'ava';
import {
  CHANGES_KEPT,
  createChangeLog,
  noteChange,
} from '../../../../src/core/scheduler/cache/change-log.ts';
import type { ClusterView } from '../../../../src/core/scheduler/cache/cluster-view.ts';
import { createNodeTable, type NodeTable } from '../../../../src/core/scheduler/cache/node-table.ts';
import { createResourceColumns, PODS_COLUMN } from '../../../../src/core/scheduler/cache/resource-columns.ts';
import { forgetChanged } from '../../../../src/core/scheduler/cycle/forget-changed.ts';
import type { NodeMemory } from '../../../../src/core/scheduler/cycle/node-memory.ts';
import {
  compareMissing,
  scoredSearch,
  searchScored,
} from '../../../../src/core/scheduler/cycle/search-scored.ts';
import { heapRoot } from '../../../../src/core/scheduler/cycle/select-node.ts';
import { unschedulable } from '../../../../src/core/scheduler/framework/rejection.ts';
import fc from '../../../seeded-properties.ts';

const SLOTS = 64;
const CPU = 0;
const NO_ROOM = unschedulable('no room');
const TAINT = unschedulable('taint');

function emptyMemory(): NodeMemory {
  return {
    verdictOf: new Float64Array(SLOTS),
    rejections: [],
    scores: new Float64Array(SLOTS).fill(Number.NaN),
    isShort: new Uint8Array(SLOTS),
    upTo: Number.NEGATIVE_INFINITY,
    boundary: -1,
  };
}

function tableOf(nodes: readonly { readonly cpu: number; readonly pods: number }[]): NodeTable {
  const table = createNodeTable(createResourceColumns());
  for (const [slot, { cpu, pods }] of nodes.entries()) {
    table.free[CPU]![slot] = cpu;
    table.free[PODS_COLUMN]![slot] = pods;
    table.generations[slot] = slot + 1;
  }
  return table;
}

const node = fc.record({
  cpu: fc.nat(3),
  pods: fc.nat(2),
  isTainted: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  score: fc.nat(3),
  isKnown: fc.boolean(),
});
const order = fc.uniqueArray(fc.nat(SLOTS - 1), { minLength: 1, maxLength: SLOTS });

test('with known scores the search finds the same nodes, and the root of the heap of all', (t) => {
  let ties = 0;
  fc.assert(
    fc.property(
      fc.array(node, { minLength: SLOTS, maxLength: SLOTS }),
      ...[order, fc.nat(), fc.integer({ min: 1, max: SLOTS })],
      (nodes, slots, start, needed) => {
        const passes = (slot: number): boolean =>
          nodes[slot]!.cpu >= 1 && nodes[slot]!.pods >= 1 && !nodes[slot]!.isTainted;
        const circle = slots.map((_, i) => slots[(start + i) % slots.length]!);
        const feasible = circle.filter(passes).slice(0, needed);
        const memory = emptyMemory();
        for (const [slot, { score, isKnown }] of nodes.entries())
          if (isKnown && passes(slot)) memory.scores[slot] = score;
        const [found, refused] = [new Int32Array(SLOTS + 1), new Int32Array(SLOTS + 1)];
        const fixed = nodes.map(({ isTainted }) => (isTainted ? TAINT : undefined));
        const room = { columns: [CPU], amounts: [1] } as unknown as Parameters<typeof searchScored>[5];
        const refusals: Parameters<typeof searchScored>[9] = [];
        for (let round = 0; round < 2; round += 1) {
          const list = Int32Array.from(slots);
          const search = [list, start, needed, tableOf(nodes), fixed, room, memory] as const;
          searchScored(...search, found, refused, refusals, NO_ROOM);
          const { passed, failed, missing, places } = scoredSearch;
          t.deepEqual([...found.subarray(0, passed)], feasible);
          for (const [i, slot] of [...refused.subarray(0, failed)].entries())
            t.is(refusals[i], nodes[slot]!.isTainted ? TAINT : NO_ROOM);
          if (passed < needed) t.is(passed + failed, slots.length);
          for (const place of places.subarray(0, missing).toReversed())
            compareMissing(place, nodes[feasible[place]!]!.score);
          const scores = Float64Array.from(feasible, (slot) => nodes[slot]!.score);
          if (passed > 0) t.is(scoredSearch.best, heapRoot(scores, passed));
          if (scores.filter((score) => score === Math.max(...scores)).length > 1) ties += 1;
        }
      },
    ),
    { numRuns: 1000 },
  );
  t.true(ties > 200, `${ties}`);
});

function clusterOf(generation: number, table: NodeTable, changed: readonly number[]): ClusterView {
  const changes = createChangeLog();
  for (const [i, slot] of changed.entries()) noteChange(changes, generation - changed.length + 1 + i, slot);
  return { generation, changes, table, order: Int32Array.of(0, 1, 2) } as unknown as ClusterView;
}

for (const [title, later] of [
  ['in the log', 2],
  ['before the log begins', CHANGES_KEPT + 2],
] as const)
  test(`a score and a lack of room are forgotten where the node changed ${title}`, (t) => {
    const table = tableOf([
      { cpu: 1, pods: 1 },
      { cpu: 1, pods: 1 },
      { cpu: 1, pods: 1 },
    ]);
    const memory = { ...emptyMemory(), upTo: 3 };
    memory.scores.set([5, 6, 7]);
    memory.verdictOf.set([1, 2, 3]);
    memory.isShort[1] = 1;
    table.generations[1] = 3 + later;
    const changed = Array.from({ length: Math.min(later, CHANGES_KEPT) }, () => 1);
    forgetChanged(memory, clusterOf(3 + later, table, changed));
    t.deepEqual([...memory.scores.subarray(0, 3)], [5, Number.NaN, 7]);
    t.is(memory.isShort[1], 0);
    t.is(memory.upTo, 3 + later);
  });

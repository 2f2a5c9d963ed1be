/** The search of rows in WebAssembly finds what the loop in JavaScript finds. */
import test from 'ava';
import { ROW_BITS } from '../../../../src/core/scheduler/cache/node-rows.ts';
import { createNodeTable } from '../../../../src/core/scheduler/cache/node-table.ts';
import { createResourceColumns } from '../../../../src/core/scheduler/cache/resource-columns.ts';
import { createRowKernel } from '../../../../src/core/scheduler/cache/row-kernel.ts';
import { rowSearch, searchRows } from '../../../../src/core/scheduler/cycle/search-rows.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { missingRoom } from '../../../../src/core/scheduler/plugins/missing-room.ts';
import fc from '../../../seeded-properties.ts';

const SLOTS = 64;
const amount = fc.oneof(fc.nat(9), fc.nat(2 ** 40), fc.constant(0));
/** One row in twenty is not plain. */
const capacity = fc.oneof(
  { weight: 19, arbitrary: amount },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const row = fc.tuple(capacity, capacity, amount, amount, amount, amount, fc.nat(2), fc.nat(100));
const order = fc.uniqueArray(fc.nat(SLOTS - 1), { minLength: 1, maxLength: SLOTS });
const asked = fc.constantFrom([], [0], [1], [0, 1]);

test('the search of rows finds the same nodes in WebAssembly', (t) => {
  const behaviour = behaviourOf('1.37');
  const columns = createResourceColumns();
  let ended = 0;
  fc.assert(
    fc.property(
      fc.array(row, { minLength: SLOTS, maxLength: SLOTS }),
      ...[order, fc.nat(), fc.nat(SLOTS), asked, fc.tuple(amount, amount)],
      (rows, slots, first, needed, requested, amounts) => {
        const kernel = createRowKernel(SLOTS)!;
        const table = createNodeTable(columns);
        for (const [slot, numbers] of rows.entries()) table.rows.set(numbers, slot << ROW_BITS);
        kernel.rows.set(table.rows);
        const room = {
          ...{ columns: requested, amounts, missing: missingRoom('Fit', columns, behaviour)(requested) },
        };
        const list = Int32Array.from(slots);
        const search = (where: typeof table) => {
          const [found, refused] = where.kernel
            ? [where.kernel.found, where.kernel.refused]
            : [new Int32Array(SLOTS), new Int32Array(SLOTS)];
          searchRows(list, first % list.length, needed, where, undefined, room, found, refused);
          const { visited, passed, failed } = rowSearch;
          return {
            visited,
            found: [...found.subarray(0, passed)],
            refused: [...refused.subarray(0, failed)],
          };
        };
        const expected = search(table);
        t.deepEqual(search({ ...table, rows: kernel.rows, kernel }), expected);
        if (expected.visited < list.length) ended += 1;
      },
    ),
    { numRuns: 1000 },
  );
  t.true(ended > 50, `${ended}`);
});

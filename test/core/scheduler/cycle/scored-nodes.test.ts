import test from 'ava';
import type { NodeInfo } from '../../../../src/core/scheduler/cache/node-info.ts';
import { scoredNodes } from '../../../../src/core/scheduler/cycle/scored-nodes.ts';
import { heapRoot } from '../../../../src/core/scheduler/cycle/select-node.ts';
import fc from '../../../seeded-properties.ts';

const named = (totals: readonly number[]) => totals.map((_, i) => ({ name: String(i) }) as NodeInfo);

test('the nodes come in order of their scores, and the first one is the root that decides ties', (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 }), (totals) => {
      const nodes = scoredNodes(named(totals), totals);
      const names: number[] = [];
      for (let node = nodes.pop(); node; node = nodes.pop()) names.push(Number(node.name));
      t.is(names[0], heapRoot(Float64Array.from(totals), totals.length));
      const inOrder = names.map((name) => totals[name] as number);
      t.deepEqual(
        inOrder,
        totals.toSorted((a, b) => b - a),
      );
      t.deepEqual(
        names.toSorted((a, b) => a - b),
        [...totals.keys()],
      );
    }),
  );
});

/** The lowest priority of all pods on nodes. */
import test from 'ava';
import { createPriorityCounts } from '../../../../src/core/scheduler/cache/priority-counts.ts';
import fc from '../../../seeded-properties.ts';

test('the lowest priority is that of the pods that are left', (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 3 })), fc.infiniteStream(fc.boolean()), (all, coins) => {
      const counts = createPriorityCounts();
      const left: number[] = [];
      for (const priority of all) {
        counts.add(priority);
        left.push(priority);
        if (coins.next().value) counts.remove(left.shift() as number);
        t.is(counts.lowest, Math.min(...left));
      }
    }),
  );
});

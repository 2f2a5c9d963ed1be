/** The three scoring strategies at their edges. */
import test from 'ava';
import {
  leastAllocated,
  mostAllocated,
  requestedToCapacityRatio,
} from '../../../../src/core/scheduler/plugins/resource-strategies.ts';

test('LeastAllocated scores the free percentage, truncated, and 0 beyond the capacity', (t) => {
  t.deepEqual(
    [0, 1, 2, 3, 4].map((requested) => leastAllocated(requested, 3)),
    [100, 66, 33, 0, 0],
  );
});

test('MostAllocated scores the requested percentage, truncated, and 100 beyond the capacity', (t) => {
  t.deepEqual(
    [0, 1, 2, 3, 4].map((requested) => mostAllocated(requested, 3)),
    [0, 33, 66, 100, 100],
  );
});

test('a shape is flat before its first and after its last point and linear between them', (t) => {
  const score = requestedToCapacityRatio([
    { utilization: 20, score: 2 },
    { utilization: 50, score: 8 },
    { utilization: 80, score: 5 },
  ]);
  t.deepEqual(
    [0, 19, 20, 21, 35, 49, 50, 51, 65, 80, 81, 100].map((used) => score(used, 100)),
    [20, 20, 20, 22, 50, 78, 80, 79, 65, 50, 50, 50],
  );
});

test('a falling shape truncates toward zero, and beyond the capacity the utilisation is 100', (t) => {
  const score = requestedToCapacityRatio([
    { utilization: 0, score: 10 },
    { utilization: 70, score: 0 },
    { utilization: 100, score: 3 },
  ]);
  t.is(score(1, 100), 99);
  t.is(score(2, 100), 98);
  t.is(score(300, 100), 30);
  t.is(score(1, 3), 100 - Math.trunc((100 * 33) / 70));
});

/** Stranded capacity: free, but unusable because another resource is used up further. */
import test from 'ava';
import { CPU, MEMORY, PODS } from '../../../src/core/measure/resource-index.ts';
import { strandedAmount, tightestFreeShare } from '../../../src/core/measure/stranded-capacity.ts';

function amounts(cpu: number | undefined, memory: number | undefined, pods?: number): (number | undefined)[] {
  const list: (number | undefined)[] = [];
  list[CPU] = cpu;
  list[MEMORY] = memory;
  list[PODS] = pods;
  return list;
}

test('the tightest resource is the one with the smallest free share', (t) => {
  t.is(tightestFreeShare(amounts(100, 100, 100), amounts(20, 50, 10)), 0.5);
  t.is(tightestFreeShare(amounts(100, 100, 100), amounts(20, 50, 75)), 0.25);
  t.is(tightestFreeShare(amounts(100, 100), amounts(undefined, undefined)), 1);
});

test('resources that a node does not offer do not count', (t) => {
  t.is(tightestFreeShare(amounts(undefined, 100), amounts(20, 50)), 0.5);
  t.is(tightestFreeShare(amounts(0, 100), amounts(20, 50)), 0.5);
  t.is(tightestFreeShare(amounts(undefined, undefined), amounts(1, 1)), null);
});

test('a node that is overcommitted has a free share of 0', (t) => {
  t.is(tightestFreeShare(amounts(100, 100), amounts(150, 50)), 0);
  t.is(strandedAmount(100, 150, 0), 0);
});

test('what is free beyond the tightest share is stranded', (t) => {
  t.is(strandedAmount(200, 50, 0.25), 100);
  t.is(strandedAmount(200, 150, 0.25), 0);
  t.is(strandedAmount(200, 180, 0.25), 0);
  t.is(strandedAmount(200, 50, null), 0);
  t.is(strandedAmount(0, 0, 0), 0);
});

/** Resources: their numbers, their units and their order in tables. */
import test from 'ava';
import {
  inDisplayOrder,
  indexAmounts,
  numberOf,
  resourceIndex,
  unitOf,
} from '../../../src/core/measure/resource-index.ts';

test('cpu, memory and pods have the first numbers, a new name the next one', (t) => {
  const index = resourceIndex();
  t.deepEqual(
    ['cpu', 'memory', 'pods', 'a/gpu', 'cpu', 'a/gpu'].map((name) => numberOf(index, name)),
    [0, 1, 2, 3, 0, 3],
  );
  t.deepEqual(index.names, ['cpu', 'memory', 'pods', 'a/gpu']);
});

test('amounts are two lists of numbers', (t) => {
  const index = resourceIndex();
  t.deepEqual(
    indexAmounts(
      index,
      new Map([
        ['memory', 5],
        ['x', 7],
      ]),
    ),
    { resources: [1, 3], amounts: [5, 7] },
  );
});

test('tables show cpu, memory and pods, then the others in alphabetical order', (t) => {
  const names = ['z', 'pods', 'b', 'memory', 'a', 'cpu'];
  t.deepEqual(inDisplayOrder(names), ['cpu', 'memory', 'pods', 'a', 'b', 'z']);
});

test('cpu is in millicores, memory and storage in bytes, everything else is a count', (t) => {
  const units = [
    'cpu',
    'memory',
    'ephemeral-storage',
    'hugepages-2Mi',
    'pods',
    'hugepages',
    'nvidia.com/gpu',
  ].map(unitOf);
  t.deepEqual(units, ['millicores', 'bytes', 'bytes', 'bytes', 'count', 'count', 'count']);
});

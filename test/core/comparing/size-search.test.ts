/** The smallest counts with which limits hold. */
import test from 'ava';
import { type PoolCounts, smallestCounts } from '../../../src/core/comparing/size-search.ts';
import fc from '../../seeded-properties.ts';

const total = (counts: PoolCounts): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

/** The limits hold with this many nodes in each pool, and in all. */
function search(now: Readonly<Record<string, number>>, needed: Readonly<Record<string, number>>, inAll = 0) {
  const asked: string[] = [];
  const holds = async (counts: PoolCounts): Promise<boolean> => {
    asked.push([...counts].map(([pool, count]) => `${pool}=${count}`).join(' '));
    return [...counts].every(([pool, count]) => count >= (needed[pool] ?? 0)) && total(counts) >= inAll;
  };
  const found = smallestCounts({ now: new Map(Object.entries(now)), holds, mostTimes: 64 });
  return found.then((counts) => ({ counts: counts && Object.fromEntries(counts), asked }));
}

test('a pool shrinks to the count that is needed', async (t) => {
  t.deepEqual((await search({ a: 10 }, { a: 3 })).counts, { a: 3 });
});

test('a pool that is too small grows first', async (t) => {
  t.deepEqual((await search({ a: 2 }, { a: 11 })).counts, { a: 11 });
  t.deepEqual((await search({ a: 0 }, { a: 5 })).counts, { a: 5 });
});

test('a pool that is not needed shrinks to no node', async (t) => {
  t.deepEqual((await search({ a: 4, b: 3 }, { a: 4 })).counts, { a: 4, b: 0 });
});

test('where no count holds there is no result', async (t) => {
  const { counts, asked } = await search({ a: 2 }, { a: 129 });
  t.is(counts, undefined);
  t.deepEqual(asked.at(-1), 'a=128');
});

test('law: the limits hold with the result, and with one node fewer in any pool they do not', async (t) => {
  const counts = fc.record({ a: fc.nat(12), b: fc.nat(12), c: fc.nat(12) });
  await fc.assert(
    fc.asyncProperty(counts, counts, fc.nat(40), async (now, needed, inAll) => {
      const { counts: found } = await search(now, needed, inAll);
      if (found === undefined) return;
      const holds = (each: Readonly<Record<string, number>>): boolean =>
        Object.entries(each).every(([pool, count]) => count >= needed[pool as 'a']) &&
        total(new Map(Object.entries(each))) >= inAll;
      t.true(holds(found));
      for (const pool of Object.keys(found)) {
        if (found[pool]! > 0) t.false(holds({ ...found, [pool]: found[pool]! - 1 }));
      }
    }),
  );
});

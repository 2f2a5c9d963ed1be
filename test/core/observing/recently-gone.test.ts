/** What is remembered of objects that are gone. */
import test from 'ava';
import { createRecentlyGone } from '../../../src/core/observing/recently-gone.ts';

test('the last ones are remembered, at least as many as asked for and at most twice', (t) => {
  const gone = createRecentlyGone(3);
  const all = Array.from({ length: 10 }, (_, number) => `p${number}`);
  for (const [number, uid] of all.entries()) {
    gone.add(uid);
    const remembered = all.slice(0, number + 1).filter((each) => gone.has(each));
    t.deepEqual(remembered, all.slice(number + 1 - remembered.length, number + 1));
    t.true(remembered.length >= Math.min(3, number + 1) && remembered.length <= 6);
  }
});

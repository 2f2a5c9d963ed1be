/** Tests of the memory of objects that are gone. */
import test from 'ava';
import { createRecentlyGone } from '../../../src/core/observing/recently-gone.ts';

test('the last uids are remembered: at least the wanted number, at most twice that', (t) => {
  const gone = createRecentlyGone(3);
  const all = Array.from({ length: 10 }, (_, number) => `p${number}`);
  for (const [number, uid] of all.entries()) {
    gone.add(uid);
    const remembered = all.slice(0, number + 1).filter((each) => gone.has(each));
    t.deepEqual(remembered, all.slice(number + 1 - remembered.length, number + 1));
    t.true(remembered.length >= Math.min(3, number + 1) && remembered.length <= 6);
  }
});

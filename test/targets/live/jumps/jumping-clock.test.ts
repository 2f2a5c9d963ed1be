/** A clock that jumps wakes its sleepers when their time has come, and never before. */
import test from 'ava';
import { createJumpingClock } from '../../../../src/targets/live/jumps/jumping-clock.ts';
import fc from '../../../seeded-properties.ts';
import { fakeClock } from '../../../verbs/replay/fake-clock.ts';

test('sleepers wake at their time, through any jumps', async (t) => {
  const plan = fc.record({
    sleeps: fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 5 }),
    jumps: fc.array(
      fc.record({ after: fc.integer({ min: 1, max: 2_000 }), by: fc.integer({ min: 1, max: 5_000 }) }),
      { maxLength: 5 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ sleeps, jumps }) => {
      const real = fakeClock();
      const clock = createJumpingClock(real);
      const woken = sleeps.map(async (duration) => {
        await clock.sleep(duration);
        return { duration, at: clock.now() };
      });
      const jumping = (async () => {
        for (const { after, by } of jumps) {
          await real.sleep(after);
          clock.jump(by);
        }
      })();
      const ends = await real.until(Promise.all(woken));
      t.true(ends.every(({ duration, at }) => at >= duration));
      await real.until(jumping);
      t.is(clock.now(), real.now() + clock.jumped);
    }),
    { numRuns: 50 },
  );
});

test('a jump over the end of a sleep wakes it without real time', async (t) => {
  const real = fakeClock();
  const clock = createJumpingClock(real);
  const sleeping = clock.sleep(3_600_000_000).then(() => real.now());
  clock.jump(3_600_000_000);
  t.is(await sleeping, 0);
});

test('a sleep ends with the reason of its signal', async (t) => {
  const clock = createJumpingClock(fakeClock());
  const ending = new AbortController();
  const sleeping = clock.sleep(1_000_000, ending.signal);
  ending.abort(new Error('over'));
  await t.throwsAsync(sleeping, { message: 'over' });
});

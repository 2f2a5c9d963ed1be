/** The jumper takes the clock to the next due event where that is proven, and counts what held it elsewhere. */
import test from 'ava';
import { createJumpMeter } from '../../../../src/targets/live/jumps/jump-meter.ts';
import { type JumpVerdict, runJumper } from '../../../../src/targets/live/jumps/jumper.ts';
import { createJumpingClock } from '../../../../src/targets/live/jumps/jumping-clock.ts';
import { fakeClock } from '../../../verbs/replay/fake-clock.ts';

/** Lets the clock run through events that are due at these times, in seconds of the play's clock. */
async function play(dues: readonly number[], prove: (now: number) => JumpVerdict, isBusy = () => false) {
  const real = fakeClock();
  const clock = createJumpingClock(real);
  const meter = createJumpMeter('metrics');
  const ending = new AbortController();
  const reached: number[] = [];
  const next = (): number | undefined => dues.map((due) => due * 1e6).find((due) => due > clock.now());
  const jumping = runJumper({
    clock,
    speed: 1,
    own: { nextDue: next, isBusy },
    prove: async () => prove(real.now()),
    meter,
    signal: ending.signal,
  });
  const events = (async () => {
    for (const due of dues) {
      await clock.sleep(due * 1e6 - clock.now());
      reached.push(real.now());
    }
    ending.abort();
  })();
  await real.until(Promise.all([events, jumping]));
  return { reached, facts: meter.facts(), real: real.now(), played: clock.now() };
}

test('idle time passes in jumps', async (t) => {
  const { facts, real, played } = await play([10, 100, 5000], () => ({ waiting: 0 }));
  t.true(played >= 5000e6);
  t.true(real < 1e6, `it took ${real} µs`);
  t.is(facts.count, 3);
});

test('the clock passes at its speed where nothing allows a jump', async (t) => {
  const { facts, real } = await play([1, 3], () => ({ held: 'backoff', wait: 100_000 }));
  t.true(real >= 3e6);
  t.is(facts.count, 0);
  t.true((facts.held.backoff ?? 0) > 2.5e6);
});

test('the clock does not jump while calls of keg are under way', async (t) => {
  const { facts, real } = await play(
    [2],
    () => ({ waiting: 0 }),
    () => true,
  );
  t.true(real >= 2e6);
  t.is(facts.count, 0);
});

test('events close together are not jumped between', async (t) => {
  const { facts } = await play([0.02, 0.04, 0.06], () => ({ waiting: 0 }));
  t.is(facts.count, 0);
});

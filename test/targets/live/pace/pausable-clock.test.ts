/** A clock that can stop. */
import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { createJumpingClock } from '../../../../src/targets/live/jumps/jumping-clock.ts';
import { createPausableClock } from '../../../../src/targets/live/pace/pausable-clock.ts';
import { fakeClock } from '../../../verbs/replay/fake-clock.ts';

test('a stopped clock stands still, and goes on where it stood', async (t) => {
  const real = fakeClock(100);
  const clock = createPausableClock(real);
  clock.pause();
  real.jump(50);
  t.is(clock.now(), 100);
  clock.resume();
  t.is(clock.now(), 100);
  real.jump(7);
  t.is(clock.now(), 107);
});

test('a sleep lasts longer by the pause', async (t) => {
  const real = fakeClock();
  const clock = createPausableClock(real);
  const sleep = clock.sleep(1_000).then(() => real.now());
  const pause = (async () => {
    await real.sleep(400);
    clock.pause();
    await real.sleep(5_000);
    clock.resume();
  })();
  await real.until(pause);
  t.is(await real.until(sleep), 6_000);
});

test('a sleep that begins in a pause waits for its end, also one of no length', async (t) => {
  const real = fakeClock();
  const clock = createPausableClock(real);
  clock.pause();
  let isOver = false;
  const sleep = clock.sleep(0).then(() => {
    isOver = true;
  });
  await setImmediate();
  t.false(isOver);
  clock.resume();
  await real.until(sleep);
  t.true(isOver);
});

test('a signal ends a sleep in a pause', async (t) => {
  const clock = createPausableClock(fakeClock());
  const stop = new AbortController();
  clock.pause();
  const sleep = clock.sleep(10, stop.signal);
  stop.abort(new Error('stopped'));
  await t.throwsAsync(sleep, { message: 'stopped' });
});

test('a clock that jumps stands still with the clock below it', async (t) => {
  const real = fakeClock();
  const below = createPausableClock(real);
  const clock = createJumpingClock(below);
  clock.jump(500);
  below.pause();
  real.jump(30);
  t.is(clock.now(), 500);
  t.true(clock.isPaused);
});

test('a clock at another rate wakes its sleepers sooner or later, and knows how long it ran', async (t) => {
  const real = fakeClock();
  const clock = createPausableClock(real);
  const sleep = clock.sleep(1_000).then(() => real.now());
  const change = (async () => {
    await real.sleep(400);
    clock.setRate(3);
  })();
  await real.until(change);
  t.is(await real.until(sleep), 600);
  t.is(clock.now(), 1_000);
  clock.setRate(0.5);
  real.jump(10);
  t.is(clock.now(), 1_005);
  clock.pause();
  real.jump(99);
  t.is(clock.ran(), 610);
});

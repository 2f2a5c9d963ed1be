/** Tests of gaps from a recorder that is held up and from a clock that is set. */
import test from 'ava';
import { createRecordClock } from '../../../src/verbs/record/record-clock.ts';
import { type SelfGap, watchSelf } from '../../../src/verbs/record/self-watch.ts';

const SECOND = 1_000_000;

/** Runs the watch with a clock whose sleeps take these times. */
async function gapsWith(sleeps: readonly number[], drifts: readonly number[] = []): Promise<SelfGap[]> {
  const ending = new AbortController();
  const gaps: SelfGap[] = [];
  let now = 0;
  let round = 0;
  const clock = {
    now: () => now,
    async sleep() {
      now += sleeps[round]!;
      round += 1;
      if (round === sleeps.length) ending.abort();
    },
  };
  await watchSelf(
    clock,
    () => drifts[round - 1] ?? 0,
    (gap) => gaps.push(gap),
    ending.signal,
  );
  return gaps;
}

test('a timer that is up to two seconds late causes no gap', async (t) => {
  t.deepEqual(await gapsWith([SECOND, 1.5 * SECOND, 2.9 * SECOND]), []);
});

test('a timer that is much later causes a gap, because nothing was read in it', async (t) => {
  const gaps = await gapsWith([SECOND, 8.2 * SECOND, SECOND]);
  t.deepEqual(gaps, [
    { from: SECOND, to: 9.2 * SECOND, reason: 'slow consumer: keg stood still for 7.2s', lost: 'times' },
  ]);
});

test('a wall clock that jumps causes a gap, and one that is disciplined does not', async (t) => {
  const gaps = await gapsWith([SECOND, SECOND, SECOND], [100_000, 3_600 * SECOND, -2 * SECOND]);
  t.deepEqual(
    gaps.map(({ reason }) => reason),
    [
      'clock step: the wall clock went 1h forward, or the machine slept',
      'clock step: the wall clock went 2s back',
    ],
  );
});

test('times of a resumed recording continue by the wall clock and never decrease', (t) => {
  const start = Date.parse('2026-03-02T08:00:00Z');
  let mono = 500;
  const clock = { now: () => mono, sleep: async () => {} };
  const later = createRecordClock(clock, () => start + 60_000, { start, last: 50 * SECOND });
  t.is(later.now(), 60 * SECOND);
  mono += 7;
  t.is(later.now(), 60 * SECOND + 7);
  t.is(later.stampOf('2026-03-02T08:00:05Z'), 5 * SECOND);
  t.is(later.stampOf('2026-03-02T07:59:00Z'), -60 * SECOND);
  t.is(later.stampOf('noon'), undefined);
  t.is(createRecordClock(clock, () => start - 1000, { start, last: 50 * SECOND }).now(), 50 * SECOND);
  t.is(createRecordClock(clock, () => start).start, '2026-03-02T08:00:00.000000000Z');
});

test('drift is how far the wall clock moved since the last call', (t) => {
  let mono = 0;
  let wall = 1_000;
  const clock = createRecordClock({ now: () => mono, sleep: async () => {} }, () => wall);
  mono += SECOND;
  wall += 1_000;
  t.is(clock.drift(), 0);
  mono += SECOND;
  wall += 4_000;
  t.is(clock.drift(), 3 * SECOND);
  mono += SECOND;
  wall += 1_000;
  t.is(clock.drift(), 0);
});

/** Every event is sent at its time on the wall: absolute, never early, without drift. */
import test from 'ava';
import type { TimelineEvent } from '../../../../src/core/timeline/timeline-event.ts';
import { paceTimeline } from '../../../../src/targets/live/pace/pace-timeline.ts';
import { achievedSpeed, dueAt, scenarioTimeAt } from '../../../../src/targets/live/pace/paced-clock.ts';
import fc from '../../../seeded-properties.ts';
import { fakeClock } from '../../../verbs/replay/fake-clock.ts';

const SECOND = 1_000_000;

function eventsAt(times: Iterable<number>): TimelineEvent[] {
  return [...times].map((at, sequence) => ({
    at,
    sequence,
    action: { kind: 'remove-node', name: `n${sequence}` },
  }));
}

function everyNineSeconds(count: number): TimelineEvent[] {
  return eventsAt(Array.from({ length: count }, (_, index) => index * 9 * SECOND));
}

test('1,000 gaps of 9 s at 10x take exactly 900 s', async (t) => {
  const clock = fakeClock(5 * SECOND);
  const sent: number[] = [];
  const pacing = paceTimeline(everyNineSeconds(1001), { epoch: 5 * SECOND, speed: 10 }, clock, (_, due) => {
    t.is(clock.now(), due);
    sent.push(due);
  });
  t.deepEqual(await clock.until(pacing), { events: 1001 });
  t.is(sent.at(-1)! - sent[0]!, 900 * SECOND);
  t.is(
    clock.sleeps.reduce((sum, sleep) => sum + sleep),
    900 * SECOND,
  );
});

test('1,000 events 9 s apart at 10x are sent every 0.9 s, exactly', async (t) => {
  const clock = fakeClock();
  const sent: number[] = [];
  const pacing = paceTimeline(everyNineSeconds(1000), { epoch: 0, speed: 10 }, clock, () => {
    sent.push(clock.now());
  });
  await clock.until(pacing);
  t.deepEqual(
    sent,
    Array.from({ length: 1000 }, (_, index) => index * 900_000),
  );
});

for (const speed of [7.3, 1 / 3, 0.9, 999.999]) {
  test(`at ${speed}x the last of 1,000 events is due at its own time`, (t) => {
    const pace = { epoch: 17, speed };
    t.is(dueAt(pace, 999 * 9 * SECOND), 17 + Math.round((999 * 9 * SECOND) / speed));
  });
}

test('no event is due more than half a microsecond off', (t) => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 10_000, noNaN: true }),
      fc.nat(1e12),
      fc.nat(1e12),
      (speed, epoch, at) => {
        const exact = at / speed;
        return Math.abs(dueAt({ epoch, speed }, at) - epoch - exact) <= 0.5;
      },
    ),
  );
  t.pass();
});

test('later events are never due earlier', (t) => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 10_000, noNaN: true }),
      fc.nat(1e12),
      fc.nat(1e6),
      (speed, at, gap) => {
        const pace = { epoch: 0, speed };
        return dueAt(pace, at) <= dueAt(pace, at + gap);
      },
    ),
  );
  t.pass();
});

test('scenario time at an event’s due time is the event’s, to one wall microsecond', (t) => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 10_000, noNaN: true }),
      fc.nat(1e9),
      fc.nat(1e12),
      (speed, epoch, at) => {
        const pace = { epoch, speed };
        return Math.abs(scenarioTimeAt(pace, dueAt(pace, at)) - at) <= speed / 2 + 0.5;
      },
    ),
  );
  t.pass();
});

test('before the start scenario time is 0', (t) => {
  t.is(scenarioTimeAt({ epoch: 100, speed: 10 }, 40), 0);
});

test('achieved speed is scenario time divided by wall time', (t) => {
  const pace = { epoch: 1000, speed: 10 };
  t.is(achievedSpeed(pace, 600 * SECOND, 1000 + 60 * SECOND), 10);
  t.is(achievedSpeed(pace, 600 * SECOND, 1000 + 75 * SECOND), 8);
  t.is(achievedSpeed(pace, 0, 1000), 10);
});

test('no event is sent before its time, although timers fire early', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(1e6), { minLength: 1, maxLength: 20 }),
      fc.constantFrom(1, 7.3, 100),
      async (gaps, speed) => {
        const clock = fakeClock(0, 300);
        let at = 0;
        const events = eventsAt(
          gaps.map((gap) => {
            at += gap;
            return at;
          }),
        );
        const early: number[] = [];
        const pacing = paceTimeline(events, { epoch: 50, speed }, clock, (_, due) => {
          if (clock.now() < due) early.push(due);
        });
        await clock.until(pacing);
        t.deepEqual(early, []);
      },
    ),
    { numRuns: 30 },
  );
});

test('overdue events are sent at once, in order, and the next one at its time', async (t) => {
  const clock = fakeClock();
  const sent: [number, number][] = [];
  const events = eventsAt([0, 1000, 2000, 3000, 10_000]);
  const pacing = paceTimeline(events, { epoch: 0, speed: 1 }, clock, ({ sequence }) => {
    sent.push([sequence, clock.now()]);
    if (sequence === 0) clock.jump(5000);
  });
  await clock.until(pacing);
  t.deepEqual(sent, [
    [0, 0],
    [1, 5000],
    [2, 5000],
    [3, 5000],
    [4, 10_000],
  ]);
});

test('thousands of events due at once leave turns to the event loop', async (t) => {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const clock = fakeClock();
  const { events } = await paceTimeline(
    eventsAt(new Array(10_000).fill(0)),
    { epoch: 0, speed: 1 },
    clock,
    () => {},
  );
  isOver = true;
  t.is(events, 10_000);
  t.true(turns > 100, `${turns} turns`);
});

test('events at `until` are sent, later ones are not', async (t) => {
  const clock = fakeClock();
  const pacing = paceTimeline(
    eventsAt([0, 10, 20, 21]),
    { epoch: 0, speed: 1 },
    clock,
    ({ at }) => t.true(at <= 20),
    {
      until: 20,
    },
  );
  t.deepEqual(await clock.until(pacing), { events: 3 });
});

test('an abort ends a sleep without an error', async (t) => {
  const clock = fakeClock();
  const stop = new AbortController();
  const pacing = paceTimeline(
    eventsAt([0, 3600 * SECOND]),
    { epoch: 0, speed: 1 },
    clock,
    () => stop.abort(new Error('enough')),
    { signal: stop.signal },
  );
  t.deepEqual(await clock.until(pacing), { events: 1 });
});

test('an abort takes effect among thousands of events that are due at once', async (t) => {
  const stop = new AbortController();
  setImmediate(() => stop.abort());
  const { events } = await paceTimeline(
    eventsAt(new Array(10_000).fill(0)),
    { epoch: 0, speed: 1 },
    fakeClock(),
    () => {},
    { signal: stop.signal },
  );
  t.true(events < 10_000, `${events} sent`);
});

test('a sleep is never longer than a timer allows', async (t) => {
  const clock = fakeClock();
  const pacing = paceTimeline(eventsAt([60 * 24 * 3600 * SECOND]), { epoch: 0, speed: 1 }, clock, () => {
    t.is(clock.now(), 60 * 24 * 3600 * SECOND);
  });
  await clock.until(pacing);
  t.true(Math.max(...clock.sleeps) < 2 ** 31 * 1000);
});

test('onIdle is called before each sleep, with its end', async (t) => {
  const idleUntil: number[] = [];
  const clock = fakeClock();
  const pacing = paceTimeline(eventsAt([0, 0, 90, 180]), { epoch: 0, speed: 10 }, clock, () => {}, {
    onIdle: (next) => idleUntil.push(next),
  });
  await clock.until(pacing);
  t.deepEqual(idleUntil, [9, 18]);
});

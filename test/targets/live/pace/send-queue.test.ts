/** The send queue keeps order per object, measures lag, and finds what limited the speed. */
import test from 'ava';
import { createSendQueue, type SendQueueOptions } from '../../../../src/targets/live/pace/send-queue.ts';
import fc from '../../../seeded-properties.ts';
import { type FakeClock, fakeClock } from '../../../verbs/replay/fake-clock.ts';

const MS = 1000;

function queueOn(clock: FakeClock, options: Partial<SendQueueOptions> = {}) {
  return createSendQueue({ inFlight: 4, clock, loopBusy: () => 0, ...options });
}

test('work on one key is done in the order of its submission', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock);
  const done: string[] = [];
  const slow = (name: string, duration: number) => async () => {
    await clock.sleep(duration);
    done.push(name);
  };
  queue.submit('pod/a', 0, slow('create a', 50 * MS));
  queue.submit('pod/a', 0, slow('delete a', 1 * MS));
  queue.submit('pod/b', 0, slow('create b', 10 * MS));
  await clock.until(queue.idle());
  t.deepEqual(done, ['create b', 'create a', 'delete a']);
});

test('at most inFlight are under way, and no two of one key', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.record({ key: fc.nat(4), duration: fc.nat(5), gap: fc.nat(2) }), { maxLength: 40 }),
      async (inFlight, jobs) => {
        const clock = fakeClock();
        const queue = queueOn(clock, { inFlight });
        const running = new Map<number, number>();
        const order = new Map<number, number[]>();
        const faults: string[] = [];
        const submitAll = async (): Promise<void> => {
          for (const [index, { key, duration, gap }] of jobs.entries()) {
            queue.submit(String(key), clock.now(), async () => {
              running.set(key, (running.get(key) ?? 0) + 1);
              order.set(key, [...(order.get(key) ?? []), index]);
              const total = [...running.values()].reduce((sum, count) => sum + count, 0);
              if (total > queue.underWay || queue.underWay > inFlight) faults.push(`${total} under way`);
              if (running.get(key)! > 1) faults.push(`two of ${key}`);
              if (duration > 0) await clock.sleep(duration * MS);
              running.set(key, running.get(key)! - 1);
            });
            if (gap > 0) await clock.sleep(gap * MS);
          }
          await queue.idle();
        };
        await clock.until(submitAll());
        t.deepEqual(faults, []);
        t.is(queue.lag().n, jobs.length);
        for (const indices of order.values()) {
          t.deepEqual(
            indices,
            [...indices].sort((a, b) => a - b),
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('of the work that can begin, the earliest begins', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock, { inFlight: 1 });
  const done: string[] = [];
  const note = (name: string) => async () => {
    await clock.sleep(MS);
    done.push(name);
  };
  queue.submit('a', 0, note('a1'));
  queue.submit('b', 0, note('b1'));
  queue.submit('a', 0, note('a2'));
  queue.submit('c', 0, note('c1'));
  t.is(queue.waiting, 3);
  await clock.until(queue.idle());
  t.deepEqual(done, ['a1', 'b1', 'a2', 'c1']);
});

test('a free slot is used at once', (t) => {
  const queue = queueOn(fakeClock());
  let begun = false;
  queue.submit('a', 0, async () => {
    begun = true;
  });
  t.true(begun);
});

test('work that rejects is reported and stops no other work', async (t) => {
  const clock = fakeClock();
  const failures: unknown[] = [];
  const queue = queueOn(clock, { inFlight: 1, onFailure: (error) => failures.push(error) });
  const done: string[] = [];
  queue.submit('a', 0, () => Promise.reject(new Error('one')));
  queue.submit('a', 0, () => {
    throw new Error('two');
  });
  queue.submit('a', 0, async () => void done.push('a'));
  queue.submit('b', 0, async () => void done.push('b'));
  await clock.until(queue.idle());
  t.deepEqual(done, ['a', 'b']);
  t.deepEqual(
    failures.map((error) => (error as Error).message),
    ['one', 'two'],
  );
});

test('without a listener, `idle` rejects with the first failure', async (t) => {
  const queue = queueOn(fakeClock());
  queue.submit('a', 0, () => Promise.reject(new Error('lost')));
  await t.throwsAsync(queue.idle(), { message: 'lost' });
});

test('`clear` drops work that has not begun, and work under way ends', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock, { inFlight: 2 });
  const done: string[] = [];
  for (const key of ['a', 'a', 'b', 'c', 'd']) {
    queue.submit(key, 0, async () => {
      await clock.sleep(MS);
      done.push(key);
    });
  }
  t.is(queue.clear(), 3);
  t.is(queue.waiting, 0);
  queue.submit('a', 0, async () => void done.push('a, later'));
  await clock.until(queue.idle());
  t.deepEqual(done.toSorted(), ['a', 'a, later', 'b']);
});

test('100,000 entries go through', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock, { inFlight: 16 });
  let done = 0;
  for (let index = 0; index < 100_000; index += 1) {
    queue.submit(`pod/${index % 50_000}`, 0, async () => {
      done += 1;
    });
  }
  await queue.idle();
  t.is(done, 100_000);
  t.is(queue.lag().n, 100_000);
});

test('the lag of an event is when its work began minus when it was due', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock, { inFlight: 1 });
  for (const key of ['a', 'b', 'c', 'd']) queue.submit(key, 0, () => clock.sleep(10 * MS));
  await clock.until(queue.idle());
  const { n, p50, p95, p99, max } = queue.lag();
  t.deepEqual({ n, p50, p95, p99, max }, { n: 4, p50: 10 * MS, p95: 30 * MS, p99: 30 * MS, max: 30 * MS });
});

test('work that begins before it is due has no lag', async (t) => {
  const queue = queueOn(fakeClock(100));
  queue.submit('a', 5000, async () => {});
  await queue.idle();
  t.is(queue.lag().max, 0);
});

test('the lag lasts until the successful attempt, and names the cause of the delay', async (t) => {
  for (const isThrottled of [true, false]) {
    const clock = fakeClock();
    const queue = queueOn(clock, { inFlight: 4 });
    queue.submit('a', 0, async ({ again }) => {
      for (const wait of [100 * MS, 200 * MS]) {
        await clock.sleep(5 * MS);
        again(wait, isThrottled);
        await clock.sleep(wait);
      }
      await clock.sleep(40 * MS);
    });
    await clock.until(queue.idle());
    t.like(queue.lag(), { n: 1, max: 310 * MS, limitedBy: isThrottled ? 'throttling' : 'api-server' });
  }
});

test('answer times do not include the wait before the call', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock, { inFlight: 1 });
  for (const duration of [1, 2, 9]) queue.submit(String(duration), 0, () => clock.sleep(duration * MS));
  await clock.until(queue.idle());
  t.deepEqual(queue.answers(), { n: 3, p50: 2 * MS, p95: 9 * MS, p99: 9 * MS, max: 9 * MS });
});

test('the lag can be read repeatedly while it grows', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.nat(1000)), { maxLength: 6 }), async (rounds) => {
      const queue = queueOn(fakeClock(1000), { inFlight: 10_000 });
      const all: number[] = [];
      for (const round of rounds) {
        for (const due of round) {
          queue.submit(`${all.length}`, due, async () => {});
          all.push(1000 - due);
        }
        await queue.idle();
        const sorted = all.toSorted((a, b) => a - b);
        const rank = (percent: number) => sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
        const { n, p50, p99, max } = queue.lag();
        t.deepEqual(
          { n, p50, p99, max },
          { n: all.length, p50: rank(50), p99: rank(99), max: sorted.at(-1) ?? 0 },
        );
      }
    }),
  );
});

test('events on time are limited by nothing', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock, { inFlight: 1 });
  queue.submit('a', 0, () => clock.sleep(19 * MS));
  queue.submit('b', 0, async () => {});
  await clock.until(queue.idle());
  t.is(queue.lag().max, 19 * MS);
  t.is(queue.lag().limitedBy, 'nothing');
});

test('slots that all wait for answers are limited by the API server', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock, { inFlight: 2 });
  for (let index = 0; index < 20; index += 1) queue.submit(`${index}`, 0, () => clock.sleep(30 * MS));
  await clock.until(queue.idle());
  t.is(queue.lag().limitedBy, 'api-server');
});

test('a call that waits for an earlier one on its object is limited by the API server', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock, { inFlight: 16 });
  queue.submit('a', 0, () => clock.sleep(80 * MS));
  queue.submit('a', 0, async () => {});
  await clock.until(queue.idle());
  t.is(queue.lag().limitedBy, 'api-server');
});

test('events that reach the queue late are limited by the send queue', async (t) => {
  const clock = fakeClock(100 * MS);
  const queue = queueOn(clock);
  for (let index = 0; index < 20; index += 1) queue.submit(`${index}`, 40 * MS, async () => {});
  await clock.until(queue.idle());
  t.is(queue.lag().limitedBy, 'send-queue');
});

test('slots that are taken while the event loop is busy are limited by the send queue', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock, { inFlight: 2, loopBusy: () => clock.now() * 0.95 });
  for (let index = 0; index < 20; index += 1) queue.submit(`${index}`, 0, () => clock.sleep(30 * MS));
  await clock.until(queue.idle());
  t.is(queue.lag().limitedBy, 'send-queue');
});

test('slots that wait because of 429s are limited by throttling', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock, { inFlight: 2 });
  for (let index = 0; index < 20; index += 1) {
    queue.submit(`${index}`, 0, async () => {
      await clock.sleep(5 * MS);
      queue.noteThrottled(clock.now() + 1000 * MS);
      await clock.sleep(1005 * MS);
    });
  }
  await clock.until(queue.idle());
  t.is(queue.lag().limitedBy, 'throttling');
});

test('one throttled slot does not turn the slow answers of others into throttling', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock, { inFlight: 8 });
  for (let index = 0; index < 80; index += 1) {
    queue.submit(`${index}`, 0, async () => {
      if (index === 0) queue.noteThrottled(clock.now() + 1000 * MS);
      await clock.sleep(index === 0 ? 1000 * MS : 100 * MS);
    });
  }
  await clock.until(queue.idle());
  t.is(queue.lag().limitedBy, 'api-server');
});

test('many harmless milliseconds do not hide what made the late events late', async (t) => {
  const clock = fakeClock();
  const queue = queueOn(clock, { inFlight: 1 });
  clock.jump(15 * MS);
  for (let index = 0; index < 90; index += 1) queue.submit(`${index}`, 0, async () => {});
  queue.submit('slow', 15 * MS, () => clock.sleep(50 * MS));
  for (let index = 0; index < 9; index += 1) queue.submit(`late ${index}`, 15 * MS, async () => {});
  await clock.until(queue.idle());
  t.is(queue.lag().limitedBy, 'api-server');
});

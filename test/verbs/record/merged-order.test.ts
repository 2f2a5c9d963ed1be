/** Tests of the order in which reports of several watches are observed. */
import test from 'ava';
import { createMergedOrder } from '../../../src/verbs/record/merged-order.ts';
import fc from '../../seeded-properties.ts';

/** A merged order whose reports write down their name and their moment. */
function merging() {
  const seen: [string, number][] = [];
  const order = createMergedOrder({ hold: 200_000, now: () => 0 });
  const take = (stream: string, version: number | undefined, at: number, name = `${stream}${version}`) =>
    order.take(stream, version, at, (moment) => seen.push([name, moment]));
  return { order, seen, take };
}

test('before it begins, everything is carried out at once', (t) => {
  const { seen, take } = merging();
  take('pods', 7, 3);
  take('services', 5, 4);
  t.deepEqual(seen, [
    ['pods7', 3],
    ['services5', 4],
  ]);
});

test('an object written before a binding stands before it, at no later moment', (t) => {
  const { order, seen, take } = merging();
  order.begin();
  take('pods', 6, 100);
  take('pods', 9, 120);
  take('services', 8, 150);
  t.deepEqual(seen, []);
  order.end();
  t.deepEqual(seen, [
    ['pods6', 100],
    ['services8', 120],
    ['pods9', 120],
  ]);
});

test('reports without a version keep their place, and a listing keeps its order', (t) => {
  const { order, seen, take } = merging();
  order.begin();
  take('pods', 9, 1);
  take('events', undefined, 2, 'event');
  take('pods', 4, 3);
  take('pods', Number.NaN, 4, 'gap');
  take('services', 10, 5);
  order.end();
  t.deepEqual(
    seen.map(([name]) => name),
    ['pods9', 'event', 'pods4', 'gap', 'services10'],
  );
});

test('a flood of reports is held for a shorter time, and keeps its order', (t) => {
  const { order, seen, take } = merging();
  order.begin();
  for (let version = 1; version <= 1_000; version += 1) take('pods', version * 2, version);
  t.true(seen.length >= 700 && seen.length < 1_000, `${seen.length}`);
  take('services', 1_999, 1_001);
  order.end();
  t.is(seen.length, 1_001);
  t.deepEqual(seen.at(-2), ['services1999', 1_000]);
});

test('what is held is carried out by itself after a while', async (t) => {
  const seen: string[] = [];
  let now = 0;
  const order = createMergedOrder({ hold: 20_000, now: () => now });
  order.begin();
  order.take('pods', 5, 10, () => seen.push('pod'));
  order.take('nodes', 6, 40_000, () => seen.push('later'));
  now = 30_000;
  await new Promise((resolve) => setTimeout(resolve, 100));
  t.deepEqual(seen, ['pod']);
  order.end();
  t.deepEqual(seen, ['pod', 'later']);
});

test('nothing is lost, streams keep their order, and moments never decrease nor are late', (t) => {
  const report = fc.record({
    stream: fc.constantFrom('pods', 'nodes', 'services', 'events'),
    version: fc.option(fc.nat(50), { nil: undefined }),
    pause: fc.nat(100_000),
  });
  fc.assert(
    fc.property(fc.array(report, { maxLength: 40 }), (reports) => {
      const order = createMergedOrder({ hold: 200_000, now: () => 0 });
      const seen: { index: number; moment: number }[] = [];
      const moments: number[] = [];
      order.begin();
      let at = 0;
      for (const [index, { stream, version, pause }] of reports.entries()) {
        at += pause;
        moments.push(at);
        order.take(stream, version, at, (moment) => seen.push({ index, moment }));
      }
      order.end();
      t.is(seen.length, reports.length);
      for (const stream of ['pods', 'nodes', 'services', 'events']) {
        const own = seen.filter(({ index }) => reports[index]!.stream === stream).map(({ index }) => index);
        t.deepEqual(
          own,
          [...own].sort((one, other) => one - other),
        );
      }
      for (const [place, { index, moment }] of seen.entries()) {
        t.true(moment <= moments[index]!);
        t.true(moment >= (seen[place - 1]?.moment ?? 0));
      }
    }),
  );
});

/** A watch reports objects through all faults of servers and networks. */
import test, { type ExecutionContext } from 'ava';
import { ApiError } from '../../src/kubernetes/api-error.ts';
import { ConnectionError } from '../../src/kubernetes/connection-error.ts';
import type { WatchGap } from '../../src/kubernetes/watch-loop.ts';
import {
  ENDS,
  FAULTS,
  type FakeCollection,
  type Fault,
  fakeCollection,
  line,
  POD_PATH,
} from './fake-collection.ts';
import { status } from './scripted-server.ts';
import { impatientClock, transportTo } from './try-cluster.ts';
import { type WatchDiary, watchDiary } from './watch-diary.ts';

interface Watched {
  readonly fake: FakeCollection;
  readonly diary: WatchDiary;
}

/** A collection with these pods, watched and in step. */
async function watched(t: ExecutionContext, names: readonly string[], options = {}): Promise<Watched> {
  const fake = await fakeCollection();
  t.teardown(fake.close);
  for (const name of names) fake.create(name);
  const transport = await transportTo(t, { server: fake.server.url });
  const diary = watchDiary(transport, { path: POD_PATH, pageSize: 2 }, options);
  t.teardown(() => diary.stop().catch(() => {}));
  await diary.until(() => fake.watches() === 1);
  return { fake, diary };
}

function gaps({ reports }: WatchDiary): WatchGap[] {
  return reports.filter((report) => report.type === 'gap');
}

test('a watch reports existing objects page by page, then changes', async (t) => {
  const { fake, diary } = await watched(t, ['a', 'b', 'c']);
  t.deepEqual(diary.lines(), ['added a', 'added b', 'added c', 'synced']);
  fake.change('b');
  fake.remove('a');
  await diary.until(() => diary.reports.length === 6);
  t.deepEqual(diary.lines().slice(4), ['changed b', 'deleted a']);
  const [first, second, watch] = fake.server.requests;
  t.is(first?.query.get('limit'), '2');
  t.truthy(second?.query.get('continue'));
  t.is(watch?.query.get('allowWatchBookmarks'), 'true');
  t.regex(watch?.query.get('timeoutSeconds') ?? '', /^[345]\d\d$/);
});

test('the server ends a watch without bookmarks before its silence looks broken', async (t) => {
  const fake = await fakeCollection();
  t.teardown(fake.close);
  const transport = await transportTo(t, { server: fake.server.url });
  const diary = watchDiary(transport, { path: POD_PATH, lacksBookmarks: true }, { idle: 120e6 });
  await diary.until(() => fake.watches() === 1);
  const seconds = Number(fake.server.requests.at(-1)?.query.get('timeoutSeconds'));
  t.true(seconds >= 60 && seconds < 120);
  await diary.stop();
});

test('selectors are sent with lists and watches', async (t) => {
  const fake = await fakeCollection();
  t.teardown(fake.close);
  const transport = await transportTo(t, { server: fake.server.url });
  const collection = { path: POD_PATH, labelSelector: 'keg.dev/run=1', fieldSelector: 'spec.nodeName=n' };
  const diary = watchDiary(transport, collection);
  await diary.until(() => fake.watches() === 1);
  for (const { query } of fake.server.requests) {
    t.is(query.get('labelSelector'), 'keg.dev/run=1');
    t.is(query.get('fieldSelector'), 'spec.nodeName=n');
  }
  await diary.stop();
});

test('a re-created name is a deletion and an addition, also if the deletion was not seen', async (t) => {
  const { fake, diary } = await watched(t, ['a']);
  fake.toWatches(ENDS.cut);
  fake.remove('a');
  fake.create('a');
  await diary.until(() => diary.lines().includes('deleted a') && fake.watches() === 1);
  fake.compact();
  fake.failNext(FAULTS.reset);
  fake.toWatches(ENDS.cut);
  fake.remove('a');
  fake.create('a');
  await diary.until(() => fake.listings.length === 2 && fake.watches() === 1);
  t.deepEqual(diary.lines().slice(2), [
    'gap times',
    'deleted a',
    'added a',
    'gap times',
    'gap events',
    'deleted a',
    'added a',
  ]);
  const uids = diary.reports.flatMap((report) => (report.type === 'deleted' ? [report.uid] : []));
  t.is(new Set(uids).size, 2);
});

test('a cut connection continues where it was, with a gap of times', async (t) => {
  const { fake, diary } = await watched(t, ['a']);
  fake.failNext(FAULTS.broken, FAULTS.reset);
  fake.toWatches(ENDS.cut);
  fake.create('b');
  fake.remove('b');
  await diary.until(() => diary.lines().includes('deleted b'));
  t.deepEqual(diary.lines(), ['added a', 'synced', 'gap times', 'added b', 'deleted b']);
  t.is(fake.listings.length, 1);
  const [gap] = gaps(diary);
  t.true(gap!.from < gap!.to);
  t.regex(gap!.reason, /connection .* broke/);
});

test("a watch that ends at the server's timeout is no gap", async (t) => {
  const { fake, diary } = await watched(t, ['a']);
  fake.toWatches(ENDS.timeout);
  await diary.until(() => fake.server.requests.length === 3 && fake.watches() === 1);
  fake.create('b');
  await diary.until(() => diary.lines().includes('added b'));
  t.deepEqual(diary.lines(), ['added a', 'synced', 'added b']);
});

for (const [name, end] of [
  ['torn by a reset', ENDS.torn],
  ['torn by a quiet end', ENDS.tornQuietly],
  ['garbled', ENDS.garbled],
] as const) {
  test(`an event that comes ${name} is reported once, when it is sent again`, async (t) => {
    const { fake, diary } = await watched(t, ['a']);
    fake.toWatches(end);
    fake.create('b');
    await diary.until(() => diary.lines().includes('added b'));
    t.deepEqual(
      diary.lines().filter((text) => !text.startsWith('gap')),
      ['added a', 'synced', 'added b'],
    );
  });
}

test('410 is a gap of events: a new listing shows what is gone and what is new', async (t) => {
  const { fake, diary } = await watched(t, ['a', 'b', 'c']);
  fake.failNext(FAULTS.reset);
  fake.toWatches(ENDS.cut);
  fake.remove('a');
  fake.change('b');
  fake.create('d');
  fake.create('short-lived');
  fake.remove('short-lived');
  fake.compact();
  await diary.until(() => fake.listings.length === 2 && fake.watches() === 1);
  t.deepEqual(diary.lines().slice(4), ['gap times', 'gap events', 'changed b', 'added d', 'deleted a']);
  const [late, gap] = gaps(diary);
  t.is(late!.from, gap!.from);
  const deletion = diary.reports.find(({ type }) => type === 'deleted');
  t.like(deletion, { object: undefined, namespace: 'default', name: 'a' });
  t.true(gap!.from < gap!.to && gap!.to <= deletion!.at);
});

test('a bookmark keeps the place in a quiet collection', async (t) => {
  const { fake, diary } = await watched(t, ['a']);
  fake.compact();
  fake.bookmark();
  // A second watch comes after the bookmark has arrived.
  await new Promise((resolve) => setTimeout(resolve, 300));
  fake.toWatches(ENDS.cut);
  await diary.until(() => fake.server.requests.length === 3 && fake.watches() === 1);
  t.is(fake.listings.length, 1);
});

test('an ERROR event other than 410 is a pause, not an end', async (t) => {
  const { fake, diary } = await watched(t, ['a']);
  fake.toWatches(ENDS.error);
  fake.create('b');
  await diary.until(() => diary.lines().includes('added b'));
  t.is(fake.listings.length, 1);
  t.is(gaps(diary)[0]?.reason, '500 InternalError: etcd is away');
});

test('an etcd that was restored from a backup is listed again', async (t) => {
  const { fake, diary } = await watched(t, ['a']);
  const tooLarge = {
    ...status(504, 'Timeout', 'Too large resource version'),
    details: { causes: [{ reason: 'ResourceVersionTooLarge' }] },
  };
  fake.toWatches((response) => response.end(line('ERROR', tooLarge)));
  await diary.until(() => fake.listings.length === 2);
  t.pass();
});

test('a listing that expires half-way starts again without pages', async (t) => {
  const fake = await fakeCollection();
  t.teardown(fake.close);
  for (const name of ['a', 'b', 'c']) fake.create(name);
  const transport = await transportTo(t, { server: fake.server.url });
  const expired = { code: 410, reason: 'Expired', message: 'the continue token is too old' };
  const call = transport.call;
  let calls = 0;
  const forgetful = {
    ...transport,
    call: async <Answer>(request: Parameters<typeof call>[0]): Promise<Answer> => {
      calls += 1;
      if (calls !== 2) return call<Answer>(request);
      fake.remove('a');
      throw new ApiError(410, expired, { ...request, server: '', context: '' });
    },
  };
  const diary = watchDiary(forgetful, { path: POD_PATH, pageSize: 2 });
  await diary.until(() => diary.lines().includes('synced'));
  t.deepEqual(diary.lines(), ['added a', 'added b', 'added c', 'deleted a', 'synced']);
  t.is(fake.server.requests[1]?.query.get('limit'), null);
  await diary.stop();
});

test('a silence longer than bookmarks allow counts as a broken connection', async (t) => {
  const { fake, diary } = await watched(t, ['a'], { idle: 200_000 });
  await diary.until(() => gaps(diary).length === 1);
  t.is(fake.listings.length, 1);
  t.is(gaps(diary)[0]?.lost, 'times');
});

test('a restarted server that refuses everybody for a moment is awaited', async (t) => {
  const { fake, diary } = await watched(t, ['a']);
  fake.failNext(FAULTS.forbidden, FAULTS.forbidden);
  fake.toWatches(ENDS.cut);
  fake.create('b');
  await diary.until(() => diary.lines().includes('added b'));
  t.deepEqual(diary.lines(), ['added a', 'synced', 'gap times', 'added b']);
});

test('a failure of the first listing ends the watch at once', async (t) => {
  const fake = await fakeCollection();
  t.teardown(fake.close);
  fake.failNext(FAULTS.forbidden);
  const transport = await transportTo(t, { server: fake.server.url });
  const diary = watchDiary(transport, { path: POD_PATH });
  const error = await t.throwsAsync(
    diary.until(() => diary.lines().includes('synced')),
    { instanceOf: ApiError },
  );
  t.is(error.status, 403);
});

test('when patience ends, the gap is reported and the last error is thrown', async (t) => {
  const { fake, diary } = await watched(t, ['a'], { patience: 20_000 });
  await fake.close();
  await t.throwsAsync(
    diary.until(() => false),
    { message: /nothing answers at/ },
  );
  t.is(diary.lines().at(-1), 'gap times');
});

test('a watch that is ended during an outage reports the gap up to its end', async (t) => {
  const fake = await fakeCollection();
  fake.create('a');
  const clock = impatientClock();
  const transport = await transportTo(t, { server: fake.server.url }, { clock });
  const diary = watchDiary(transport, { path: POD_PATH });
  await diary.until(() => fake.watches() === 1);
  await fake.close();
  await diary.until(() => clock.waits.length > 0);
  await diary.stop();
  t.deepEqual(diary.lines(), ['added a', 'synced', 'gap times']);
});

test('a server that ends every watch at once gets pauses between requests', async (t) => {
  const fake = await fakeCollection();
  t.teardown(fake.close);
  const clock = impatientClock();
  const transport = await transportTo(t, { server: fake.server.url }, { clock });
  const diary = watchDiary(transport, { path: POD_PATH });
  await diary.until(() => fake.watches() === 1);
  const end: Fault = (response) => response.end();
  fake.failNext(end, end, end, end);
  fake.toWatches(ENDS.timeout);
  await diary.until(() => fake.watches() === 1);
  t.deepEqual(clock.waits, [50_000, 100_000, 200_000, 400_000, 800_000]);
  t.deepEqual(diary.lines(), ['synced']);
  await diary.stop();
});

test('closing the transport ends the watch', async (t) => {
  const fake = await fakeCollection();
  t.teardown(fake.close);
  const transport = await transportTo(t, { server: fake.server.url });
  const diary = watchDiary(transport, { path: POD_PATH });
  await diary.until(() => fake.watches() === 1);
  await transport.close();
  await t.throwsAsync(
    diary.until(() => false),
    { instanceOf: ConnectionError },
  );
});

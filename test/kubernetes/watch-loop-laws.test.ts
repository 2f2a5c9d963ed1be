/** Law: through any faults a watch reports exactly the history of the server, except in gaps of events. */
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { connectionOf } from '../../src/kubernetes/connection.ts';
import { openTransport } from '../../src/kubernetes/transport.ts';
import fc from '../seeded-properties.ts';
import { ENDS, FAULTS, type FakeCollection, fakeCollection, POD_PATH } from './fake-collection.ts';
import { impatientClock, kubeconfig } from './try-cluster.ts';
import { type WatchDiary, watchDiary } from './watch-diary.ts';

type Step =
  | { readonly do: 'create' | 'change' | 'remove' | 'recreate'; readonly name: string }
  | { readonly do: 'end'; readonly how: keyof typeof ENDS }
  | { readonly do: 'fail'; readonly how: keyof typeof FAULTS }
  | { readonly do: 'compact' | 'bookmark' | 'settle' };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('create', 'change', 'remove', 'recreate'),
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      how: fc.constantFrom(...(Object.keys(ENDS) as (keyof typeof ENDS)[])),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      how: fc.constantFrom(...(Object.keys(FAULTS) as (keyof typeof FAULTS)[])),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('compact', 'compact', 'bookmark') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
);

function take(fake: FakeCollection, step: Step): void {
  if (step.do === 'create') fake.create(step.name);
  else if (step.do === 'change') fake.change(step.name);
  else if (step.do === 'remove') fake.remove(step.name);
  else if (step.do === 'recreate') {
    fake.remove(step.name);
    fake.create(step.name);
  } else if (step.do === 'end') fake.toWatches(ENDS[step.how]);
  else if (step.do === 'fail') fake.failNext(FAULTS[step.how]);
  else if (step.do === 'compact') fake.compact();
  else if (step.do === 'bookmark') fake.bookmark();
}

/** The uid of each name according to the reports; throws where they contradict each other. */
function existingBy(diary: WatchDiary): Map<string, string> {
  const names = new Map<string, string>();
  const versions = new Map<string, string>();
  for (const report of diary.reports) {
    if (report.type === 'added') {
      const { name, uid, resourceVersion } = report.object.metadata;
      if (names.has(name) || versions.has(uid)) throw new Error(`${name} (${uid}) is added twice`);
      names.set(name, uid);
      versions.set(uid, resourceVersion);
    } else if (report.type === 'changed') {
      const { name, uid, resourceVersion } = report.object.metadata;
      if (names.get(name) !== uid) throw new Error(`${name} (${uid}) changes, but is not there`);
      if (versions.get(uid) === resourceVersion) throw new Error(`${name} (${uid}) changes into itself`);
      versions.set(uid, resourceVersion);
    } else if (report.type === 'deleted') {
      if (names.get(report.name) !== report.uid)
        throw new Error(`${report.name} (${report.uid}) is deleted, but was not there`);
      names.delete(report.name);
    }
  }
  return names;
}

/** Ranges of versions that gaps of events hide: from the last one reported before the gap to the listing after it. */
function hiddenStretches(diary: WatchDiary, listings: readonly number[]): [number, number][] {
  let reported = listings[0]!;
  let listing = 0;
  const stretches: [number, number][] = [];
  for (const report of diary.reports) {
    if (report.type === 'gap' && report.lost === 'events') {
      listing += 1;
      stretches.push([reported, listings[listing]!]);
    } else if (report.type === 'added' || report.type === 'changed') {
      reported = Math.max(reported, Number(report.object.metadata.resourceVersion));
    } else if (report.type === 'deleted') {
      reported = Math.max(reported, Number(report.object?.metadata.resourceVersion ?? 0));
    }
  }
  return stretches;
}

/** `added uid`, `changed uid`, `deleted uid` of the history after the first listing, without what gaps may hide. */
function mustBeTold(fake: FakeCollection, hidden: readonly (readonly [number, number])[]): string[] {
  const words = { ADDED: 'added', MODIFIED: 'changed', DELETED: 'deleted' } as const;
  return fake.history
    .filter(({ version }) => version > fake.listings[0]!)
    .filter(({ version }) => !hidden.some(([from, to]) => version > from && version <= to))
    .map(({ type, object }) => `${words[type]} ${object.metadata.uid}`);
}

/** The same of the reports after the first listing, in their order. */
function wasTold(diary: WatchDiary): string[] {
  const synced = diary.reports.findIndex(({ type }) => type === 'synced');
  return diary.reports.slice(synced).flatMap((report) => {
    if (report.type === 'deleted') return [`deleted ${report.uid}`];
    if (report.type === 'added' || report.type === 'changed')
      return [`${report.type} ${report.object.metadata.uid}`];
    return [];
  });
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let next = 0;
  for (const text of whole) if (next < part.length && part[next] === text) next += 1;
  return next === part.length;
}

/** Waits until the watch knows what exists and has reported everything that it must. */
async function inStep(fake: FakeCollection, diary: WatchDiary): Promise<void> {
  const isThere = (): boolean => {
    const [reported, real] = [existingBy(diary), fake.existing()];
    return (
      fake.watches() === 1 &&
      reported.size === real.size &&
      [...real].every(([name, uid]) => reported.get(name) === uid) &&
      isSubsequence(mustBeTold(fake, hiddenStretches(diary, fake.listings)), wasTold(diary))
    );
  };
  await diary.until(isThere);
}

let [outages, relistings] = [0, 0];

test('a watch reports the history through any faults, except in gaps of events', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 }),
      fc.array(anyStep, { minLength: 5, maxLength: 60, size: 'max' }),
      async (before, steps) => {
        const fake = await fakeCollection();
        for (const name of before) fake.create(name);
        const file = kubeconfig(t, { server: fake.server.url });
        const connection = await connectionOf({ kubeconfig: file });
        const transport = openTransport(connection, { clock: impatientClock() });
        const diary = watchDiary(transport, { path: POD_PATH, pageSize: 2 });
        try {
          await diary.until(() => fake.watches() === 1);
          for (const step of steps) {
            take(fake, step);
            if (step.do === 'settle') await inStep(fake, diary);
            else if (step.do === 'fail') await sleep(1);
          }
          // The last faults that were ordered are used up first.
          for (let end = 0; end < 40 && fake.faultsLeft() > 0; end += 1) {
            fake.toWatches(ENDS.cut);
            await sleep(2);
          }
          await inStep(fake, diary);
          const hidden = hiddenStretches(diary, fake.listings);
          // Without gaps of events it is the history, no more and no less.
          if (hidden.length === 0) t.deepEqual(wasTold(diary), mustBeTold(fake, hidden));
          for (const gap of diary.reports) {
            if (gap.type !== 'gap') continue;
            t.true(gap.from <= gap.to && gap.at === gap.to);
            if (gap.lost === 'events') relistings += 1;
            else outages += 1;
          }
        } finally {
          await diary.stop();
          await transport.close();
          await fake.close();
        }
      },
    ),
    { numRuns: 120, interruptAfterTimeLimit: 120_000 },
  );
  t.log(`${outages} gaps of times, ${relistings} gaps of events`);
  t.true(outages > 20 && relistings > 20);
});

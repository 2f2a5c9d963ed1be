/** Tests of the journal: every acknowledged line is on the disk after a kill, on a full disk, and when the file is resumed. */
import { fsyncSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import { openJournal } from '../../src/storage/journal.ts';
import { findJournalEnd } from '../../src/storage/journal-end.ts';
import { type Disk, openAppendFile } from '../../src/storage/local/append-file.ts';
import fc from '../seeded-properties.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { REAL, smallDisk, writeUntilKilled } from './small-disk.ts';

const NAMES = ['day.keg.jsonl', 'day.keg.jsonl.gz'] as const;

const CLOSE = '{"at":9,"kind":"close"}';

function line(number: number): string {
  return JSON.stringify({ at: number, kind: 'pod-ready', uid: `pod-${number}` });
}

/** All whole lines of a file, as any gzip reads them. */
function linesOf(path: string): string[] {
  const bytes = readFileSync(path);
  const text = path.endsWith('.gz') ? gunzipSync(bytes, { finishFlush: 2 }) : bytes;
  const lines = text.toString().split('\n');
  lines.pop();
  return lines;
}

function inNewFolder(t: ExecutionContext, name: string): string {
  return join(temporaryFolder(t), name);
}

function openOn(path: string, disk: Disk) {
  return openJournal(path, {
    storage: { openAppend: (each, options) => openAppendFile(each, options, disk) },
  });
}

for (const name of NAMES) {
  test(`${name}: a flush puts lines on the disk and acknowledges them`, async (t) => {
    const path = inNewFolder(t, name);
    const journal = openJournal(path);
    for (const number of [0, 1]) journal.append(line(number));
    t.deepEqual([journal.acknowledged, journal.waiting, statSync(path).size], [0, 2, 0]);
    await journal.flush();
    t.deepEqual([journal.acknowledged, journal.waiting], [2, 0]);
    t.is(statSync(path).size, journal.bytes);
    t.deepEqual(linesOf(path), [line(0), line(1)]);
    journal.append(line(2));
    await journal.close(CLOSE);
    t.deepEqual(linesOf(path), [line(0), line(1), line(2), CLOSE]);
  });

  test(`${name}: more than 1 MiB is written before a flush, and acknowledged by it`, async (t) => {
    const path = inNewFolder(t, name);
    const journal = openJournal(path);
    const long = 'x'.repeat(100_000);
    for (let count = 0; count < 50; count += 1) journal.append(long);
    t.true(linesOf(path).length >= 39);
    t.deepEqual([journal.acknowledged, journal.waiting, journal.bytes], [0, 50, 0]);
    await journal.flush();
    t.deepEqual([journal.acknowledged, journal.waiting, journal.bytes], [50, 0, statSync(path).size]);
    await journal.close();
  });

  test(`${name}: a file that is cut anywhere keeps its whole flushes and can be resumed`, async (t) => {
    const path = inNewFolder(t, name);
    const journal = openJournal(path);
    const ends: { readonly bytes: number; readonly lines: number }[] = [{ bytes: 0, lines: 0 }];
    for (let flush = 0, count = 0; flush < 6; flush += 1) {
      for (let many = 0; many <= flush * 3; many += 1) journal.append(line(count++));
      await journal.flush();
      ends.push({ bytes: journal.bytes, lines: journal.acknowledged });
    }
    await journal.close();
    const whole = readFileSync(path);
    const all = linesOf(path);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length }), async (cut) => {
        writeFileSync(path, whole.subarray(0, cut));
        const kept = ends.findLast(({ bytes }) => bytes <= cut)!;
        t.deepEqual(linesOf(path).slice(0, kept.lines), all.slice(0, kept.lines));
        const end = await findJournalEnd(path);
        t.true(end.bytes >= kept.bytes && end.bytes <= cut && end.closedAt === undefined);
        const next = openJournal(path, { after: end.bytes });
        next.append('{"added":"later"}');
        await next.close();
        const lines = linesOf(path);
        t.is(lines.pop(), '{"added":"later"}');
        t.deepEqual(lines, all.slice(0, lines.length));
        t.true(lines.length >= kept.lines);
      }),
      { numRuns: 150 },
    );
  });

  test(`${name}: a closed file is continued before its close line`, async (t) => {
    const path = inNewFolder(t, name);
    const journal = openJournal(path);
    journal.append(line(0));
    await journal.close(CLOSE);
    const end = await findJournalEnd(path);
    t.is(end.closedAt, 9);
    const next = openJournal(path, { after: end.bytes });
    next.append(line(1));
    await next.close(CLOSE);
    t.deepEqual(linesOf(path), [line(0), line(1), CLOSE]);
  });

  test(`${name}: a full disk keeps every acknowledged line, and the error says so`, async (t) => {
    const path = inNewFolder(t, name);
    const disk = smallDisk(700);
    const journal = openOn(path, disk);
    let acknowledged = 0;
    const error = await t.throwsAsync(
      async () => {
        for (let number = 0; ; number += 1) {
          journal.append(line(number));
          if (number % 3 === 2) {
            await journal.flush();
            acknowledged = number + 1;
          }
        }
      },
      { instanceOf: UserError, message: /^no space is left for / },
    );
    t.regex(error?.next ?? '', /--resume/);
    t.is(journal.acknowledged, acknowledged);
    t.true(acknowledged > 0);
    t.is(statSync(path).size, journal.bytes);
    t.deepEqual(
      linesOf(path),
      Array.from({ length: acknowledged }, (_, number) => line(number)),
    );
    // With room again, the waiting lines are written too.
    disk.grow(10_000);
    await journal.close();
    t.deepEqual(
      linesOf(path).slice(0, acknowledged + 3),
      Array.from({ length: acknowledged + 3 }, (_, number) => line(number)),
    );
  });

  test(`${name}: a disk that fills up between two blocks leaves no hole in the file`, async (t) => {
    const path = inNewFolder(t, name);
    const disk = smallDisk(path.endsWith('.gz') ? 1_000 : 1_500_000);
    const journal = openOn(path, disk);
    const texts = Array.from({ length: 15 }, (_, number) => `${number}${'x'.repeat(200_000)}`);
    for (const text of texts.slice(0, 4)) journal.append(text);
    const failed = await t.throwsAsync(
      async () => {
        for (const text of texts.slice(4)) journal.append(text);
        await journal.flush();
      },
      { message: /^no space is left/ },
    );
    t.truthy(failed);
    disk.grow(10_000_000);
    await journal.close(CLOSE);
    const lines = linesOf(path);
    t.is(lines.pop(), CLOSE);
    t.true(lines.length > 0);
    t.deepEqual(lines, texts.slice(0, lines.length));
    t.is(journal.acknowledged, lines.length + 1);
  });

  test(`${name}: after a failed sync nothing more is acknowledged`, async (t) => {
    const path = inNewFolder(t, name);
    let isBroken = false;
    const sync = (descriptor: number): void => {
      if (isBroken) throw Object.assign(new Error('gone'), { code: 'EIO' });
      fsyncSync(descriptor);
    };
    const journal = openOn(path, { ...REAL, sync });
    journal.append(line(0));
    await journal.flush();
    isBroken = true;
    journal.append(line(1));
    await t.throwsAsync(journal.flush(), { instanceOf: UserError, message: /^the disk of .* failed$/ });
    isBroken = false;
    journal.append(line(2));
    await t.throwsAsync(journal.close(CLOSE), { message: /^the disk of .* failed$/ });
    t.deepEqual([journal.acknowledged, journal.bytes], [1, statSync(path).size]);
    t.deepEqual(linesOf(path), [line(0)]);
  });

  test(`${name}: killed at any moment, the file holds every acknowledged line`, async (t) => {
    for (let round = 0; round < 3; round += 1) {
      const path = inNewFolder(t, `${round}-${name}`);
      const acknowledged = await writeUntilKilled(path, 60 + round * 90);
      const lines = linesOf(path);
      t.true(acknowledged > 0);
      t.true(lines.length >= acknowledged, `${lines.length} of ${acknowledged}`);
      t.true(lines.every((text, number) => text === line(number)));
    }
  });
}

test('flushes of a slow storage run one after the other, and acknowledge what they confirmed', async (t) => {
  const confirmed: (() => void)[] = [];
  const blocks: string[] = [];
  const journal = openJournal('slow.jsonl', {
    storage: {
      openAppend: () => ({
        append: (bytes) => blocks.push(Buffer.from(bytes).toString()),
        sync: () => new Promise((resolve) => confirmed.push(resolve)),
        close: async () => {},
      }),
    },
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  journal.append('one');
  const first = journal.flush();
  await settled();
  journal.append('two');
  const second = journal.flush();
  await settled();
  t.deepEqual([blocks, journal.acknowledged, journal.waiting], [['one\n'], 0, 2]);
  confirmed.shift()!();
  await first;
  t.deepEqual([journal.acknowledged, journal.bytes], [1, 4]);
  await settled();
  confirmed.shift()!();
  await second;
  t.deepEqual([blocks, journal.acknowledged, journal.waiting, journal.bytes], [['one\n', 'two\n'], 2, 0, 8]);
});

test('a file that exists is neither replaced nor written to', (t) => {
  const path = inNewFolder(t, NAMES[0]);
  writeFileSync(path, 'precious');
  const error = t.throws(() => openJournal(path), { instanceOf: UserError });
  t.regex(error.message, /already exists/);
  t.is(readFileSync(path, 'utf8'), 'precious');
});

test('a missing folder is named', (t) => {
  t.throws(() => openJournal(join(temporaryFolder(t), 'none', 'a.jsonl')), {
    instanceOf: UserError,
    message: /^there is no folder /,
  });
});

test('a gzip file of another program is refused, because its last flush is unknown', async (t) => {
  const path = inNewFolder(t, NAMES[1]);
  writeFileSync(path, gzipSync(`${line(0)}\n`.repeat(20)));
  await t.throwsAsync(findJournalEnd(path), {
    instanceOf: UserError,
    message: /not compressed by kubectl keg record/,
  });
});

test('a last member whose bytes the disk lost is cut off', async (t) => {
  const path = inNewFolder(t, NAMES[1]);
  const journal = openJournal(path);
  journal.append(line(0));
  await journal.flush();
  const kept = journal.bytes;
  journal.append(line(1));
  await journal.close();
  const bytes = readFileSync(path);
  bytes.fill(0, kept + 30);
  writeFileSync(path, bytes);
  t.deepEqual(await findJournalEnd(path), { bytes: kept, closedAt: undefined });
});

test('a file without a whole line is continued from its beginning', async (t) => {
  for (const name of NAMES) {
    const path = inNewFolder(t, name);
    const journal = openJournal(path);
    journal.append(line(0));
    await journal.close();
    truncateSync(path, 5);
    t.is((await findJournalEnd(path)).bytes, 0);
    truncateSync(path, 0);
    t.is((await findJournalEnd(path)).bytes, 0);
  }
});

test('the end of a file is found over lines longer than one read', async (t) => {
  const path = inNewFolder(t, NAMES[0]);
  const long = 'x'.repeat(200_000);
  writeFileSync(path, `${long}\n${long}\n${long}`);
  t.deepEqual(await findJournalEnd(path), { bytes: 400_002, closedAt: undefined });
});

/** What is acknowledged is on the disk: after a kill, on a full disk, and when it is gone on with. */
import { spawn } from 'node:child_process';
import {
  fsyncSync,
  ftruncateSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { UserError } from '../../src/core/errors/user-error.ts';
import { type Disk, openJournal } from '../../src/storage/journal.ts';
import { findJournalEnd } from '../../src/storage/journal-end.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const NAMES = ['day.keg.jsonl', 'day.keg.jsonl.gz'] as const;
const CLOSE = '{"at":9,"kind":"close"}';

function line(number: number): string {
  return JSON.stringify({ at: number, kind: 'pod-ready', uid: `pod-${number}` });
}

/** All whole lines that can be read of it, as any gzip would. */
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

for (const name of NAMES) {
  test(`${name}: lines are on the disk after a flush, not before, and acknowledged then`, (t) => {
    const path = inNewFolder(t, name);
    const journal = openJournal(path);
    for (const number of [0, 1]) journal.append(line(number));
    t.deepEqual([journal.acknowledged, journal.waiting, statSync(path).size], [0, 2, 0]);
    journal.flush();
    t.deepEqual([journal.acknowledged, journal.waiting], [2, 0]);
    t.is(statSync(path).size, journal.bytes);
    t.deepEqual(linesOf(path), [line(0), line(1)]);
    journal.append(line(2));
    journal.close(CLOSE);
    t.deepEqual(linesOf(path), [line(0), line(1), line(2), CLOSE]);
  });

  test(`${name}: much that waits is written without being told to, so that memory stays bounded, and acknowledged with the next flush`, (t) => {
    const path = inNewFolder(t, name);
    const journal = openJournal(path);
    const long = 'x'.repeat(100_000);
    for (let count = 0; count < 50; count += 1) journal.append(long);
    t.true(linesOf(path).length >= 39);
    t.deepEqual([journal.acknowledged, journal.waiting, journal.bytes], [0, 50, 0]);
    journal.flush();
    t.deepEqual([journal.acknowledged, journal.waiting, journal.bytes], [50, 0, statSync(path).size]);
    journal.close();
  });

  test(`${name}: cut anywhere, the whole lines of whole flushes stay, and it is gone on with right after them`, (t) => {
    const path = inNewFolder(t, name);
    const journal = openJournal(path);
    const ends: { readonly bytes: number; readonly lines: number }[] = [{ bytes: 0, lines: 0 }];
    for (let flush = 0, count = 0; flush < 6; flush += 1) {
      for (let many = 0; many <= flush * 3; many += 1) journal.append(line(count++));
      journal.flush();
      ends.push({ bytes: journal.bytes, lines: journal.acknowledged });
    }
    journal.close();
    const whole = readFileSync(path);
    const all = linesOf(path);
    fc.assert(
      fc.property(fc.nat({ max: whole.length }), (cut) => {
        writeFileSync(path, whole.subarray(0, cut));
        const kept = ends.findLast(({ bytes }) => bytes <= cut)!;
        t.deepEqual(linesOf(path).slice(0, kept.lines), all.slice(0, kept.lines));
        const end = findJournalEnd(path);
        t.true(end.bytes >= kept.bytes && end.bytes <= cut && end.closedAt === undefined);
        const next = openJournal(path, { goOnAfter: end.bytes });
        next.append('{"gone":"on"}');
        next.close();
        const lines = linesOf(path);
        t.is(lines.pop(), '{"gone":"on"}');
        t.deepEqual(lines, all.slice(0, lines.length));
        t.true(lines.length >= kept.lines);
      }),
      { numRuns: 150 },
    );
  });

  test(`${name}: one that was closed is gone on with before its last line`, (t) => {
    const path = inNewFolder(t, name);
    const journal = openJournal(path);
    journal.append(line(0));
    journal.close(CLOSE);
    const end = findJournalEnd(path);
    t.is(end.closedAt, 9);
    const next = openJournal(path, { goOnAfter: end.bytes });
    next.append(line(1));
    next.close(CLOSE);
    t.deepEqual(linesOf(path), [line(0), line(1), CLOSE]);
  });

  test(`${name}: a full disk takes nothing away that was acknowledged, and is told in words`, (t) => {
    const path = inNewFolder(t, name);
    const disk = smallDisk(700);
    const journal = openJournal(path, { disk });
    let acknowledged = 0;
    const error = t.throws(
      () => {
        for (let number = 0; ; number += 1) {
          journal.append(line(number));
          if (number % 3 === 2) {
            journal.flush();
            acknowledged = number + 1;
          }
        }
      },
      { instanceOf: UserError, message: /^no space is left for / },
    );
    t.regex(error.next ?? '', /--resume/);
    t.is(journal.acknowledged, acknowledged);
    t.true(acknowledged > 0);
    t.is(statSync(path).size, journal.bytes);
    t.deepEqual(
      linesOf(path),
      Array.from({ length: acknowledged }, (_, number) => line(number)),
    );
    // Once there is room again, what was waiting is not lost either.
    disk.grow(10_000);
    journal.close();
    t.deepEqual(
      linesOf(path).slice(0, acknowledged + 3),
      Array.from({ length: acknowledged + 3 }, (_, number) => line(number)),
    );
  });

  test(`${name}: killed at any moment, the file holds every line that was acknowledged`, async (t) => {
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

test('a file that is there is neither replaced nor written to', (t) => {
  const path = inNewFolder(t, NAMES[0]);
  writeFileSync(path, 'precious');
  const error = t.throws(() => openJournal(path), { instanceOf: UserError });
  t.regex(error.message, /is there already/);
  t.is(readFileSync(path, 'utf8'), 'precious');
});

test('a folder that is not there is told', (t) => {
  t.throws(() => openJournal(join(temporaryFolder(t), 'none', 'a.jsonl')), {
    instanceOf: UserError,
    message: /^there is no folder /,
  });
});

test('a gzip file of another program is not gone on with, for its end can not be told', (t) => {
  const path = inNewFolder(t, NAMES[1]);
  writeFileSync(path, gzipSync(`${line(0)}\n`.repeat(20)));
  t.throws(() => findJournalEnd(path), {
    instanceOf: UserError,
    message: /not compressed by kubectl keg record/,
  });
});

test('a last member whose bytes the disk lost is cut off', (t) => {
  const path = inNewFolder(t, NAMES[1]);
  const journal = openJournal(path);
  journal.append(line(0));
  journal.flush();
  const kept = journal.bytes;
  journal.append(line(1));
  journal.close();
  const bytes = readFileSync(path);
  bytes.fill(0, kept + 30);
  writeFileSync(path, bytes);
  t.deepEqual(findJournalEnd(path), { bytes: kept, closedAt: undefined });
});

test('an empty file and one without any whole line are gone on with from their beginning', (t) => {
  for (const name of NAMES) {
    const path = inNewFolder(t, name);
    const journal = openJournal(path);
    journal.append(line(0));
    journal.close();
    truncateSync(path, 5);
    t.is(findJournalEnd(path).bytes, 0);
    truncateSync(path, 0);
    t.is(findJournalEnd(path).bytes, 0);
  }
});

/** Takes so many bytes in all, the last of them as a part of a write. */
function smallDisk(size: number): Disk & { grow(more: number): void } {
  let room = size;
  const real: Disk = {
    write: (descriptor, bytes, from, place) => writeSync(descriptor, bytes, from, bytes.length - from, place),
    sync: fsyncSync,
    truncate: ftruncateSync,
  };
  return {
    ...real,
    write(descriptor, bytes, from, place) {
      if (room <= 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      const part = bytes.subarray(from, from + room);
      room -= part.length;
      return writeSync(descriptor, part, 0, part.length, place);
    },
    grow(more) {
      room += more;
    },
  };
}

/** Gives how many lines the writer said were acknowledged before it was killed. */
function writeUntilKilled(path: string, milliseconds: number): Promise<number> {
  const program = `
    import { openJournal } from ${JSON.stringify(join(import.meta.dirname, '../../src/storage/journal.ts'))};
    const journal = openJournal(${JSON.stringify(path)});
    for (let number = 0; ; number += 1) {
      journal.append(JSON.stringify({ at: number, kind: 'pod-ready', uid: 'pod-' + number }));
      if (Math.random() < 0.1) {
        journal.flush();
        process.stdout.write(journal.acknowledged + '\\n');
        await new Promise((resolve) => setImmediate(resolve));
      }
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), milliseconds);
    said += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(Number(said.split('\n').at(-2) ?? 0)));
  });
}

/** Tests of rotation: the names of the files of a run, the file that a resume continues, and when the next file is due. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { lastPart, partName, partsOf, refusePartAlone, runOf } from '../../../src/verbs/record/part-names.ts';
import { isDue, parseRotation } from '../../../src/verbs/record/rotation.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

for (const [run, first] of [
  ['prod.keg.jsonl.gz', 'prod.0001.keg.jsonl.gz'],
  ['a/b.c/prod.jsonl', 'a/b.c/prod.0001.jsonl'],
  ['prod.2026-03.keg.jsonl', 'prod.2026-03.0001.keg.jsonl'],
  ['prod.gz', 'prod.0001.gz'],
  ['prod.recording', 'prod.0001.recording'],
  ['prod', 'prod.0001'],
] as const) {
  test(`the first file of ${run} is ${first}`, (t) => {
    t.is(partName(run, 1), first);
    t.is(runOf(first), run);
  });
}

test('names sort like their numbers, and more than four digits are read', async (t) => {
  const names = [1, 2, 10, 99, 100, 9999].map((number) => partName('p.jsonl', number));
  t.deepEqual(names.toSorted(), names);
  const folder = temporaryFolder(t);
  for (const name of [
    'p.0002.jsonl',
    'p.10000.jsonl',
    'p.0001.jsonl',
    'p.12.jsonl',
    'p.0003.jsonl.gz',
    'q.0004.jsonl',
  ])
    writeFileSync(join(folder, name), '');
  t.deepEqual(await partsOf(join(folder, 'p.jsonl')), [1, 2, 10_000]);
  t.deepEqual(await partsOf(join(folder, 'none', 'p.jsonl')), []);
  t.is(runOf('p.12.jsonl'), undefined);
});

test('a last file without lines is removed, and the one before it is continued', async (t) => {
  const folder = temporaryFolder(t);
  const run = join(folder, 'p.jsonl');
  writeFileSync(partName(run, 1), '{"a":1}\n');
  writeFileSync(partName(run, 2), '{"torn');
  t.deepEqual(await lastPart(run), { run, number: 1 });
  t.false(existsSync(partName(run, 2)));
});

test('a file that needs the other files of its run is not resumed alone', async (t) => {
  const folder = temporaryFolder(t);
  const run = join(folder, 'p.jsonl');
  const part = partName(run, 1);
  writeFileSync(part, '{"a":1}\n');
  await t.notThrowsAsync(refusePartAlone(part), 'names were kept');
  const whole = await t.throwsAsync(refusePartAlone(run), { instanceOf: UserError });
  t.regex(whole?.next ?? '', /--resume .*p\.jsonl --rotate/);
  writeFileSync(`${run}.salt`, 'pepper\n');
  await t.throwsAsync(refusePartAlone(part), { instanceOf: UserError, message: /one of several files/ });
  await t.notThrowsAsync(refusePartAlone(join(folder, 'other.jsonl')));
});

for (const [text, rotation] of [
  ['24h', { every: 86_400_000_000 }],
  ['300ms', { every: 300_000 }],
  ['5m', { every: 300_000_000 }],
  ['500MB', { size: 500_000_000 }],
  ['500M', { size: 500_000_000 }],
  ['1.5GiB', { size: 1_610_612_736 }],
  ['64Ki', { size: 65_536 }],
  ['64kB', { size: 64_000 }],
] as const) {
  test(`--rotate ${text} is a time or a size`, (t) => {
    t.deepEqual(parseRotation(text), rotation);
  });
}

for (const text of ['0', '0s', '-1h', '0MB', '500', 'daily', '', '1e6', '500m B'])
  test(`--rotate ${JSON.stringify(text)} is refused with an example`, (t) => {
    const error = t.throws(() => parseRotation(text), {
      instanceOf: UserError,
      message: `--rotate ${text} is neither a time nor a size for a file`,
    });
    t.is(error.exitCode, 2);
  });

test('a file that starts over its size grows to twice its start', (t) => {
  const part = { at: 0, bytesAtSync: 3_000 };
  t.false(isDue({ size: 2_000 }, { ...part, bytes: 5_999 }));
  t.true(isDue({ size: 2_000 }, { ...part, bytes: 6_000 }));
  t.false(isDue({ size: 9_000 }, { ...part, bytes: 8_999 }));
  t.true(isDue({ size: 9_000 }, { ...part, bytes: 9_000 }));
});

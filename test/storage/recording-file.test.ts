/** Tests of recording files: plain and gzip, whole and torn, present and missing. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import { encodeHeader, encodeObservation } from '../../src/core/recording/encode.ts';
import type { Observation } from '../../src/core/recording/observation.ts';
import type { RecordingEnd } from '../../src/core/recording/recording-reader.ts';
import { openRecordingFile, readRecordingFile } from '../../src/storage/recording-file.ts';
import { HEADER } from '../core/recording/any-observation.ts';

function folder(t: ExecutionContext): string {
  const path = mkdtempSync(join(tmpdir(), 'keg-recording-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function readBack(path: string): Promise<{ observations: Observation[]; end: RecordingEnd }> {
  const observations: Observation[] = [];
  const end = await readRecordingFile(path, { header: () => {}, observe: (each) => observations.push(each) });
  return { observations, end };
}

const MANY = 30_000;

async function writeMany(path: string): Promise<void> {
  const file = openRecordingFile(path);
  file.emit(encodeHeader(HEADER));
  for (let at = 0; at < MANY; at += 1)
    file.emit(encodeObservation({ at, kind: 'pod-ready', uid: `pöd-${at}` }));
  file.emit(encodeObservation({ at: MANY, kind: 'close' }));
  await file.commit();
}

for (const name of ['day.keg.jsonl', 'day.keg.jsonl.gz']) {
  test(`${name}: a written recording is read back`, async (t) => {
    const path = join(folder(t), name);
    await writeMany(path);
    const { observations, end } = await readBack(path);
    t.is(observations.length, MANY + 1);
    t.deepEqual(observations[12_345], { at: 12_345, kind: 'pod-ready', uid: 'pöd-12345' });
    t.true(end.isClosed);
    t.false(end.isTorn);
  });

  test(`${name}: a file that was cut short is read up to its last whole line`, async (t) => {
    const path = join(folder(t), name);
    await writeMany(path);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
    const { observations, end } = await readBack(path);
    t.true(observations.length > MANY / 4 && observations.length < MANY);
    t.true(end.isTorn);
    t.false(end.isClosed);
  });
}

test('a name in .gz is compressed, and compressed content is read under any name', async (t) => {
  const path = join(folder(t), 'day.gz');
  writeMany(path);
  t.true(gunzipSync(readFileSync(path)).toString().startsWith(encodeHeader(HEADER)));
  const other = join(folder(t), 'day.keg.jsonl');
  writeFileSync(other, gzipSync(`${encodeHeader(HEADER)}\n`));
  t.is((await readBack(other)).end.observations, 0);
});

test('a damaged gzip file is refused', async (t) => {
  const path = join(folder(t), 'day.keg.jsonl.gz');
  writeMany(path);
  const bytes = readFileSync(path);
  bytes.fill(0xff, 2000, 4000);
  writeFileSync(path, bytes);
  await t.throwsAsync(() => readBack(path), { instanceOf: UserError });
});

test('a missing file, a folder and an empty file are refused with exit code 2', async (t) => {
  const path = folder(t);
  writeFileSync(join(path, 'empty'), '');
  for (const [file, message] of [
    [join(path, 'none'), /^there is no file /],
    [path, / is a folder$/],
    [join(path, 'empty'), /^this is an empty file, not a recording$/],
  ] as const) {
    const error = await t.throwsAsync(() => readBack(file), { instanceOf: UserError, message });
    t.is((error as UserError).exitCode, 2);
  }
});

test('an error names file and line', async (t) => {
  const path = join(folder(t), 'day');
  writeFileSync(path, `${encodeHeader(HEADER)}\nnonsense\n\n{"at":1,"kind":"close"}\n`);
  const error = await t.throwsAsync(() => readBack(path), { instanceOf: UserError });
  t.deepEqual((error as UserError).position, { file: path, line: 2 });
});

test('nothing appears before a commit, and nothing is left after a discard', (t) => {
  const path = folder(t);
  const file = openRecordingFile(join(path, 'day'));
  file.emit('x');
  t.false(readdirSync(path).includes('day'));
  file.discard();
  t.deepEqual(readdirSync(path), []);
});

test('an existing file is replaced whole, or kept without overwrite', async (t) => {
  const path = join(folder(t), 'day');
  writeFileSync(path, 'old');
  t.throws(() => openRecordingFile(path, { overwrite: false }), {
    instanceOf: UserError,
    message: / already exists$/,
  });
  t.is(readFileSync(path, 'utf8'), 'old');
  const file = openRecordingFile(path);
  file.emit('new');
  await file.commit();
  t.is(readFileSync(path, 'utf8'), 'new\n');
});

test('a missing folder is named', (t) => {
  t.throws(() => openRecordingFile(join(folder(t), 'none', 'day')), {
    instanceOf: UserError,
    message: /^there is no folder /,
  });
});

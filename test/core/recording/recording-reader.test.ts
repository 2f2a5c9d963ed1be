/** Tests of reading in pieces: cuts between pieces do not matter, a torn end is left out, garbage before it is refused. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { encodeHeader, encodeObservation } from '../../../src/core/recording/encode.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import {
  type RecordingEnd,
  readRecording,
  recordingReader,
} from '../../../src/core/recording/recording-reader.ts';
import fc from '../../seeded-properties.ts';
import { anyObservation, HEADER } from './any-observation.ts';

function readAll(...chunks: string[]): { observations: Observation[]; end: RecordingEnd; headers: number } {
  const observations: Observation[] = [];
  let headers = 0;
  const reader = recordingReader(
    { header: () => (headers += 1), observe: (observation) => observations.push(observation) },
    'day.keg.jsonl',
  );
  for (const chunk of chunks) reader.read(chunk);
  return { end: reader.end(), observations, headers };
}

function write(observations: readonly Observation[]): string {
  return `${[encodeHeader(HEADER), ...observations.map(encodeObservation)].join('\n')}\n`;
}

const recordings = fc.array(anyObservation, { maxLength: 8 });
const READY = '{"at":5,"kind":"pod-ready","uid":"a"}';

test('a recording is read back as it was written, in pieces of any size', (t) => {
  fc.assert(
    fc.property(recordings, fc.array(fc.nat(2000), { maxLength: 6 }), (written, cuts) => {
      const text = write(written);
      const places = [0, ...cuts.map((cut) => cut % text.length).sort((a, b) => a - b), text.length];
      const chunks = places.slice(1).map((to, index) => text.slice(places[index], to));
      const { observations, headers, end } = readAll(...chunks);
      t.deepEqual(observations, written);
      t.is(headers, 1);
      t.false(end.isTorn);
      t.is(end.isClosed, written.at(-1)?.kind === 'close');
    }),
  );
});

test('a recording that is cut after its header is valid up to its last whole line', (t) => {
  fc.assert(
    fc.property(recordings, fc.nat(), (written, place) => {
      const text = write(written);
      const header = encodeHeader(HEADER).length;
      const cut = text.slice(0, header + (place % (text.length - header + 1)));
      const { observations, end } = readAll(cut);
      const lines = cut.split('\n');
      const rest = lines.pop()!;
      const isWholeRest = write(written).split('\n')[lines.length] === rest;
      const expected = lines.length === 0 ? 0 : lines.length - 1 + (isWholeRest && rest !== '' ? 1 : 0);
      t.deepEqual(observations, written.slice(0, expected));
      t.is(end.isTorn, rest !== '' && !isWholeRest);
    }),
    { numRuns: 500 },
  );
});

test('a last line without a line break counts if it is whole', (t) => {
  const { observations, end } = readAll(`${encodeHeader(HEADER)}\n${READY}`);
  t.is(observations.length, 1);
  t.false(end.isTorn);
});

test('garbage in the middle is refused with file and line', (t) => {
  const error = t.throws(() => readAll(`${encodeHeader(HEADER)}\n${READY}\n{"at":6,"ki\n${READY}\n`), {
    instanceOf: UserError,
  });
  t.deepEqual(error?.position, { file: 'day.keg.jsonl', line: 3 });
});

test('a wrong last line is refused, also without a line break', (t) => {
  const error = t.throws(() => readAll(`${encodeHeader(HEADER)}\n{"at":-6,"kind":"pod-ready","uid":"a"}`), {
    instanceOf: UserError,
  });
  t.deepEqual(error?.position, { file: 'day.keg.jsonl', line: 2 });
});

test('an empty file and a torn header are refused', (t) => {
  t.throws(() => readAll(''), { instanceOf: UserError, message: 'the file is empty' });
  t.throws(() => readAll(encodeHeader(HEADER).slice(0, 50)), {
    instanceOf: UserError,
    message: /^this is not a recording/,
  });
});

test('a byte order mark, blank lines and Windows line ends are ignored', (t) => {
  const { observations, end } = readAll(`\uFEFF${encodeHeader(HEADER)}\r\n${READY}\r\n\r\n${READY}\r\n`);
  t.is(observations.length, 2);
  t.false(end.isTorn);
});

test('lines of unknown kinds are counted and left out', (t) => {
  const { observations, end } = readAll(`${encodeHeader(HEADER)}\n{"at":1,"kind":"comet"}\n${READY}\n`);
  t.is(observations.length, 1);
  t.is(end.unknown, 1);
  t.is(end.observations, 1);
});

test('chunks are read as they arrive', async (t) => {
  async function* chunks() {
    yield `${encodeHeader(HEADER)}\n{"at":5,`;
    yield '"kind":"close"}\n';
  }
  const seen: Observation[] = [];
  const end = await readRecording(chunks(), { header: () => {}, observe: (each) => seen.push(each) }, 'x');
  t.deepEqual(seen, [{ at: 5, kind: 'close' }]);
  t.true(end.isClosed);
});

/** The header of a recording is read back as it was written, and a wrong one is refused. */
import test from 'ava';
import type { Problem } from '../../../src/core/errors/problem.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { decodeHeader } from '../../../src/core/recording/decode.ts';
import { encodeHeader } from '../../../src/core/recording/encode.ts';
import { HEADER, PROBLEMS } from './any-observation.ts';

const POSITION = { file: 'day.keg.jsonl', line: 12 };

test('the header is read back as it was written', (t) => {
  t.deepEqual(decodeHeader(encodeHeader(HEADER), { file: 'x', line: 1 }), HEADER);
});

test('problems of a header are read back as they were written', (t) => {
  const header = { ...HEADER, problems: PROBLEMS };
  const line = encodeHeader(header);
  t.true(line.endsWith('{"code":"refused","severity":"warning","message":"pod \\"a/b\\" exists already"}]}'));
  t.deepEqual(JSON.parse(JSON.stringify(decodeHeader(line, POSITION))), JSON.parse(JSON.stringify(header)));
});

test('a header without problems has no field for them', (t) => {
  t.is(encodeHeader({ ...HEADER, problems: [] }), encodeHeader(HEADER));
});

test('a problem with a code and severity of a later version is read', (t) => {
  const problem = { code: 'moonquake', severity: 'whisper', message: 'the moon shook' };
  const line = JSON.stringify({ ...HEADER, problems: [problem] });
  t.like(decodeHeader(line, POSITION), { problems: [problem] as unknown as Problem[] });
});

test('a header starts with apiVersion', (t) => {
  t.true(encodeHeader(HEADER).startsWith('{"apiVersion":"keg.dev/v1alpha1","kind":"Recording"'));
});

for (const version of ['keg.dev/v1', 'keg.dev/v1alpha1', 'keg.dev/v1alpha7', 'keg.dev/v1beta2']) {
  test(`apiVersion ${version} is read`, (t) => {
    t.is(decodeHeader(encodeHeader({ ...HEADER, apiVersion: version }), POSITION).apiVersion, version);
  });
}

for (const version of ['keg.dev/v2', 'keg.dev/v2alpha1', 'keg.dev/v10', 'example.com/v1', '']) {
  test(`apiVersion "${version}" is refused`, (t) => {
    const line = encodeHeader({ ...HEADER, apiVersion: version });
    const error = t.throws(() => decodeHeader(line, { file: 'x', line: 1 }), { instanceOf: UserError });
    t.true(error?.message.includes(`"${version}"`));
    t.is(error?.exitCode, 2);
  });
}

test('a header may have fields that this version does not know', (t) => {
  const line = encodeHeader(HEADER).replace('{', '{"invented":{"later":true},');
  t.is(decodeHeader(line, POSITION).name, 'a day');
});

test('a scenario given as a recording is named in the error', (t) => {
  const line = '{"apiVersion":"keg.dev/v1alpha1","kind":"Scenario"}';
  t.throws(() => decodeHeader(line, POSITION), {
    instanceOf: UserError,
    message: 'this is a Scenario, not a Recording',
  });
});

for (const [why, change] of [
  ['no source', { source: undefined }],
  ['a source of no kind', { source: { kind: 'hearsay' } }],
  ['a seed in text', { source: { kind: 'replay', seed: '7' } }],
  ['a latency in text', { source: { kind: 'replay', latency: { cycle: '1ms', bind: 0 } } }],
  ['a load drawn in text', { source: { kind: 'replay', drawn: 'yes' } }],
  ['a start that is no time', { start: 'yesterday' }],
  ['no tool', { tool: 'keg' }],
  ['an unknown clock', { clock: { kind: 'sundial', resolution: '1h' } }],
  ['no redaction', { redaction: undefined }],
  ['problems that are no list', { problems: 'none' }],
  ['a problem without a code', { problems: [{ severity: 'warning', message: 'a' }] }],
  ['a problem of no severity', { problems: [{ code: 'refused', message: 'a' }] }],
  ['a problem at line -1', { problems: [{ ...PROBLEMS[1], position: { file: 'a', line: -1 } }] }],
  ['a problem at no file', { problems: [{ ...PROBLEMS[1], position: { line: 1 } }] }],
  ['a problem with a next step that is no text', { problems: [{ ...PROBLEMS[1], next: 1 }] }],
] as const) {
  test(`a header with ${why} is refused`, (t) => {
    const line = JSON.stringify({ ...HEADER, ...change });
    t.throws(() => decodeHeader(line, POSITION), { instanceOf: UserError, message: /^the header's "/ });
  });
}

for (const [start, isAccepted] of [
  ['2025-04-01T00:00:00Z', true],
  ['2025-04-01T00:00:00.000000001+02:00', true],
  ['2025-04-01T00:00:00-11:30', true],
  ['2025-04-01', false],
  ['2025-04-01T00:00:00', false],
  ['2025-04-01T00:00:00.Z', false],
  ['x2025-04-01T00:00:00Z', false],
  ['2025-04-01T00:00:00+02:0x', false],
  ['2025-04-01T00:00:00Zx', false],
] as const) {
  test(`a header with start ${start} is ${isAccepted ? 'read' : 'refused'}`, (t) => {
    const decode = () => decodeHeader(JSON.stringify({ ...HEADER, start }), POSITION);
    if (isAccepted) t.is(decode().start, start);
    else t.throws(decode, { instanceOf: UserError, message: /"start" must be/ });
  });
}

for (const version of ['keg.dev/v1', 'keg.dev/v1alpha12', 'keg.dev/v1beta10'])
  test(`a header of ${version} is read`, (t) => {
    t.is(decodeHeader(JSON.stringify({ ...HEADER, apiVersion: version }), POSITION).apiVersion, version);
  });

for (const field of ['target', 'from', 'kubernetes', 'selection', 'scenario', 'seed', 'speed'])
  test(`a header whose source.${field} has the wrong type is refused`, (t) => {
    const source = { ...HEADER.source, [field]: true };
    t.throws(() => decodeHeader(JSON.stringify({ ...HEADER, source }), POSITION), {
      instanceOf: UserError,
      message: new RegExp(`"source.${field}" must be (text|a number)`),
    });
  });

for (const [why, header] of [
  ['a name that is not text', { name: 1 }],
  ['a tool without a version', { tool: { name: 'keg' } }],
  ['a clock without a resolution', { clock: { kind: 'virtual' } }],
  ['stamps that are not text', { clock: { kind: 'virtual', resolution: '1us', stamps: 1 } }],
] as const)
  test(`a header with ${why} is refused as well`, (t) => {
    t.throws(() => decodeHeader(JSON.stringify({ ...HEADER, ...header }), POSITION), {
      instanceOf: UserError,
    });
  });

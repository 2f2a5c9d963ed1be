/** Tests of the codec: lines are read back as written, wrong lines are refused with their position, newer kinds are ignored. */
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import type { Problem } from '../../../src/core/errors/problem.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { decodeHeader, decodeObservation } from '../../../src/core/recording/decode.ts';
import { encodeHeader, encodeObservation } from '../../../src/core/recording/encode.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { anyObservation, HEADER, PROBLEMS } from './any-observation.ts';

const POSITION = { file: 'day.keg.jsonl', line: 12 };

test('every observation is read back as it was written', (t) => {
  fc.assert(
    // Node's comparison: that of ava reports a difference for some equal maps with a key "__proto__".
    fc.property(anyObservation, (observation) => {
      const plain: unknown = JSON.parse(JSON.stringify(observation));
      return isDeepStrictEqual(decodeObservation(encodeObservation(observation), POSITION), plain);
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test('every observation is one line that starts with at and kind', (t) => {
  fc.assert(
    fc.property(anyObservation, (observation) => {
      const line = encodeObservation(observation);
      return !line.includes('\n') && line.startsWith(`{"at":${observation.at},"kind":"${observation.kind}"`);
    }),
  );
  t.pass();
});

test('the order of the fields of an object does not change its line', (t) => {
  fc.assert(
    fc.property(anyObservation, (observation) => {
      const reversed = Object.fromEntries(Object.entries(observation).reverse()) as unknown as Observation;
      return encodeObservation(reversed) === encodeObservation(observation);
    }),
  );
  t.pass();
});

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

test('a kind that this version does not know is ignored with all its fields', (t) => {
  t.is(decodeObservation('{"at":"noon","kind":"pod-teleported","to":{}}', POSITION), undefined);
});

test('unknown fields are ignored', (t) => {
  const observation = decodeObservation('{"at":5,"kind":"pod-ready","uid":"a","mood":"fine"}', POSITION)!;
  t.is(encodeObservation(observation), '{"at":5,"kind":"pod-ready","uid":"a"}');
});

test('a value of limitedBy from a later version is read', (t) => {
  const lag = '{"n":1,"p50":1,"p95":1,"p99":1,"max":1}';
  const line = `{"at":5,"kind":"close","speed":{"planned":1,"achieved":1,"lag":${lag},"limitedBy":"the moon"}}`;
  t.like(decodeObservation(line, POSITION), { speed: { limitedBy: 'the moon' } });
});

for (const [line, message] of [
  ['garbage', 'this line is not JSON'],
  ['[]', 'this line is not an observation, {"at":…,"kind":…}'],
  ['null', 'this line is not an observation, {"at":…,"kind":…}'],
  ['{"at":1}', 'this line is not an observation, {"at":…,"kind":…}'],
  [
    '{"kind":"pod-ready","uid":"a"}',
    'pod-ready: "at" is missing; it must be microseconds, a whole number of 0 or more',
  ],
  [
    '{"at":-1,"kind":"pod-ready","uid":"a"}',
    'pod-ready: "at" is -1, but must be microseconds, a whole number of 0 or more',
  ],
  [
    '{"at":1.5,"kind":"pod-ready","uid":"a"}',
    'pod-ready: "at" is 1.5, but must be microseconds, a whole number of 0 or more',
  ],
  ['{"at":1,"kind":"pod-ready"}', 'pod-ready: "uid" is missing; it must be text'],
  ['{"at":1,"kind":"pod-bound","uid":"a","node":3}', 'pod-bound: "node" is 3, but must be text or null'],
  ['{"at":1,"kind":"pod-bound","uid":"a"}', 'pod-bound: "node" is missing; it must be text or null'],
  [
    '{"at":1,"kind":"pod-finished","uid":"a","phase":"Gone"}',
    'pod-finished: "phase" is "Gone", but must be Succeeded or Failed',
  ],
  [
    '{"at":1,"kind":"node-added","uid":"a","name":"b","allocatable":[]}',
    'node-added: "allocatable" is [], but must be a map to quantities',
  ],
  [
    '{"at":1,"kind":"template","hash":"a","template":{"spec":{"containers":[7]}}}',
    'template: "template" is {"spec":{"containers":[7]}}, but must be a pod template {metadata, spec: {containers}}',
  ],
  [
    '{"at":1,"kind":"close","speed":{"planned":1,"achieved":1,"lag":{},"limitedBy":3}}',
    'close: "speed" is {"planned":1,"achieved":1,"lag":{},"limitedBy":3}, but must be {planned, achieved, lag, limitedBy, answers}',
  ],
] as const) {
  test(`${line} is refused with its line`, (t) => {
    const error = t.throws(() => decodeObservation(line, POSITION), { instanceOf: UserError, message });
    t.deepEqual(error?.position, POSITION);
    t.is(error?.exitCode, 2);
  });
}

/** A whole observation, a field of it, values that the field accepts, and values that it refuses. */
const FIELD_VALUES: readonly (readonly [object, string, readonly unknown[], readonly unknown[]])[] = [
  [{ kind: 'pod-ready', uid: 'a' }, 'uid', ['', 'b'], [1, null]],
  [{ kind: 'pod-ready', uid: 'a' }, 'at', [0, 2 ** 53 - 1], ['1', -1, 0.5, 2 ** 53]],
  [{ kind: 'pod-ready', uid: 'a' }, 'stamp', [-5, 0], ['1', 0.5]],
  [{ kind: 'pod-bound', uid: 'a', node: 'n' }, 'node', [null, 'n'], [1, true]],
  [{ kind: 'node-changed', uid: 'a' }, 'ready', [true, false], ['true', 0, null]],
  [{ kind: 'node-changed', uid: 'a' }, 'labels', [{}, { a: 'b' }], [[], { a: 1 }, null]],
  [{ kind: 'node-changed', uid: 'a' }, 'capacity', [{}, { cpu: '1', pods: 2 }], [[], { cpu: null }]],
  [
    { kind: 'node-changed', uid: 'a' },
    'taints',
    [[], [{ key: 'a', effect: 'b' }], [{ key: 'a', value: 'v', effect: 'b' }]],
    [{}, [1], [{ key: 'a' }], [{ effect: 'b' }], [{ key: 'a', effect: 'b', value: 1 }]],
  ],
  [{ kind: 'pod-finished', uid: 'a', phase: 'Failed' }, 'phase', ['Failed', 'Succeeded'], ['Running', 1]],
  [{ kind: 'pod-finished', uid: 'a', phase: 'Failed' }, 'exitCode', [-1, 0, 137], ['1', 1.5]],
  [{ kind: 'pod-restarted', uid: 'a', restarts: 1 }, 'restarts', [0, 3], [-1, 1.5, '1']],
  [
    { kind: 'pod-created', uid: 'a', namespace: 'n', name: 'p', template: 't' },
    'owners',
    [[], [{ kind: 'Job', name: 'j' }]],
    [{}, [1], [{ kind: 'Job' }], [{ name: 'j' }]],
  ],
  [{ kind: 'scheduler-changed' }, 'weights', [{}, { a: 1.5 }], [{ a: '1' }, []]],
  [{ kind: 'scheduler-changed' }, 'configuration', [null, 1, {}], []],
  [{ kind: 'gap', from: 0, reason: 'r' }, 'lost', ['times', 'events'], ['all', 1]],
  [
    { kind: 'close' },
    'coverage',
    [{ events: 1, gaps: 0, covered: 0.5, late: { n: 0, p50: 0, p95: 0, p99: 0, max: 0 } }],
    [
      { events: -1, gaps: 0, covered: 1, late: { n: 0, p50: 0, p95: 0, p99: 0, max: 0 } },
      { events: 1, gaps: 0.5, covered: 1, late: { n: 0, p50: 0, p95: 0, p99: 0, max: 0 } },
      { events: 1, gaps: 0, covered: '1', late: { n: 0, p50: 0, p95: 0, p99: 0, max: 0 } },
      { events: 1, gaps: 0, covered: 1, late: { n: 0, p50: 0, p95: 0, p99: 0 } },
      { events: 1, gaps: 0, covered: 1 },
    ],
  ],
  [
    { kind: 'template', hash: 'h', template: { spec: { containers: [] } } },
    'template',
    [
      { metadata: null, spec: { containers: [{}], initContainers: null, overhead: null } },
      {
        spec: { containers: [{ resources: null }, { resources: { requests: null } }], overhead: { cpu: 1 } },
      },
      { spec: { containers: [], initContainers: [{ resources: { requests: { cpu: '1' } } }] } },
    ],
    [
      {},
      { spec: {} },
      { metadata: 1, spec: { containers: [] } },
      { spec: { containers: [{ resources: [] }] } },
      { spec: { containers: [{ resources: { requests: { cpu: true } } }] } },
      { spec: { containers: [], initContainers: {} } },
      { spec: { containers: [], initContainers: [1] } },
      { spec: { containers: [], overhead: { cpu: null } } },
    ],
  ],
];

for (const [observation, field, accepted, refused] of FIELD_VALUES) {
  test(`${(observation as { kind: string }).kind}: ${field} accepts its values and refuses others`, (t) => {
    const decode = (value: unknown) =>
      decodeObservation(JSON.stringify({ at: 1, ...observation, [field]: value }), POSITION);
    for (const value of accepted) t.deepEqual((decode(value) as never)[field], value as never);
    for (const value of refused)
      t.throws(() => decode(value), { instanceOf: UserError, message: new RegExp(`"${field}" is `) });
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

test('any text is either decoded or refused with a UserError', (t) => {
  const almost = anyObservation.chain((observation) => {
    const line = encodeObservation(observation);
    return fc
      .tuple(fc.nat(line.length), fc.nat(5), fc.constantFrom('', '0', '"', '{', 'null', ','))
      .map(([from, length, put]) => line.slice(0, from) + put + line.slice(from + length));
  });
  fc.assert(
    fc.property(fc.oneof(almost, fc.string(), fc.json()), (line) => {
      for (const decode of [decodeObservation, decodeHeader]) {
        try {
          decode(line, POSITION);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }
    }),
    { numRuns: 5000 },
  );
  t.pass();
});

/** Tests of the codec: lines are read back as written, wrong lines are refused with their position, newer kinds are ignored. */
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { decodeHeader, decodeObservation } from '../../../src/core/recording/decode.ts';
import { encodeObservation } from '../../../src/core/recording/encode.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import fc from '../../seeded-properties.ts';
import { anyObservation } from './any-observation.ts';

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
    'close: "speed" is {"planned":1,"achieved":1,"lag":{},"limitedBy":3}, but must be {planned, achieved, lag, limitedBy, answers, jumps, pauses, changes, isPaced}',
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

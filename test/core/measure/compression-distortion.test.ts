/** Waiting of a live replay in wall time, and its distortion by compression. */
import test from 'ava';
import type { CompressionFigures } from '../../../src/core/measure/figures.ts';
import { measure } from '../../../src/core/measure/measurement.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import fc from '../../seeded-properties.ts';
import { HEADER } from './sample-day.ts';

const SECOND = 1_000_000;

interface Pod {
  readonly created: number;
  /** Scenario µs. */
  readonly wait: number;
  readonly held: number;
  readonly refused?: boolean;
}

function live(speed: number): RecordingHeader {
  return {
    ...HEADER,
    source: { kind: 'replay', target: 'kwok', speed },
    clock: { kind: 'monotonic', resolution: '1us' },
  };
}

function recordingOf(pods: readonly Pod[]): Observation[] {
  const template = { spec: { containers: [{ resources: { requests: { cpu: '1' } } }] } };
  const observations = pods.flatMap(({ created, wait, held, refused }, index): Observation[] => {
    const uid = `p${index}`;
    return [
      { at: created, kind: 'pod-created', uid, namespace: 'd', name: uid, template: 't' },
      ...(refused
        ? [
            {
              at: created,
              kind: 'pod-unschedulable',
              uid,
              message: '0/1 nodes are available: 1 Insufficient cpu.',
            } as const,
          ]
        : []),
      { at: created + wait, kind: 'pod-bound', uid, node: 'n' },
      { at: created + wait + held, kind: 'pod-finished', uid, phase: 'Succeeded' },
    ];
  });
  observations.sort((a, b) => a.at - b.at);
  return [
    { at: 0, kind: 'node-added', uid: 'n', name: 'n', allocatable: { cpu: '1000' } },
    { at: 0, kind: 'template', hash: 't', template },
    ...observations,
    { at: observations.at(-1)?.at ?? 0, kind: 'close' },
  ];
}

function compressionOf(speed: number, pods: readonly Pod[]): CompressionFigures {
  return measure(live(speed), recordingOf(pods)).compression!;
}

test('waiting in wall time is waiting in scenario time divided by the speed', (t) => {
  const { waiting, speed } = compressionOf(10, [
    { created: 0, wait: 1 * SECOND, held: 60 * SECOND },
    { created: 0, wait: 4 * SECOND, held: 60 * SECOND },
  ]);
  t.is(speed, 10);
  t.like(waiting, { n: 2, mean: 250_000, p50: 100_000, max: 400_000 });
});

for (const [what, header] of [
  ['in virtual time', { ...live(10), clock: { kind: 'virtual', resolution: '1us' } }],
  ['at 1x', live(1)],
  ['of unknown speed', { ...live(10), source: { kind: 'replay', target: 'kwok' } }],
  ['of a real cluster', { ...live(10), source: { kind: 'cluster' } }],
] as const) {
  test(`a recording ${what} is not compressed`, (t) => {
    t.is(measure(header, recordingOf([{ created: 0, wait: 9, held: 100 }])).compression, null);
  });
}

test('the close line’s speed counts where the header has none', (t) => {
  const observations = recordingOf([{ created: 0, wait: 10, held: 100 }]);
  const lag = { n: 1, p50: 0, p95: 0, p99: 0, max: 0 };
  observations[observations.length - 1] = {
    at: 110,
    kind: 'close',
    speed: { planned: 5, achieved: 5, lag },
  };
  const header = { ...live(5), source: { kind: 'replay', target: 'kwok' } } as const;
  t.is(measure(header, observations).compression?.speed, 5);
});

test('distortion is the time of the scheduler as a share of the time that pods hold nodes', (t) => {
  const pods = Array.from({ length: 10 }, (_, index) => ({
    created: index * SECOND,
    wait: 2 * SECOND,
    held: 100 * SECOND,
  }));
  const figures = compressionOf(100, pods);
  t.is(figures.refused, 0);
  t.is(figures.uncompressed, 10 * 20_000);
  t.is(figures.distortion, (99 * 20_000) / (100 * SECOND));
  t.is(figures.bearableSpeed, 1 + (0.01 * 100 * SECOND) / 20_000);
});

test('one backoff of the waiting of a refused pod does not compress, the rest does', (t) => {
  const figures = compressionOf(10, [
    { created: 0, wait: 600 * SECOND, held: 600 * SECOND, refused: true },
    { created: 0, wait: 4 * SECOND, held: 600 * SECOND, refused: true },
  ]);
  t.is(figures.refused, 2);
  t.is(figures.uncompressed, 1 * SECOND + 400_000);
});

test('at the bearable speed the distortion equals the limit', (t) => {
  fc.assert(
    fc.property(
      fc.double({ min: 1.1, max: 1000, noNaN: true }),
      fc.array(
        fc.record({
          created: fc.nat(1e9),
          wait: fc.integer({ min: 1, max: 1e9 }),
          held: fc.integer({ min: 1, max: 1e10 }),
          refused: fc.boolean(),
        }),
        { minLength: 1, maxLength: 20 },
      ),
      (speed, pods) => {
        const { uncompressed, distortion, bearableSpeed, limit } = compressionOf(speed, pods);
        const held = pods.reduce((sum, pod) => sum + pod.held, 0);
        if (uncompressed < 100) return;
        const near = (actual: number, wanted: number) => Math.abs(actual / wanted - 1) < 0.02;
        t.true(near(distortion!, ((speed - 1) * uncompressed) / held));
        t.true(near(((bearableSpeed! - 1) * uncompressed) / held, limit));
        t.is(distortion! > limit, speed > bearableSpeed!);
      },
    ),
  );
});

test('slow motion distorts nothing', (t) => {
  t.is(compressionOf(0.5, [{ created: 0, wait: SECOND, held: SECOND }]).distortion, 0);
});

test('a replay without bound pods has no distortion', (t) => {
  const figures = measure(live(10), [{ at: SECOND, kind: 'close' }]).compression!;
  t.like(figures, { refused: 0, uncompressed: 0, distortion: null, bearableSpeed: null });
});

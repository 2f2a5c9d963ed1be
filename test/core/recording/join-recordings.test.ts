/** Recordings of one cluster, one after another, are joined to one. */
import test from 'ava';
import { joinRecordings } from '../../../src/core/recording/join-recordings.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import fc from '../../seeded-properties.ts';

const TEMPLATE = { hash: 't', template: { spec: { containers: [{ name: 'main' }] } } };

function header(second: number): RecordingHeader {
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    source: { kind: 'cluster' },
    start: new Date(second * 1000).toISOString(),
    tool: { name: 'keg', version: '1' },
    clock: { kind: 'monotonic', resolution: '1us' },
    redaction: 'default',
  };
}

interface Part {
  readonly start: number;
  readonly observations: readonly Observation[];
}

function joined(...parts: readonly Part[]): Observation[] {
  const found: Observation[] = [];
  const join = joinRecordings({ header() {}, observe: (each) => found.push(each) });
  for (const [index, { start, observations }] of parts.entries()) {
    const sink = join.part(`part-${index}`);
    sink.header(header(start));
    for (const each of observations) sink.observe(each);
  }
  join.end();
  return found;
}

function pod(at: number, uid: string, age?: number): Observation[] {
  return [
    { at: at * 1e6, kind: 'template', ...TEMPLATE },
    {
      at: at * 1e6,
      kind: 'pod-created',
      uid,
      namespace: 'd',
      name: uid,
      template: 't',
      ...(age !== undefined && { age: age * 1e6 }),
    },
  ];
}

const step = (at: number, kind: 'pod-started' | 'pod-ready' | 'pod-deleted', uid: string): Observation => ({
  at: at * 1e6,
  kind,
  uid,
});
const close = (at: number): Observation => ({ at: at * 1e6, kind: 'close' });

function words(observations: readonly Observation[]): string[] {
  return observations.map((each) => `${each.at / 1e6} ${each.kind}${'uid' in each ? ` ${each.uid}` : ''}`);
}

test('a pod that runs from one file into the next is one pod', (t) => {
  const all = joined(
    { start: 100, observations: [...pod(1, 'a'), step(2, 'pod-started', 'a'), close(60)] },
    {
      start: 160,
      observations: [...pod(0, 'a', 59), step(0, 'pod-started', 'a'), step(5, 'pod-deleted', 'a'), close(10)],
    },
  );
  t.deepEqual(words(all), [
    ...['1 template', '1 pod-created a', '2 pod-started a'],
    ...['65 pod-deleted a', '70 close'],
  ]);
});

test('what two files both saw happens once, at the time of the earlier one', (t) => {
  const all = joined(
    { start: 0, observations: [...pod(1, 'a'), step(59, 'pod-started', 'a'), close(60)] },
    { start: 58, observations: [...pod(0, 'a', 57), step(1.5, 'pod-started', 'a'), close(10)] },
  );
  t.deepEqual(words(all), ['1 template', '1 pod-created a', '59 pod-started a', '68 close']);
});

test('time between two files is a gap, and pods that are gone after it are deleted in it', (t) => {
  const all = joined(
    { start: 0, observations: [...pod(1, 'a'), ...pod(2, 'b'), close(60)] },
    { start: 100, observations: [...pod(0, 'b', 98), ...pod(5, 'c'), close(10)] },
  );
  const gap = all.find((each) => each.kind === 'gap');
  t.like(gap, { from: 60e6, at: 100e6, lost: 'events' });
  t.true(words(all).includes('100 pod-deleted a'));
  t.false(words(all).includes('100 pod-deleted b'));
});

test('stamps count from the start of the first file', (t) => {
  const all = joined(
    { start: 0, observations: [...pod(1, 'a'), close(60)] },
    { start: 60, observations: [{ at: 2e6, kind: 'pod-started', uid: 'a', stamp: 1e6 }, close(10)] },
  );
  t.like(
    all.find((each) => each.kind === 'pod-started'),
    { at: 62e6, stamp: 61e6 },
  );
});

test('a file that begins before the first one is refused', (t) => {
  t.throws(() => joined({ start: 50, observations: [close(1)] }, { start: 0, observations: [close(1)] }), {
    message: /part-1 begins before/,
  });
});

test('a file that is named twice, or ahead of an earlier one, is refused', (t) => {
  const at = (start: number) => ({ start, observations: [close(1)] });
  t.throws(() => joined(at(0), at(0)), { message: /part-1 begins at the time of the recording/ });
  t.throws(() => joined(at(0), at(50), at(20)), { message: /part-2 begins before the recording/ });
});

test('a recording that is cut anywhere and joined again has the same pods and times', (t) => {
  const life = fc.record({ at: fc.integer({ min: 0, max: 99 }), long: fc.integer({ min: 1, max: 80 }) });
  fc.assert(
    fc.property(fc.array(life, { maxLength: 12 }), fc.integer({ min: 1, max: 99 }), (lives, cut) => {
      const events = lives
        .flatMap(({ at, long }, index) => [
          ...pod(at, `p${index}`).map((each) => ({ ...each, uidOf: index })),
          ...(at + long < 100 ? [{ ...step(at + long, 'pod-deleted', `p${index}`), uidOf: index }] : []),
        ])
        .sort((one, other) => one.at - other.at)
        .map(({ uidOf: _, ...each }) => each as Observation);
      const whole = joined({ start: 0, observations: [...events, close(100)] });
      const alive = lives.flatMap(({ at, long }, index) =>
        at <= cut && at + long > cut ? pod(0, `p${index}`, cut - at) : [],
      );
      const later = events
        .filter(({ at }) => at > cut * 1e6)
        .map((each) => ({ ...each, at: each.at - cut * 1e6 }));
      const parts = joined(
        { start: 0, observations: [...events.filter(({ at }) => at <= cut * 1e6), close(cut)] },
        { start: cut, observations: [...alive, ...later, close(100 - cut)] },
      );
      t.deepEqual(words(parts), words(whole));
    }),
  );
});

/** The spread of figures over replays: median, lowest and highest. */
import test from 'ava';
import { spreadOf } from '../../../src/core/measure/spread.ts';
import { bound, created, NODE_A, run } from './small-recording.ts';

/** A day on which one pod waits so long; undefined: it is never bound. */
function waited(microseconds: number | undefined) {
  const pod = [NODE_A, created('p', 0)];
  return run(microseconds === undefined ? pod : [...pod, bound('p', microseconds)]);
}

function spread(figure: string, waits: readonly (number | undefined)[]) {
  return spreadOf(waits.map(waited), 'workload').find((each) => each.figure === figure);
}

test('of an odd number the median is the middle value, whatever their order', (t) => {
  t.like(spread('waiting.p95', [30, 10, 20]), { median: 20, low: 10, high: 30 });
});

test('of an even number the median is the mean of the middle two', (t) => {
  t.like(spread('waiting.mean', [40, 10, 20, 30]), { median: 25, low: 10, high: 40 });
});

test('a report without the figure keeps its place as null, and does not count', (t) => {
  t.deepEqual(spread('waiting.p95', [30, undefined, 10]), {
    figure: 'waiting.p95',
    unit: 'microseconds',
    median: 20,
    low: 10,
    high: 30,
    values: [30, null, 10],
  });
  t.like(spread('waiting.p95', [undefined]), { median: null, low: null, high: null });
});

test('requested resources and the groups of a grouping have figures of their own', (t) => {
  t.is(spread('cluster.resources["cpu"].utilisation', [10, 20])?.high, 0.45);
  t.deepEqual(
    spread('podGroups.workload["default/no workload"].neverBound', [10, undefined])?.values,
    [0, 1],
  );
});

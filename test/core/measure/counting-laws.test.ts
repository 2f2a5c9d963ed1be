/** Laws of counts: the queue, the states of pods, damaged recordings and series. */
import test from 'ava';
import type { Figures } from '../../../src/core/measure/figures.ts';
import { measure } from '../../../src/core/measure/measurement.ts';
import fc from '../../seeded-properties.ts';
import { arbitraryDamagedRecording, arbitraryRecording } from './arbitrary-recording.ts';
import { check, RUNS } from './compared-figures.ts';
import { integralOf, type NaiveState, naiveStates, timeQuantile } from './naive-measure.ts';
import { HEADER } from './sample-day.ts';

test('the mean and maximum of the queue are those of the naive measure', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, (observations) => {
      const { queue, window } = measure(HEADER, observations);
      const states = naiveStates(observations);
      const pending = (state: NaiveState) => state.pending;
      check('mean', queue.mean, integralOf(states, pending) / window.to);
      check('p95', queue.p95, timeQuantile(states, 0.95, pending));
      check('max', queue.max, timeQuantile(states, 1, pending));
    }),
    RUNS,
  );
  t.pass();
});

test('every created pod counts in exactly one state', (t) => {
  fc.assert(
    fc.property(arbitraryDamagedRecording, (observations) => {
      const { pods, neverBound, waiting, queue, ignored } = measure(HEADER, observations);
      const { pending, bound, lost } = pods.alive;
      t.is(pods.created, pods.succeeded + pods.failed + pods.deleted + pending + bound + lost);
      t.is(pods.created, pods.bound + neverBound.count);
      t.is(pods.bound, waiting.n + waiting.leftTruncated);
      t.is(neverBound.pending + neverBound.gated, pending);
      t.is(queue.end, pending);
      t.is(neverBound.count, neverBound.pods.length);
      t.is(
        neverBound.count,
        neverBound.reasons.reduce((sum, { count }) => sum + count, 0),
      );
      const { total, ...reasons } = ignored;
      t.is(
        total,
        Object.values(reasons).reduce((sum, count) => sum + count, 0),
      );
    }),
    RUNS,
  );
});

test('damaged recordings can be measured; no figure is negative or NaN', (t) => {
  fc.assert(
    fc.property(arbitraryDamagedRecording, (observations) => {
      const visit = (value: unknown, path: string): void => {
        if (typeof value === 'number' && !(value >= 0)) throw new Error(`${path} is ${value}`);
        if (value !== null && typeof value === 'object')
          for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`);
      };
      visit(measure(HEADER, observations), '');
    }),
    RUNS,
  );
  t.pass();
});

test('a well-formed recording has no ignored observations', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, (observations) => {
      t.is(measure(HEADER, observations).ignored.total, 0);
    }),
    RUNS,
  );
});

test('the series has the same integrals as the means', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, (observations) => {
      const { series, window, cluster, queue }: Figures = measure(HEADER, observations);
      const total = (means: readonly number[]) =>
        means.reduce((sum, mean, number) => {
          const width = Math.min(series.bucket, window.to - number * series.bucket);
          return sum + mean * width;
        }, 0);
      for (const [resource, { requested, allocatable }] of Object.entries(series.resources)) {
        const figures = cluster.resources[resource];
        check(resource, total(requested) / window.to, figures?.requested.mean ?? null, 1e-9);
        check(resource, total(allocatable) / window.to, figures?.allocatable.mean ?? null, 1e-9);
      }
      check('pending', total(series.pending) / window.to, queue.mean, 1e-9);
    }),
    RUNS,
  );
  t.pass();
});

/** The length and the end of a backoff, at their edges. */
import test from 'ava';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';
import {
  backoffDuration,
  backoffEnd,
  flushAfterBackoff,
  isBackingOff,
} from '../../../../src/core/scheduler/queue/backoff.ts';
import type { QueuedPod } from '../../../../src/core/scheduler/queue/queued-pod.ts';
import { SECOND } from '../small-objects.ts';

const RELEASES = ['1.33', '1.34'] as const;
const durations = (version: (typeof RELEASES)[number], initial: number, max: number) =>
  [0, 1, 2, 3, 4, 5, 6].map((count) => backoffDuration(count, { initial, max }, behaviourOf(version)));
const queued = (fields: Partial<QueuedPod>): QueuedPod =>
  ({ timestamp: 0, attempts: 0, rejections: 0, errors: 0, backoffEnd: 0, ...fields }) as QueuedPod;
const limits = { initial: SECOND, max: 10 * SECOND };

for (const version of RELEASES) {
  test(`${version}: a backoff doubles from the initial one up to the maximum`, (t) => {
    t.deepEqual(durations(version, 1, 10), [0, 1, 2, 4, 8, 10, 10]);
    t.deepEqual(durations(version, 3, 5), [0, 3, 5, 5, 5, 5, 5]);
  });

  test(`${version}: a doubled backoff that equals the maximum is not cut`, (t) => {
    t.deepEqual(durations(version, 1, 8), [0, 1, 2, 4, 8, 8, 8]);
    t.deepEqual(durations(version, 4, 4), [0, 4, 4, 4, 4, 4, 4]);
  });

  test(`${version}: after very many attempts the backoff is still the maximum`, (t) => {
    t.is(backoffDuration(2000, limits, behaviourOf(version)), limits.max);
  });
}

test('a pod without failed attempts has no backoff, so its end is 0', (t) => {
  for (const version of RELEASES) t.is(backoffEnd(queued({ timestamp: 5 }), limits, behaviourOf(version)), 0);
});

test('up to 1.33 attempts lengthen the backoff, from 1.34 rejections do', (t) => {
  const pod = queued({ attempts: 3, rejections: 1 });
  t.is(backoffEnd(pod, limits, behaviourOf('1.32')), 4 * SECOND);
  t.is(backoffEnd(pod, limits, behaviourOf('1.33')), 4 * SECOND);
  t.is(backoffEnd(pod, limits, behaviourOf('1.34')), SECOND);
});

test('from 1.34 consecutive errors count instead of rejections', (t) => {
  const pod = queued({ attempts: 9, rejections: 1, errors: 3 });
  t.is(backoffEnd(pod, limits, behaviourOf('1.34')), 4 * SECOND);
});

test('up to 1.32 a backoff ends to the microsecond, from 1.33 at the whole second before', (t) => {
  const pod = queued({ timestamp: 1_900_001, attempts: 1 });
  t.is(backoffEnd(pod, limits, behaviourOf('1.32')), 2_900_001);
  t.is(backoffEnd(pod, limits, behaviourOf('1.33')), 2 * SECOND);
});

test('up to 1.32 a pod backs off until its end, and not at its end', (t) => {
  const pod = queued({ backoffEnd: 2_500_000 });
  t.true(isBackingOff(pod, 2_499_999, behaviourOf('1.32')));
  t.false(isBackingOff(pod, 2_500_000, behaviourOf('1.32')));
});

test('from 1.33 a pod backs off to the end of the second in which its backoff ends', (t) => {
  const pod = queued({ backoffEnd: 2 * SECOND });
  t.true(isBackingOff(pod, 2_999_999, behaviourOf('1.33')));
  t.false(isBackingOff(pod, 3 * SECOND, behaviourOf('1.33')));
});

test('a pod without backoff does not back off at time 0', (t) => {
  for (const version of ['1.32', '1.33'] as const) t.false(isBackingOff(queued({}), 0, behaviourOf(version)));
});

test('up to 1.32 the flush is at the first whole second that is not before the end', (t) => {
  const flush = (end: number) => flushAfterBackoff(queued({ backoffEnd: end }), behaviourOf('1.32'));
  t.is(flush(2 * SECOND), 2 * SECOND);
  t.is(flush(2 * SECOND + 1), 3 * SECOND);
});

test('from 1.33 the flush is one second after the end', (t) => {
  t.is(flushAfterBackoff(queued({ backoffEnd: 2 * SECOND }), behaviourOf('1.33')), 3 * SECOND);
});

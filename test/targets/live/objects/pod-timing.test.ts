/** Phase delays and lifetimes in wall time, and as annotations that keg's Stages read. */
import test from 'ava';
import type { PlannedPod } from '../../../../src/core/timeline/timeline-event.ts';
import { podTiming, timingAnnotations } from '../../../../src/targets/live/objects/pod-timing.ts';

const POD: PlannedPod = {
  namespace: 'default',
  name: 'web',
  group: 'web',
  template: { spec: { containers: [] } },
  lifetime: 60_000_000,
  end: 'succeeded',
  startDelay: 2_000_000,
  readyDelay: 10_000_000,
  withdrawnAt: null,
};

test('every delay compresses', (t) => {
  const timing = { start: 200_000, ready: 1_000_000, end: 6_000_000, phase: 'succeeded' } as const;
  t.deepEqual(podTiming(POD, 10), { ...timing, perStart: 0 });
  t.deepEqual(podTiming({ ...POD, delayPerStart: 150_000 }, 10), { ...timing, perStart: 15_000 });
});

test('the time after which a waiting pod is withdrawn compresses too', (t) => {
  t.is(podTiming({ ...POD, patience: 8_000_000 }, 10).withdrawn, 800_000);
});

test('a pod whose lifetime ends before it is ready never becomes ready', (t) => {
  t.is(podTiming({ ...POD, lifetime: 9_999_999 }, 1).ready, undefined);
  t.is(podTiming({ ...POD, readyDelay: null }, 1).ready, undefined);
});

test('each delay counts from the change before it', (t) => {
  t.deepEqual(timingAnnotations(podTiming(POD, 10)), {
    'keg.dev/start-delay': '200000us',
    'keg.dev/ready-delay': '1000000us',
    'keg.dev/end-delay': '5000000us',
    'keg.dev/end-phase': 'Succeeded',
  });
});

test('a pod ready at its start needs no second change', (t) => {
  const annotations = timingAnnotations(podTiming({ ...POD, readyDelay: 0, end: 'failed' }, 1));
  t.like(annotations, {
    'keg.dev/ready-at-start': 'true',
    'keg.dev/end-delay': '60000000us',
    'keg.dev/end-phase': 'Failed',
  });
  t.is(annotations['keg.dev/ready-delay'], undefined);
});

test('deletions are sent by keg, and a pod that runs for ever has no end', (t) => {
  for (const plan of [{ ...POD, end: 'deleted' } as const, { ...POD, lifetime: null }])
    t.is(timingAnnotations(podTiming(plan, 1))['keg.dev/end-delay'], undefined);
});

test('a pod that ends by deletion is deleted when it would be gone', (t) => {
  const deleted = { ...POD, end: 'deleted', terminatedDelay: 20_000_000 } as const;
  t.is(podTiming(deleted, 10).end, 8_000_000);
  t.is(podTiming({ ...deleted, end: 'failed' }, 10).end, 6_000_000);
  t.is(podTiming({ ...deleted, lifetime: null }, 10).end, undefined);
});

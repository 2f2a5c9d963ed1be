/** Each pod draws its own way through the Stages. */
import test from 'ava';
import type { LifeStep, StageLife } from '../../../src/core/scenario/stages/stage-life.ts';
import { NEVER } from '../../../src/core/time/microseconds.ts';
import { stagedPod } from '../../../src/core/timeline/staged-pod.ts';
import type { PlannedPod } from '../../../src/core/timeline/timeline-event.ts';

const POD: PlannedPod = {
  namespace: 'default',
  name: 'p',
  group: 'p',
  template: { spec: { containers: [{}] } },
  lifetime: 7e6,
  end: 'succeeded',
  startDelay: 1,
  readyDelay: 2,
  withdrawnAt: null,
};

const step = (from: number, to: LifeStep['delay']['to'], more: Partial<LifeStep>): LifeStep => ({
  weight: 1,
  delay: { from, to },
  next: [],
  ...more,
});

const run = (...next: readonly LifeStep[]): StageLife => ({
  run: [step(1e6, 2e6, { next: [step(1e6, 1e6, { phase: 'Running', isReady: true, next })] })],
  deletion: [step(1e6, 'deletion', { isGone: true })],
});

const drawn = (life: StageLife, name: string) => stagedPod(POD, life, 1, name);
const HUNDRED = Array.from({ length: 100 }, (_, index) => String(index));

test('without Stages a pod stays as it is planned', (t) => {
  t.is(stagedPod(POD, undefined, 1, 'p'), POD);
});

test('delays add up, each drawn evenly from its range', (t) => {
  const delays = HUNDRED.map((name) => drawn(run(), name).startDelay);
  t.true(delays.every((delay) => delay >= 2e6 && delay < 3e6));
  const mean = delays.reduce((sum, each) => sum + each, 0) / delays.length;
  t.true(mean > 2.4e6 && mean < 2.6e6, String(mean));
});

test('the lifetime counts from the start, and stays where no Stage ends the pod', (t) => {
  t.like(drawn(run(), 'a'), { lifetime: 7e6, end: 'succeeded', readyDelay: 0 });
  t.like(drawn(run(step(3e6, 3e6, { phase: 'Failed' })), 'a'), { lifetime: 3e6, end: 'failed' });
});

test('weights share out the ends', (t) => {
  const life = run(step(0, 0, { weight: 3, phase: 'Succeeded' }), step(0, 0, { weight: 1, phase: 'Failed' }));
  const failed = HUNDRED.filter((name) => drawn(life, name).end === 'failed').length;
  t.true(failed > 10 && failed < 40, String(failed));
});

test('a deletion ends with the grace period at the latest', (t) => {
  const delays = HUNDRED.map((name) => drawn(run(), name).terminatedDelay ?? 0);
  t.true(delays.every((delay) => delay >= 1e6 && delay <= 30e6));
  t.true(new Set(delays).size > 90);
});

test('a pod that never gets to Running never starts', (t) => {
  t.like(drawn({ run: [step(1, 1, {})], deletion: [] }, 'a'), { startDelay: NEVER, readyDelay: null });
});

test('a pod that ends before it runs starts and ends at once', (t) => {
  t.like(drawn({ run: [step(5, 5, { phase: 'Succeeded' })], deletion: [] }, 'a'), {
    startDelay: 5,
    lifetime: 0,
    end: 'succeeded',
  });
});

/** The pods of a run are tracked from what is seen of them. */
import test from 'ava';
import type { PodObject } from '../../../../src/core/observing/pod-object.ts';
import type { PlannedPod } from '../../../../src/core/timeline/timeline-event.ts';
import { createLivePods, type PodStep } from '../../../../src/targets/live/observe/live-pods.ts';

const PLAN: PlannedPod = {
  namespace: 'default',
  name: 'web',
  group: 'web',
  template: { spec: { containers: [] } },
  lifetime: 60_000_000,
  end: 'succeeded',
  startDelay: 0,
  readyDelay: 0,
  withdrawnAt: null,
};

function object(uid: string, nodeName?: string, phase = 'Pending', name = 'web'): PodObject {
  return {
    metadata: { uid, name, namespace: 'keg-abc-default', resourceVersion: '1' },
    spec: { containers: [], ...(nodeName === undefined ? {} : { nodeName }) },
    status: { phase },
  } as unknown as PodObject;
}

function register(adopt: (pod: PodObject) => PlannedPod | undefined = () => undefined) {
  const steps: string[] = [];
  const pods = createLivePods({
    speed: 1,
    adopt,
    onStep: ({ uid }, step: PodStep) => steps.push(`${step} ${uid}`),
  });
  return { pods, steps };
}

test('each step is reported once, however often it is seen', (t) => {
  const { pods, steps } = register();
  pods.expect(PLAN, 'keg-abc-default', 0, true);
  for (const state of [
    object('a'),
    object('a'),
    object('a', 'n'),
    object('a', 'n', 'Running'),
    object('a', 'n', 'Running'),
    object('a', 'n', 'Succeeded'),
  ])
    pods.seen(state, 5);
  pods.gone('a', 6);
  t.deepEqual(steps, ['created a', 'bound a', 'started a', 'finished a', 'gone a']);
  t.like(pods.state, { pending: 0, running: 0, awaited: 0, lastChange: 6 });
});

test('a pod is awaited until its end, or its start if it runs for ever', (t) => {
  const { pods } = register();
  pods.expect(PLAN, 'keg-abc-default', 0, true);
  pods.expect({ ...PLAN, name: 'forever', lifetime: null }, 'keg-abc-default', 0, true);
  t.like(pods.state, { pending: 2, awaited: 2 });
  pods.seen(object('a', 'n', 'Running'), 1);
  pods.seen(object('b', 'n', 'Running', 'forever'), 1);
  t.like(pods.state, { pending: 0, running: 2, awaited: 1 });
  t.is(pods.on('n').length, 2);
  pods.gone('a', 2);
  t.like(pods.state, { running: 1, awaited: 0 });
  t.is(pods.on('n').length, 1);
});

test('a later pod of the same name is another pod', (t) => {
  const { pods, steps } = register();
  pods.expect(PLAN, 'keg-abc-default', 0, true);
  pods.seen(object('a'), 1);
  pods.gone('a', 2);
  pods.expect(PLAN, 'keg-abc-default', 3, true);
  pods.seen(object('b'), 4);
  t.deepEqual(steps, ['created a', 'gone a', 'created b']);
});

test('a refused creation is not awaited', (t) => {
  const { pods } = register();
  pods.forget(pods.expect(PLAN, 'keg-abc-default', 0, true));
  t.like(pods.state, { pending: 0, awaited: 0 });
});

test('a pod of a workload is tracked, an unknown pod is not', (t) => {
  const { pods, steps } = register(({ metadata }) => (metadata.name === 'web-x7k2p' ? PLAN : undefined));
  pods.seen(object('a', undefined, 'Pending', 'web-x7k2p'), 1);
  t.is(pods.seen(object('b', undefined, 'Pending', 'stranger'), 1), undefined);
  t.deepEqual(steps, ['created a']);
  t.is(pods.byUid('a')?.intended, undefined);
});

/** On simulated nodes keg fails pods at their own deadlines, as a kubelet does, in scenario time. */
import test from 'ava';
import type { PodObject } from '../../../../src/core/observing/pod-object.ts';
import type { PlannedPod } from '../../../../src/core/timeline/timeline-event.ts';
import type { Transport } from '../../../../src/kubernetes/transport.ts';
import type { LiveClock, Work } from '../../../../src/targets/live/live-run.ts';
import { canBeStaged } from '../../../../src/targets/live/objects/pod-timing.ts';
import { createLivePods } from '../../../../src/targets/live/observe/live-pods.ts';
import { createPodLife } from '../../../../src/targets/live/play/pod-life.ts';

const PLAN: PlannedPod = {
  namespace: 'default',
  name: 'web',
  group: 'web',
  template: { spec: { containers: [{ name: 'c' }], activeDeadlineSeconds: 60 } },
  lifetime: null,
  end: 'deleted',
  startDelay: 10_000_000,
  readyDelay: 0,
  withdrawnAt: null,
};

/** Binds the pod at 1 s of wall time. Gives what keg plans then, by its time in seconds. */
function bound(plan: PlannedPod, speed = 1) {
  const scheduled: { readonly due: number; readonly work: Work }[] = [];
  const sent: unknown[] = [];
  const clock = {
    schedule: (due: number, work: Work) => scheduled.push({ due: due / 1e6, work }),
    stamp: () => '2026-01-01T00:00:00Z',
    isChanged: () => false,
    ofWall: (duration: number) => duration,
  } as unknown as LiveClock;
  const transport = {
    send: async ({ body }: { readonly body: unknown }) => sent.push(body),
    call: async ({ body }: { readonly body: unknown }) => sent.push(body),
  } as unknown as Transport;
  const pods = createLivePods({
    speed,
    adopt: () => undefined,
    onStep: (pod, step, at) => life.onStep(pod, step, at),
  });
  const life = createPodLife({
    ...{ transport, pods, clock: () => clock, specOf: () => plan.template.spec },
    ...{ startsByItself: false, gracefully: false },
  });
  pods.expect(plan, 'keg-r1-default', 0, false);
  const metadata = { uid: 'u1', name: 'web', namespace: 'keg-r1-default', resourceVersion: '1' };
  pods.seen({ metadata, spec: { nodeName: 'n' }, status: { phase: 'Pending' } } as unknown as PodObject, 1e6);
  return { scheduled, sent, pods };
}

test('a pod fails when its deadline and its stopping are over, in compressed time', async (t) => {
  const { scheduled, sent } = bound({ ...PLAN, terminatedDelay: 5_000_000 }, 10);
  t.deepEqual(
    scheduled.map(({ due }) => due).sort((left, right) => left - right),
    [2, 7.5],
  );
  const end = scheduled.find(({ due }) => due === 7.5)!;
  await end.work.carryOut({ again: () => {} });
  t.like(sent.at(-1), { status: { phase: 'Failed', reason: 'DeadlineExceeded' } });
});

test('a pod that never ends but for its deadline is awaited', (t) => {
  const { pods } = bound(PLAN);
  t.is(pods.state.awaited, 1);
  t.is(pods.state.expectedUntil, 61e6);
});

test('a pod that ends before its deadline has no end by it', (t) => {
  const { scheduled } = bound({ ...PLAN, lifetime: 50_000_000 });
  t.deepEqual(
    scheduled.map(({ due }) => due),
    [11],
  );
});

test('KWOK does not carry out the phases of a pod with a deadline', (t) => {
  t.false(canBeStaged(PLAN));
  const { activeDeadlineSeconds: _, ...spec } = PLAN.template.spec;
  t.true(canBeStaged({ ...PLAN, template: { spec } }));
});

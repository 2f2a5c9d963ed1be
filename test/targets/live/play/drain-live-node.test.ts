/** Drains on a live cluster: which pods are evicted, and when one that a budget protects is tried again. */
import test from 'ava';
import type { PodObject } from '../../../../src/core/observing/pod-object.ts';
import type { PodOwner } from '../../../../src/core/recording/pod-observation.ts';
import type { PlannedPod } from '../../../../src/core/timeline/timeline-event.ts';
import { ApiError } from '../../../../src/kubernetes/api-error.ts';
import type { Transport } from '../../../../src/kubernetes/transport.ts';
import type { LiveClock, Work } from '../../../../src/targets/live/live-run.ts';
import { createLivePods } from '../../../../src/targets/live/observe/live-pods.ts';
import { liveDrains } from '../../../../src/targets/live/play/drain-live-node.ts';

const plan = (name: string, owners?: readonly PodOwner[]): PlannedPod => ({
  namespace: 'default',
  name,
  group: name,
  template: { spec: { containers: [{ name: 'c' }] } },
  lifetime: null,
  end: 'deleted',
  startDelay: 0,
  readyDelay: 0,
  withdrawnAt: null,
  ...(owners && { owners }),
});

/** Node "n" has these pods. The wall stands at 1 s, and the API server answers each eviction with the status. */
function drains(plans: readonly PlannedPod[], { speed, status }: { speed: number; status: number }) {
  const scheduled: { readonly due: number; readonly work: Work }[] = [];
  const refused: string[] = [];
  const clock = {
    schedule: (due: number, work: Work) => scheduled.push({ due: due / 1e6, work }),
    wallAt: (at: number) => at / speed,
    scenarioTimeAt: (wall: number) => wall * speed,
    ofWall: (duration: number) => duration,
    refuse: (message: string) => refused.push(message),
  } as unknown as LiveClock;
  const transport = {
    clock: { now: () => 1e6 },
    async send({ path }: { readonly path: string }) {
      if (status >= 300) throw new ApiError(status, 'no', { method: 'POST', path, server: '', context: '' });
    },
  } as unknown as Transport;
  const pods = createLivePods({ speed, adopt: () => undefined, onStep: () => {} });
  for (const each of plans) {
    pods.expect(each, 'keg-r-default', 0, false);
    const metadata = { uid: each.name, name: each.name, namespace: 'keg-r-default' };
    pods.seen({ metadata, spec: { nodeName: 'n' } } as unknown as PodObject, 0);
  }
  const live = liveDrains({
    ...{ transport, pods, clock: () => clock },
    createAgain: () => ({ key: '', carryOut: async () => {} }),
  });
  return { live, scheduled, refused };
}

test('a drain leaves the pods of DaemonSets and static pods', (t) => {
  const { live, scheduled } = drains(
    [
      plan('web', [{ kind: 'ReplicaSet', name: 'web' }]),
      plan('agent', [{ kind: 'DaemonSet', name: 'agent' }]),
      plan('static', [{ kind: 'Node', name: 'n' }]),
    ],
    { speed: 1, status: 201 },
  );
  live.drain('n');
  t.deepEqual(
    scheduled.map(({ work }) => work.key),
    ['pod keg-r-default/web'],
  );
});

for (const [speed, due] of [
  [1, 6],
  [10, 1.5],
  [1000, 1.25],
] as const)
  test(`at ${speed}x a protected pod is tried again after ${due - 1} s of wall time`, async (t) => {
    const { live, scheduled, refused } = drains([plan('web')], { speed, status: 429 });
    live.drain('n');
    await scheduled[0]!.work.carryOut({ again: () => {} });
    t.like(scheduled[1], { due, work: { isRetry: true } });
    live.end();
    t.deepEqual(refused, [
      'node "n" is not drained at the end: a PodDisruptionBudget protects pod "default/web"',
    ]);
  });

/** A fence is a gated pod; a watch that has seen it has seen what keg wrote before. */
import test from 'ava';
import type { PodObject } from '../../../../src/core/observing/pod-object.ts';
import type { KubernetesObject } from '../../../../src/kubernetes/list-pages.ts';
import type { ApiRequest, Transport } from '../../../../src/kubernetes/transport.ts';
import type { WatchReport } from '../../../../src/kubernetes/watch-loop.ts';
import { createFence } from '../../../../src/targets/live/jumps/fence.ts';
import { fakeClock } from '../../../verbs/replay/fake-clock.ts';

type Pod = PodObject & KubernetesObject;

/** A fence on an imagined API server; `deliver` lets the run's watch see what was written. */
function scene() {
  const written: WatchReport<Pod>[] = [];
  const send = async ({ method, path, body }: ApiRequest): Promise<void> => {
    if (method === 'POST') {
      const pod = body as Pod;
      const metadata = { ...pod.metadata, uid: pod.metadata.name };
      written.push({ type: 'added', object: { ...pod, metadata }, at: 0 });
    } else written.push({ type: 'deleted', uid: path.split('/').at(-1)!, at: 0 } as WatchReport<Pod>);
  };
  const fence = createFence({ send } as unknown as Transport, fakeClock(), 'run', 'keg-run-default');
  const deliver = (): boolean[] => written.splice(0).map((report) => fence.take(report));
  return { fence, deliver };
}

const pod = (uid: string, spec: Partial<Pod['spec']> = {}): WatchReport<Pod> => ({
  type: 'changed',
  at: 0,
  object: {
    metadata: { uid, name: uid, namespace: 'n' },
    spec: { containers: [], ...spec },
  } as unknown as Pod,
});

test('a fence is seen when the watch of the run has delivered it, and it is no pod of the play', async (t) => {
  const { fence, deliver } = scene();
  t.true(fence.isSeen);
  await fence.write(undefined);
  t.false(fence.isSeen);
  t.deepEqual(deliver(), [true]);
  t.true(fence.isSeen);
  t.is(fence.gatedSeen, 1);
});

test('the next fence is the removal of the one that stands', async (t) => {
  const { fence, deliver } = scene();
  await fence.write(undefined);
  deliver();
  await fence.write(1);
  t.false(fence.isSeen);
  t.deepEqual(deliver(), [true]);
  t.is(fence.gatedSeen, 0);
});

test('a fence never leaves the number of gated pods that the scheduler counted before', async (t) => {
  const { fence, deliver } = scene();
  // A gated pod of the play has gone, and the scheduler still counts it.
  fence.take(pod('gated', { schedulingGates: [{ name: 'g' }] }));
  fence.take({ type: 'deleted', uid: 'gated', at: 0 } as WatchReport<Pod>);
  await fence.write(1);
  deliver();
  t.not(fence.gatedSeen, 1);
});

test('pods that wait, and pods that were deleted before they were bound, are counted', (t) => {
  const { fence } = scene();
  t.false(fence.take(pod('a')));
  fence.take(pod('b'));
  t.is(fence.unboundSeen, 2);
  fence.take(pod('a', { nodeName: 'n1' }));
  fence.take({ type: 'deleted', uid: 'a', at: 0 } as WatchReport<Pod>);
  t.is(fence.deletedUnbound, 0);
  fence.take({ type: 'deleted', uid: 'b', at: 0 } as WatchReport<Pod>);
  t.is(fence.deletedUnbound, 1);
});

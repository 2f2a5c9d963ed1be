/** The order in which waiting pods are taken. */
import test from 'ava';
import type { PodState } from '../../../../src/core/scheduler/framework/pod-state.ts';
import {
  comesBefore,
  type QueuedPod,
  waitedLonger,
} from '../../../../src/core/scheduler/queue/queued-pod.ts';

const queued = (priority: number, timestamp: number, sequence: number): QueuedPod =>
  ({ pod: { info: { priority } } as PodState, timestamp, sequence }) as QueuedPod;

test('the higher priority comes first, however long the other pod waited', (t) => {
  t.true(comesBefore(queued(2, 9, 9), queued(1, 0, 0)));
  t.false(comesBefore(queued(1, 0, 0), queued(2, 9, 9)));
});

test('of equal priorities the earlier sequence comes first', (t) => {
  for (const before of [comesBefore, waitedLonger]) {
    t.true(before(queued(1, 3, 0), queued(1, 4, 9)));
    t.false(before(queued(1, 4, 9), queued(1, 3, 0)));
    t.true(before(queued(1, 3, 1), queued(1, 3, 2)));
    t.false(before(queued(1, 3, 2), queued(1, 3, 1)));
  }
});

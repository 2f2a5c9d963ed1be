/** A scheduler's messages are grouped by reason, not by count. */
import test from 'ava';
import { unschedulableReason } from '../../../src/core/measure/never-bound.ts';

test('counts of nodes and the sentences of preemption are left out', (t) => {
  const reason = 'Insufficient cpu, Insufficient memory';
  t.is(unschedulableReason('0/3 nodes are available: 1 Insufficient memory, 2 Insufficient cpu.'), reason);
  t.is(
    unschedulableReason(
      '0/9 nodes are available: 4 Insufficient cpu, 5 Insufficient memory. preemption: 0/9 nodes are available: 9 No preemption victims found for incoming pod.',
    ),
    reason,
  );
});

test('a reason that contains commas stays whole', (t) => {
  t.is(
    unschedulableReason(
      '0/2 nodes are available: 2 node(s) had untolerated taint {a: b, c}. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    ),
    'node(s) had untolerated taint {a: b, c}',
  );
});

test('any other message is its own reason', (t) => {
  t.is(unschedulableReason('no nodes available to schedule pods'), 'no nodes available to schedule pods');
  t.is(unschedulableReason(''), '');
});

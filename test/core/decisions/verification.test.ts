/** How decisions of a recording are compared with the model. */
import test from 'ava';
import { createVerification, type VerificationOptions } from '../../../src/core/decisions/verification.ts';
import type { Verification } from '../../../src/core/decisions/verification-figures.ts';
import { type History, MS, newHistory } from './small-history.ts';

function verify(history: History, options: Partial<VerificationOptions> = {}): Verification {
  const running = createVerification({
    kubernetesVersion: '1.37',
    slack: 1000 * MS,
    isWhole: 'always',
    ...options,
  });
  for (const observation of history.observations) running.observe(observation);
  return running.finish();
}

/** Two nodes; the larger one is the best for any pod. */
function twoNodes(): History {
  const history = newHistory();
  history.node('small', 4);
  history.node('large', 8);
  history.wait(5000);
  return history;
}

test('a binding to the best node agrees, to the very node', (t) => {
  const history = twoNodes();
  history.create('p', 1);
  history.wait(10);
  history.bind('p', 'large');
  const { bindings, share, disagreements } = verify(history);
  t.like(bindings, { decided: 1, best: 1, reordered: 0, elsewhere: 0, veryNode: 1, ties: 0 });
  t.is(share, 1);
  t.deepEqual(disagreements, []);
});

test('a binding to another node is a disagreement with both totals', (t) => {
  const history = twoNodes();
  history.create('p', 1);
  history.wait(10);
  history.bind('p', 'small');
  const { bindings, share, disagreements } = verify(history);
  t.like(bindings, { decided: 1, best: 0, elsewhere: 1, veryNode: 0 });
  t.is(share, 0);
  const { pod, real, model, best } = disagreements[0] ?? {};
  t.is(pod, 'p');
  t.is(real?.node, 'small');
  t.is(model?.node, 'large');
  t.is(best, 1);
  t.true((model?.total ?? 0) > (real?.total ?? 0));
});

test('a node that a filter refuses is stated with the filter', (t) => {
  const history = twoNodes();
  history.create('p', 5);
  history.wait(10);
  history.bind('p', 'small');
  t.like(verify(history).disagreements[0]?.real, {
    node: 'small',
    refusedBy: 'NodeResourcesFit',
    reasons: ['Insufficient cpu'],
  });
});

test('the pod is put where it really went, so one disagreement does not make the next', (t) => {
  const history = twoNodes();
  history.create('p', 4);
  history.wait(10);
  history.bind('p', 'small');
  history.create('q', 2);
  history.wait(10);
  history.bind('q', 'large');
  t.like(verify(history).bindings, { decided: 2, best: 1, elsewhere: 1 });
});

test('two bindings that are seen in the other order agree', (t) => {
  const history = newHistory();
  history.node('a', 4);
  history.node('b', 4);
  history.create('first', 3);
  history.create('second', 3);
  history.wait(10);
  // With all equal, the first goes to a, so the second goes to b. Its binding is seen first.
  history.bind('second', 'b');
  history.wait(5);
  history.bind('first', 'a');
  t.like(verify(history).bindings, { decided: 2, best: 2, veryNode: 1 });
  const uneven = newHistory();
  uneven.node('a', 8);
  uneven.node('b', 4);
  uneven.create('first', 4);
  uneven.create('second', 1);
  uneven.wait(10);
  uneven.bind('second', 'b');
  uneven.wait(5);
  uneven.bind('first', 'a');
  t.like(verify(uneven).bindings, { decided: 2, best: 1, inQueueOrder: 1, reordered: 0, elsewhere: 0 });
  t.like(verify(uneven, { slack: MS }).bindings, { best: 1, inQueueOrder: 0, elsewhere: 1 });
});

test('a decision just before room was freed agrees', (t) => {
  const history = twoNodes();
  history.create('old', 7);
  history.bind('old', 'large');
  history.wait(5000);
  history.create('p', 1);
  history.wait(10);
  history.remove('old');
  history.wait(10);
  history.bind('p', 'small');
  t.like(verify(history).bindings, { best: 1, inQueueOrder: 1, elsewhere: 0 });
});

test('a refusal agrees if the model finds no node, and its message is compared to the letter', (t) => {
  const history = twoNodes();
  history.create('p', 9);
  history.wait(10);
  history.refuse('p', 'in other words');
  history.create('q', 1);
  history.wait(5000);
  history.refuse('q', 'no room');
  const { refusals, disagreements } = verify(history);
  t.deepEqual(refusals, { decided: 2, agreed: 1, reordered: 0, otherwise: 1, sameMessage: 0 });
  t.like(disagreements[0], { pod: 'q', message: 'no room', model: { node: 'large' } });
});

test('a gated pod is not tried, so its refusal agrees', (t) => {
  const history = twoNodes();
  history.create('p', 1, { schedulingGates: [{ name: 'quota' }] });
  history.refuse('p', 'Scheduling is blocked', 'SchedulingGated');
  t.like(verify(history).refusals, { decided: 1, agreed: 1, otherwise: 0 });
});

test('up to 1.34 the very node is not compared, because kube-scheduler draws it', (t) => {
  const history = newHistory();
  history.node('a', 4);
  history.node('b', 4);
  history.create('p', 1);
  history.wait(10);
  history.bind('p', 'b');
  t.like(verify(history, { kubernetesVersion: '1.34' }).bindings, { best: 1, veryNode: null, ties: 1 });
  t.like(verify(history, { kubernetesVersion: '1.35' }).bindings, { best: 1, veryNode: 0, ties: 1 });
});

test('what cannot be compared is counted with its reason', (t) => {
  const history = newHistory();
  history.node('small', 4);
  const bound = (uid: string, node: string | null, ...rest: unknown[]) => {
    history.create(uid, 1, ...(rest as []));
    history.wait(10);
    history.bind(uid, node);
  };
  bound('static', 'small', {}, { owners: [{ kind: 'Node', name: 'small' }] });
  bound('foreign', 'small', { schedulerName: 'volcano' });
  bound('nowhere', 'gone');
  bound('unnamed', null);
  bound('spread', 'small', { topologySpreadConstraints: [{ topologyKey: 'zone', maxSkew: 1 }] });
  bound('replica', 'small', {}, { owners: [{ kind: 'ReplicaSet', name: 'web' }] });
  bound('claims', 'small', { resourceClaims: [{ name: 'gpu' }] });
  history.create('given', 9);
  history.bind('given', 'small');
  const { undecided, bindings } = verify(history, { isWhole: 'never' });
  t.deepEqual(undecided, {
    'static-pod': 1,
    'other-scheduler': 1,
    'unknown-node': 2,
    'no-objects': 2,
    devices: 1,
    'created-with-node': 1,
  });
  t.is(bindings.decided, 0);
});

test('with an object that decides, pods of a ReplicaSet are compared', (t) => {
  const history = twoNodes();
  history.add({ kind: 'object-set', object: { kind: 'Namespace', metadata: { name: 'default', uid: 'n' } } });
  history.create('p', 1, {}, { owners: [{ kind: 'ReplicaSet', name: 'web' }] });
  history.wait(10);
  history.bind('p', 'large');
  t.like(verify(history, { isWhole: 'never' }), { undecided: {}, bindings: { decided: 1, best: 1 } });
});

test('a replay on a live cluster has no other objects, if its pods have labels', (t) => {
  const decidedWith = (labels?: Record<string, string>) => {
    const history = twoNodes();
    history.create('p', 1, {}, { owners: [{ kind: 'ReplicaSet', name: 'web' }], ...(labels && { labels }) });
    history.wait(10);
    history.bind('p', 'large');
    return verify(history, { isWhole: 'if-labelled' }).bindings.decided;
  };
  t.is(decidedWith({ app: 'web' }), 1);
  t.is(decidedWith(), 0);
});

test('decisions within the slack after a gap are not compared', (t) => {
  const history = twoNodes();
  history.create('p', 1);
  history.create('q', 1);
  history.wait(10);
  history.add({ kind: 'gap', from: 0, reason: 'the connection was lost', lost: 'events' });
  history.wait(10);
  history.bind('p', 'small');
  history.wait(2000);
  history.bind('q', 'large');
  const { undecided, bindings } = verify(history);
  t.deepEqual(undecided, { gap: 1 });
  t.like(bindings, { decided: 1, best: 1 });
});

test('pods that had a node before the recording are no decisions', (t) => {
  const history = twoNodes();
  history.create('p', 1, {}, { age: 5 });
  history.bind('p', 'small');
  const { bindings, undecided } = verify(history);
  t.is(bindings.decided, 0);
  t.deepEqual(undecided, {});
});

test('pods and nodes that changed decide with their new state', (t) => {
  const history = newHistory();
  history.node('a', 8, { zone: 'x' });
  history.node('b', 4, { zone: 'y' });
  history.create('p', 1, { nodeSelector: { zone: 'z' } });
  history.wait(5000);
  history.add({ kind: 'node-changed', uid: 'b', labels: { zone: 'z' } });
  history.wait(5000);
  history.bind('p', 'b');
  history.wait(5000);
  history.create('q', 1);
  history.add({ kind: 'node-removed', uid: 'a' });
  history.wait(5000);
  history.bind('q', 'b');
  t.like(verify(history).bindings, { decided: 2, best: 2 });
});

test('a binding may be decided before another pod is nominated to the node', (t) => {
  const history = newHistory();
  history.node('n', 4);
  history.create('p', 3, { priority: 10 });
  history.create('q', 3, { priority: 10 });
  history.wait(5000);
  history.add({ kind: 'pod-nominated', uid: 'q', node: 'n' });
  history.wait(10);
  history.bind('p', 'n');
  t.like(verify(history).bindings, { decided: 1, inQueueOrder: 1, elsewhere: 0 });
  history.wait(5000);
  history.remove('p');
  history.wait(5000);
  history.create('late', 3, { priority: 10 });
  history.wait(5000);
  history.bind('late', 'n');
  t.like(verify(history).bindings, { decided: 2, elsewhere: 1 });
});

/** Which decision about a pod is explained, and what the explanation says. */
import test from 'ava';
import { createDecisionSearch, type DecisionQuery } from '../../../src/core/decisions/find-decision.ts';
import { type History, MS, newHistory } from './small-history.ts';

function search(history: History, query: Partial<DecisionQuery> = {}) {
  const found = createDecisionSearch({ kubernetesVersion: '1.37', pod: 'p', ...query });
  for (const observation of history.observations) found.observe(observation);
  return found.finish();
}

/** `p` is created at 1 s and bound at 2 s to the larger node. */
function boundPod(): History {
  const history = newHistory();
  history.node('small', 4);
  history.node('large', 8);
  history.node('tiny', 0);
  history.wait(1000);
  history.create('p', 1);
  history.wait(1000);
  history.bind('p', 'large');
  history.wait(1000);
  history.remove('p');
  return history;
}

test('the binding is explained with the scores of every feasible node', (t) => {
  const { explanation } = search(boundPod());
  t.like(explanation, {
    at: 2000 * MS,
    happened: { node: 'large' },
    agrees: true,
    outcome: 'bound',
    node: 'large',
    settledBy: 'highest-total',
    best: ['large'],
  });
  t.deepEqual(
    explanation?.nodes.map(({ node, verdict }) => [node, verdict]),
    [
      ['large', 'feasible'],
      ['small', 'feasible'],
      ['tiny', 'refused'],
    ],
  );
  const [large, , tiny] = explanation?.nodes ?? [];
  t.is(
    large?.total,
    large?.scores?.reduce((sum, { weighted }) => sum + weighted, 0),
  );
  t.like(
    large?.scores?.find(({ plugin }) => plugin === 'TaintToleration'),
    { raw: 100, weighted: 300 },
  );
  t.like(tiny, { refusedBy: 'NodeResourcesFit', reasons: ['Insufficient cpu'] });
});

test('a pod is found by its name, its namespace and name, or its uid', (t) => {
  const history = newHistory();
  history.node('a', 4);
  history.create('uid-1', 1, {}, { name: 'web', namespace: 'shop' });
  history.bind('uid-1', 'a');
  for (const pod of ['web', 'shop/web', 'uid-1']) t.is(search(history, { pod }).explanation?.node, 'a', pod);
  t.is(search(history, { pod: 'other' }).explanation, undefined);
  t.is(search(history, { pod: 'default/web' }).found.count, 0);
});

test('with a time, the pod is decided about as if it were on no node', (t) => {
  const history = boundPod();
  const { explanation } = search(history, { at: 2500 * MS });
  t.like(explanation, { at: 2500 * MS, happened: null, agrees: null, node: 'large' });
  t.is(search(history, { at: 500 * MS }).explanation, undefined, 'before its creation');
  t.is(search(history, { at: 4000 * MS }).explanation, undefined, 'after its deletion');
});

test('a pod that was never bound is explained at its last refusal', (t) => {
  const history = newHistory();
  history.node('a', 4);
  history.create('p', 5);
  history.refuse('p', 'first');
  history.wait(1000);
  history.node('b', 4);
  history.refuse('p', 'second');
  history.wait(1000);
  const { explanation } = search(history);
  t.like(explanation, { at: 1000 * MS, happened: { message: 'second' }, agrees: true, node: null });
  t.regex(explanation?.message ?? '', /^0\/2 nodes are available: 2 Insufficient cpu\./);
});

test('a pod that waits without a word is explained at the end', (t) => {
  const history = newHistory();
  history.node('a', 4);
  history.create('p', 1);
  history.wait(1000);
  history.add({ kind: 'close' });
  t.like(search(history).explanation, { at: 1000 * MS, happened: null, node: 'a', settledBy: 'only-node' });
});

test('of several pods of one name, the last one that was bound is explained', (t) => {
  const history = newHistory();
  history.node('a', 4);
  for (const uid of ['one', 'two']) {
    history.create(uid, 1, {}, { name: 'p' });
    history.bind(uid, 'a');
    history.remove(uid);
    history.wait(1000);
  }
  const { explanation, found } = search(history);
  t.is(explanation?.uid, 'two');
  t.like(found, { names: ['default/p'], count: 2 });
});

test('a tie is settled by the heap from 1.35 on, and drawn before', (t) => {
  const history = newHistory();
  history.node('a', 4);
  history.node('b', 4);
  history.create('p', 1);
  history.bind('p', 'b');
  t.like(search(history).explanation, { settledBy: 'heap-root', best: ['a', 'b'], agrees: true });
  t.like(search(history, { kubernetesVersion: '1.34' }).explanation, { settledBy: 'drawn' });
});

test('a pod for a scheduler that no profile has is not explained with another profile', (t) => {
  const history = newHistory();
  history.node('a', 4);
  history.create('p', 1, { schedulerName: 'packer' });
  history.bind('p', 'a');
  const { explanation, found } = search(history);
  t.is(explanation, undefined);
  t.is(found.otherScheduler, 'packer');
  const configuration = { profiles: [{ schedulerName: 'packer' }] };
  t.is(search(history, { configuration }).explanation?.node, 'a');
});

test('a time before the pod or after the recording explains nothing, yet the pod is found', (t) => {
  const early = search(boundPod(), { at: 500 * MS });
  t.like(early, { explanation: undefined, found: { count: 1 } });
  const history = newHistory();
  history.node('a', 4);
  history.create('p', 1);
  history.wait(1000);
  history.bind('p', 'a');
  t.is(search(history, { at: 1000 * MS }).explanation?.node, 'a');
  t.like(search(history, { at: 1001 * MS }), { explanation: undefined, found: { count: 1, end: 1000 * MS } });
});

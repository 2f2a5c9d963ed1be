/** Tests how the annotations of kube-scheduler-simulator are read. */
import test from 'ava';
import { attemptsMark, explainedAttempts } from '../../../src/core/observing/simulator-results.ts';

const key = (name: string): string => `kube-scheduler-simulator.sigs.k8s.io/${name}`;
const REFUSED = {
  [key('filter-result')]: '{"a":{"NodeName":"passed","TaintToleration":"untolerated"}}',
  [key('selected-node')]: '',
};
const BOUND = {
  [key('filter-result')]: '{"a":{"NodeName":"passed"},"b":{"NodeName":"passed","NodeAffinity":"no match"}}',
  [key('score-result')]: '{"a":{"NodeResourcesFit":"86"}}',
  [key('finalscore-result')]: '{"a":{"NodeResourcesFit":"602"}}',
  [key('selected-node')]: 'a',
};

test('each attempt of the history has the refusals and the scores of its nodes', (t) => {
  const annotations = { ...BOUND, [key('result-history')]: JSON.stringify([REFUSED, BOUND]) };
  t.deepEqual(explainedAttempts(annotations), [
    { node: null, refused: { a: { TaintToleration: 'untolerated' } }, scores: {} },
    {
      node: 'a',
      refused: { b: { NodeAffinity: 'no match' } },
      scores: { a: { NodeResourcesFit: [86, 602] } },
    },
  ]);
});

test('without a history the last attempt is read, and broken annotations explain nothing', (t) => {
  t.is(explainedAttempts(BOUND)[0]?.node, 'a');
  t.deepEqual(explainedAttempts({ [key('filter-result')]: '{"a":' }), []);
  t.is(attemptsMark({ other: 'x' }), undefined);
  t.is(attemptsMark(null), undefined);
});

/** Each figure of a comparison has words of its own. */
import test from 'ava';
import { scalarFigures } from '../../../src/core/measure/scalar-figures.ts';
import { figureWords } from '../../../src/render/compare/figure-words.ts';
import { bound, created, NODE_A, node, run } from '../../core/measure/small-recording.ts';

test('no figure is printed by its path, also with an autoscaler, prices and usage', (t) => {
  const scaled = { ...node('b', { cpu: '4' }), ordered: { at: 0, since: 0 }, price: 2, pool: 'a' };
  const usage = { at: 50, kind: 'pod-usage', uid: 'p', used: { cpu: '1', memory: '1Gi' } } as const;
  const words = scalarFigures(run([NODE_A, scaled, created('p', 0), bound('p', 0), usage])).map(
    ({ figure }) => figureWords(figure),
  );
  t.true(words.includes('nodes joined'));
  t.true(words.includes('cpu: used share'));
  t.deepEqual(
    words.filter((each) => /[a-z]?\.[a-zA-Z]|[a-z][A-Z]/.test(each)),
    [],
  );
});

test('the number of pods has those that were there before, so it is not called created', (t) => {
  t.is(figureWords('pods.created'), 'pods in all');
});

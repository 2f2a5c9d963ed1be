/** Node selectors and affinity match the same nodes as in Kubernetes. */
import test from 'ava';
import type { Node } from '../../../src/core/objects/node.ts';
import {
  matchesNodeSelector,
  preferenceOf,
  requiredNodeAffinity,
} from '../../../src/core/objects/node-selector.ts';

const node = (labels: Record<string, string>, name = 'n1'): Node => ({
  metadata: { name, labels },
  status: {},
});
const expression = (key: string, operator: string, ...values: string[]) =>
  matchesNodeSelector({ nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }] });

test('In needs one of the values, and NotIn accepts a missing label', (t) => {
  t.true(expression('disk', 'In', 'ssd', 'hdd')(node({ disk: 'ssd' })));
  t.false(expression('disk', 'In', 'ssd')(node({})));
  t.true(expression('disk', 'NotIn', 'ssd')(node({})));
  t.false(expression('disk', 'NotIn', 'ssd')(node({ disk: 'ssd' })));
});

test('Exists and DoesNotExist compare only the key', (t) => {
  t.true(expression('gpu', 'Exists')(node({ gpu: '' })));
  t.true(expression('gpu', 'DoesNotExist')(node({})));
  t.false(expression('toString', 'Exists')(node({})));
});

test('Gt and Lt compare integers, and a label that is not an integer does not match', (t) => {
  t.true(expression('tier', 'Gt', '6')(node({ tier: '7' })));
  t.false(expression('tier', 'Gt', '7')(node({ tier: '7' })));
  t.true(expression('tier', 'Lt', '7')(node({ tier: '-3' })));
  t.false(expression('tier', 'Gt', '6')(node({ tier: 'high' })));
  t.true(expression('tier', 'Gt', '9007199254740992')(node({ tier: '9007199254740993' })));
});

test('a term that Kubernetes cannot parse matches nothing, but other terms still count', (t) => {
  const broken = { matchExpressions: [{ key: 'tier', operator: 'Gt', values: ['x'] }] };
  const fine = { matchExpressions: [{ key: 'a', operator: 'Exists' }] };
  t.false(matchesNodeSelector({ nodeSelectorTerms: [broken, {}] })(node({ tier: '9' })));
  t.true(matchesNodeSelector({ nodeSelectorTerms: [broken, fine] })(node({ a: '1' })));
  t.false(expression('a', 'In')(node({ a: '1' })));
  t.false(expression('a', 'Like', '1')(node({ a: '1' })));
});

test('a field selector matches the node name and needs exactly one value', (t) => {
  const named = (operator: string, ...values: string[]) =>
    matchesNodeSelector({
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator, values }] }],
    });
  t.true(named('In', 'n1')(node({})));
  t.true(named('NotIn', 'n2')(node({})));
  t.false(named('In', 'n1', 'n2')(node({})));
});

test('nodeSelector and affinity must both hold', (t) => {
  const nodeAffinity = {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'b', operator: 'Exists' }] }],
    },
  };
  const matches = requiredNodeAffinity({
    containers: [],
    nodeSelector: { a: '1' },
    affinity: { nodeAffinity },
  });
  t.true(matches?.(node({ a: '1', b: '' })));
  t.false(matches?.(node({ a: '1' })));
  t.false(matches?.(node({ a: '2', b: '' })));
  t.is(requiredNodeAffinity({ containers: [] }), undefined);
});

test('preferences add the weights of the terms that match', (t) => {
  const prefers = (key: string, weight: number) => ({
    weight,
    preference: { matchExpressions: [{ key, operator: 'Exists' }] },
  });
  const score = preferenceOf([prefers('a', 10), prefers('b', 5)]);
  t.is(score?.(node({ a: '', b: '' })), 15);
  t.is(score?.(node({ b: '' })), 5);
  t.is(preferenceOf([]), undefined);
});

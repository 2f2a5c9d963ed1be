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

test('every operator but Gt and Lt refuses the wrong number of values', (t) => {
  const any = node({ a: '1' });
  t.false(expression('a', 'NotIn')(node({})), 'NotIn needs a value');
  t.false(expression('a', 'Exists', '1')(any), 'Exists takes none');
  t.false(expression('b', 'DoesNotExist', '1')(any), 'DoesNotExist takes none');
  t.false(expression('a', 'Gt')(any));
  t.false(expression('a', 'Gt', '0', '0')(any));
  t.false(expression('a', 'Lt')(any));
});

test('DoesNotExist rejects a node that has the label', (t) => {
  t.false(expression('a', 'DoesNotExist')(node({ a: '' })));
});

test('Gt and Lt are strict and need the label', (t) => {
  t.false(expression('a', 'Lt', '5')(node({ a: '5' })));
  t.true(expression('a', 'Lt', '5')(node({ a: '4' })));
  t.true(expression('a', 'Lt', '5')(node({ a: '-6' })));
  t.false(expression('a', 'Gt', '-5')(node({ a: '-4' })), '-5 is not a valid label value');
  t.false(expression('a', 'Gt', '0')(node({})));
  t.false(expression('a', 'Lt', '5')(node({})));
});

test('integers are Go’s int64: a sign is allowed, more than 64 bits are not', (t) => {
  t.true(expression('a', 'Gt', '9223372036854775806')(node({ a: '9223372036854775807' })));
  t.false(expression('a', 'Gt', '0')(node({ a: '9223372036854775808' })));
  t.true(expression('a', 'Lt', '0')(node({ a: '-9223372036854775808' })));
  t.false(expression('a', 'Lt', '0')(node({ a: '-9223372036854775809' })));
  t.true(expression('a', 'Gt', '0')(node({ a: '+1' })));
  for (const label of ['1.5', '0x1', ' 1', '1 ', ''])
    t.false(expression('a', 'Gt', '0')(node({ a: label })), label);
});

test('a key or a value that is not valid makes the term match nothing', (t) => {
  for (const key of ['', '-a', 'a-', 'a/b/c', '/a', 'A.b/c', 'a b', 'x'.repeat(64)])
    t.false(expression(key, 'DoesNotExist')(node({})), key);
  for (const key of ['a', 'a.b/c', 'A_b-c.d', 'x'.repeat(63)])
    t.true(expression(key, 'DoesNotExist')(node({})), key);
  for (const value of ['-a', 'a-', 'a b', 'x'.repeat(64)])
    t.false(expression('a', 'NotIn', value)(node({})), value);
  for (const value of ['', 'a', 'A_b-c.d', 'x'.repeat(63)])
    t.true(expression('a', 'NotIn', value)(node({})), value);
});

test('a field selector accepts In and NotIn, and an unknown field is empty', (t) => {
  const field = (key: string, operator: string, ...values: string[]) =>
    matchesNodeSelector({ nodeSelectorTerms: [{ matchFields: [{ key, operator, values }] }] })(node({}));
  t.false(field('metadata.name', 'NotIn', 'n1'));
  t.false(field('metadata.name', 'In', 'n2'));
  t.false(field('metadata.name', 'In'));
  t.false(field('metadata.name', 'Exists', 'n1'));
  t.false(field('spec.x', 'In', 'n1'));
  t.true(field('spec.x', 'NotIn', 'n1'));
  t.true(field('spec.x', 'In', ''));
});

test('all expressions and fields of a term must match, and one term is enough', (t) => {
  const exists = (key: string) => ({ key, operator: 'Exists' });
  const both = { matchExpressions: [exists('a'), exists('b')] };
  t.false(matchesNodeSelector({ nodeSelectorTerms: [both] })(node({ a: '' })));
  t.true(matchesNodeSelector({ nodeSelectorTerms: [both] })(node({ a: '', b: '' })));
  const named = { ...both, matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n2'] }] };
  t.false(matchesNodeSelector({ nodeSelectorTerms: [named] })(node({ a: '', b: '' })));
  t.true(matchesNodeSelector({ nodeSelectorTerms: [named, both] })(node({ a: '', b: '' })));
  t.false(matchesNodeSelector({ nodeSelectorTerms: [] })(node({})));
});

test('a node without labels has none', (t) => {
  const bare: Node = { metadata: { name: 'n1', labels: null }, status: {} };
  t.true(expression('a', 'DoesNotExist')(bare));
  t.is(requiredNodeAffinity({ containers: [], nodeSelector: { a: '' } })?.(bare), false);
});

test('a node selector alone and an affinity alone are required too', (t) => {
  const term = { matchExpressions: [{ key: 'b', operator: 'Exists' }] };
  const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };
  const affinityOnly = requiredNodeAffinity({ containers: [], affinity: { nodeAffinity: required } });
  t.deepEqual([affinityOnly?.(node({ b: '' })), affinityOnly?.(node({}))], [true, false]);
  const selectorOnly = requiredNodeAffinity({ containers: [], nodeSelector: { a: '1', b: '2' } });
  t.deepEqual([selectorOnly?.(node({ a: '1', b: '2' })), selectorOnly?.(node({ a: '1' }))], [true, false]);
});

test('no preference is undefined, and a preference that does not match adds 0', (t) => {
  t.is(preferenceOf(undefined), undefined);
  t.is(preferenceOf(null), undefined);
  t.is(preferenceOf([{ weight: 3, preference: {} }])?.(node({})), 0);
});

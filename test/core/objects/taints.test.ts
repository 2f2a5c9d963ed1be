/** Which tolerations cover which taints. */
import test from 'ava';
import { keepsAway, tolerates, toleratesTaint, untoleratedTaint } from '../../../src/core/objects/taints.ts';

const taint = { key: 'team', value: 'a', effect: 'NoSchedule' };

test('Equal needs the same key and value, Exists the same key, and no key covers all', (t) => {
  t.true(toleratesTaint({ key: 'team', value: 'a' }, taint));
  t.false(toleratesTaint({ key: 'team', operator: 'Equal', value: 'b' }, taint));
  t.true(toleratesTaint({ key: 'team', operator: 'Exists' }, taint));
  t.true(toleratesTaint({ operator: 'Exists' }, taint));
});

test('the effect must be equal, and an empty effect covers all', (t) => {
  t.false(toleratesTaint({ operator: 'Exists', effect: 'NoExecute' }, taint));
  t.true(toleratesTaint({ operator: 'Exists', effect: 'NoSchedule' }, taint));
});

test('Lt and Gt cover nothing, because their gate is off in every release', (t) => {
  t.false(toleratesTaint({ key: 'load', operator: 'Gt', value: '3' }, { ...taint, key: 'load', value: '9' }));
});

test('the first untolerated taint is found, and PreferNoSchedule does not count', (t) => {
  const taints = [{ ...taint, effect: 'PreferNoSchedule' }, { ...taint, key: 'x' }, taint];
  t.is(untoleratedTaint(taints, [])?.key, 'x');
  t.is(untoleratedTaint(taints, [{ operator: 'Exists' }]), undefined);
  t.false(tolerates(null, taint));
});

test('a missing value equals an empty value', (t) => {
  const bare = { key: 'team', effect: 'NoSchedule' };
  t.true(toleratesTaint({ key: 'team', operator: 'Equal' }, bare));
  t.true(toleratesTaint({ key: 'team', value: '' }, bare));
  t.true(toleratesTaint({ key: 'team' }, { ...bare, value: '' }));
  t.false(toleratesTaint({ key: 'team' }, taint));
});

test('Exists ignores the value, but not the key', (t) => {
  t.true(toleratesTaint({ key: 'team', operator: 'Exists', value: 'x' }, taint));
  t.false(toleratesTaint({ key: 'x', operator: 'Exists' }, taint));
});

test('one toleration is enough, and without any nothing is tolerated', (t) => {
  t.true(tolerates([{ key: 'x' }, { key: 'team', operator: 'Exists' }], taint));
  t.false(tolerates([], taint));
  t.false(tolerates(undefined, taint));
});

test('NoSchedule and NoExecute reject pods, PreferNoSchedule does not', (t) => {
  t.deepEqual(
    ['NoSchedule', 'NoExecute', 'PreferNoSchedule', ''].map((effect) => keepsAway({ key: 'a', effect })),
    [true, true, false, false],
  );
});

test('the caller chooses which taints count, and no taints give none', (t) => {
  const soft = { ...taint, effect: 'PreferNoSchedule' };
  t.is(
    untoleratedTaint([taint, soft], [], ({ effect }) => effect === 'PreferNoSchedule'),
    soft,
  );
  t.is(untoleratedTaint(null, []), undefined);
  t.is(untoleratedTaint([taint], null), taint);
});

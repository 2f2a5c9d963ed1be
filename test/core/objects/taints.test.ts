/** Which tolerations cover which taints. */
import test from 'ava';
import { tolerates, toleratesTaint, untoleratedTaint } from '../../../src/core/objects/taints.ts';

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

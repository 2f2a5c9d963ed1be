/** Each right that is missing is named with the rule of RBAC that gives it. */
import test from 'ava';
import { missingRights } from '../../../src/verbs/record/missing-rights.ts';

test('the rules are one for each group, in the words of a role', (t) => {
  const found = missingRights(new Set(['replicasets', 'jobs']));
  const [first] = found;
  t.is(first?.code, 'read-forbidden');
  t.regex(
    first?.next ?? '',
    /add to the role: \{apiGroups: \["apps"\], resources: \[replicasets\], verbs: \[list, watch\]\}, \{apiGroups: \["batch"\], resources: \[jobs\], verbs: \[list, watch\]\}/,
  );
});

test('kinds of the core group have the group without a name', (t) => {
  const [first] = missingRights(new Set(['namespaces']));
  t.regex(first?.next ?? '', /apiGroups: \[""\], resources: \[namespaces\]/);
});

test('nothing is said where nothing is forbidden', (t) => {
  t.deepEqual(missingRights(new Set()), []);
});

/** Each right that is missing is named with the role that gives it. */
import test from 'ava';
import { parse } from 'yaml';
import { missingRights } from '../../../src/verbs/record/missing-rights.ts';

const EVERYWHERE = { namespaces: undefined };

test('the rules are one for each group, and YAML that a role takes as it is', (t) => {
  const [first] = missingRights(new Set(['replicasets', 'jobs']), EVERYWHERE);
  t.is(first?.code, 'read-forbidden');
  const rules = /a ClusterRole with (rules: .*\]);/.exec(first?.next ?? '')?.[1];
  t.deepEqual(parse(rules ?? ''), {
    rules: [
      { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['list', 'watch'] },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['list', 'watch'] },
    ],
  });
});

test('where namespaces are recorded, a Role is enough for what is in them', (t) => {
  const [first] = missingRights(new Set(['persistentvolumes', 'persistentvolumeclaims']), {
    namespaces: ['team-a', 'team-b'],
  });
  t.regex(
    first?.next ?? '',
    /a ClusterRole with rules: \[\{apiGroups: \[""\], resources: \[persistentvolumes\], .*\}\], and a Role in each of the namespaces team-a, team-b with rules: \[\{apiGroups: \[""\], resources: \[persistentvolumeclaims\]/,
  );
});

test('nothing is said where nothing is forbidden', (t) => {
  t.deepEqual(missingRights(new Set(), EVERYWHERE), []);
});

/** Tests of the rules of RBAC that refusals name. */
import test from 'ava';
import { neededRoles, refusedRule } from '../../src/kubernetes/access-rules.ts';

test('a refusal of the authorizer becomes the rule that it lacks', (t) => {
  const rule = refusedRule(
    'pods "a" is forbidden: User "u" cannot patch resource "pods/status" in API group "" in the namespace "team-a"',
  );
  t.is(
    neededRoles([rule!]),
    'a Role in the namespace team-a with rules: [{apiGroups: [""], resources: [pods/status], verbs: [patch]}]',
  );
  const whole = refusedRule(
    'jobs.batch is forbidden: User "u" cannot watch resource "jobs" in API group "batch" at the cluster scope',
  );
  t.is(
    neededRoles([whole!]),
    'a ClusterRole with rules: [{apiGroups: ["batch"], resources: [jobs], verbs: [watch]}]',
  );
});

test('a refusal of admission is no missing right', (t) => {
  t.is(
    refusedRule('pods "a" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=10'),
    undefined,
  );
});

test('verbs of one resource and resources with the same verbs stand together', (t) => {
  const rule = (resource: string, verb: string) => ({ group: '', resource, verbs: [verb] });
  t.is(
    neededRoles([rule('pods', 'list'), rule('nodes', 'list'), rule('pods', 'watch'), rule('nodes', 'watch')]),
    'a ClusterRole with rules: [{apiGroups: [""], resources: [pods, nodes], verbs: [list, watch]}]',
  );
});

/** docs/how-to/rbac-replay.yaml grants exactly the rights that keg checks and uses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { RUN_KINDS } from '../../src/targets/live/remove/removal-kinds.ts';
import {
  CLAIM_RIGHTS,
  DRAIN_RIGHTS,
  NAMESPACE_LABEL_RIGHTS,
  OBJECT_RIGHTS,
  PRIORITY_RIGHTS,
  RESIZE_RIGHTS,
  RIGHTS,
  type Right,
  STAGE_RIGHTS,
  workloadRights,
} from '../../src/targets/live/survey/required-rights.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const MANIFEST = join(import.meta.dirname, '../../docs/how-to/rbac-replay.yaml');

function words(right: Right): string[] {
  const { group, resource, subresource, verbs } = right;
  const what = [group, subresource === undefined ? resource : `${resource}/${subresource}`].join(' ');
  return verbs.map((verb) => `${verb} ${what}`);
}

/** What a replay asks for beforehand. */
function asked(): string[] {
  const workloads = ['deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs'].map(workloadRights);
  const others = [STAGE_RIGHTS, PRIORITY_RIGHTS, NAMESPACE_LABEL_RIGHTS, DRAIN_RIGHTS, RESIZE_RIGHTS];
  return [...RIGHTS, ...CLAIM_RIGHTS, ...others, ...Object.values(OBJECT_RIGHTS), ...workloads].flatMap(
    words,
  );
}

/** What finding and removing a run calls; what was created is read where its answer was lost. */
function called(): string[] {
  return RUN_KINDS.flatMap(({ group, resource }) => {
    const [, apiGroup = ''] = /^\/apis\/([^/]+)/.exec(group) ?? [];
    return words({ group: apiGroup, resource, verbs: ['list', 'delete', 'get'] });
  });
}

test('the role contains exactly the rights that are checked and used', (t) => {
  const role = parse(readFileSync(MANIFEST, 'utf8')) as { rules: readonly Rule[] };
  const granted = role.rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => words({ group, resource, verbs }))),
  );
  t.deepEqual(granted.sort(), [...new Set([...asked(), ...called()])].sort());
  t.is(new Set(granted).size, granted.length);
});

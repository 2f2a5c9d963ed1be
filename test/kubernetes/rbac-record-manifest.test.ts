/** docs/how-to/rbac-record.yaml grants exactly the rights that record uses: to list and watch what it records. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parseAllDocuments } from 'yaml';
import { OBJECT_KINDS } from '../../src/core/objects/object-kinds.ts';

interface Role {
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

const MANIFEST = join(import.meta.dirname, '../../docs/how-to/rbac-record.yaml');

test('the role contains exactly the collections that are recorded, to list and watch', (t) => {
  const [role] = parseAllDocuments(readFileSync(MANIFEST, 'utf8')).map((each) => each.toJS() as Role);
  const { rules } = role!;
  for (const { verbs } of rules) t.deepEqual(verbs, ['list', 'watch']);
  const granted = rules.flatMap(({ resources }) => resources);
  const used = ['nodes', 'pods', 'events', ...OBJECT_KINDS.map(({ plural }) => plural)];
  t.deepEqual([...granted].sort(), used.sort());
  for (const { apiVersion, plural } of OBJECT_KINDS) {
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
    const rule = rules.find(({ resources }) => resources.includes(plural));
    t.true(rule?.apiGroups.includes(group), plural);
  }
});

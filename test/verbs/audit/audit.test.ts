/** `kubectl keg audit` on recordings with pseudonyms and with names, in each form in which keg reads them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { RedactionPolicy } from '../../../src/core/recording/redaction/redaction.ts';
import type { Audit } from '../../../src/verbs/audit/audit-recording.ts';
import { keg } from '../../cli/run-keg.ts';
import { CLUSTER_OBJECTS, FULL_NODE, PENDING, POD } from '../../core/recording/redaction/full-cluster.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { imported } from '../import/imported.ts';

/** A dump of a full cluster as a recording. */
async function recording(t: ExecutionContext, redaction: RedactionPolicy): Promise<string> {
  const file = join(temporaryFolder(t), 'dump.json');
  const created = { creationTimestamp: '2026-03-01T10:00:00Z' };
  const items = [FULL_NODE, POD, PENDING, ...CLUSTER_OBJECTS].map((each) => {
    const object = each as { readonly metadata: object; readonly status?: object };
    return { ...object, metadata: { ...object.metadata, ...created } };
  });
  const kinds = ['Node', 'Pod', 'Pod'];
  writeFileSync(
    file,
    JSON.stringify({ kind: 'List', items: items.map((each, index) => ({ kind: kinds[index], ...each })) }),
  );
  return (await imported(t, [file], { redaction })).output;
}

async function audit(file: string, ...flags: string[]) {
  const { code, stdout, stderr } = await keg(['audit', file, '-o', 'json', ...flags]);
  return { code, stderr, audit: JSON.parse(stdout) as Audit };
}

test('a recording with pseudonyms identifies nothing, plain and as gzip', async (t) => {
  const file = await recording(t, { names: { salt: 'pepper' } });
  const zipped = `${file}.copy.gz`;
  writeFileSync(zipped, gzipSync(readFileSync(file)));
  for (const each of [file, zipped]) {
    const { code, audit: found } = await audit(each);
    t.deepEqual(
      found.disclosures.filter(({ isIdentifying }) => isIdentifying),
      [],
    );
    t.is(code, 0);
    t.true(found.disclosures.some(({ kind, count }) => kind === 'pseudonyms' && count > 20));
  }
});

test('a recording with names lists them by kind and exits with 1, unless they may stay', async (t) => {
  const file = await recording(t, { names: 'kept', keep: ['image'] });
  const { code, audit: found, stderr } = await audit(file);
  t.is(code, 1);
  t.regex(stderr, /discloses .*names of pods/);
  const kinds = found.disclosures.flatMap(({ kind, isIdentifying }) => (isIdentifying ? [kind] : []));
  for (const kind of ['pods', 'nodes', 'namespaces', 'owners', 'label-keys', 'images', 'registries'] as const)
    t.true(kinds.includes(kind), kind);
  t.is((await audit(file, '--allow', kinds.join(','))).code, 0);
  const { code: unknown, stderr: next } = await keg(['audit', file, '--allow', 'everything']);
  t.is(unknown, 2);
  t.regex(next, /--allow everything is no kind of disclosure/);
});

test('another kind of file is refused by its name', async (t) => {
  const file = join(temporaryFolder(t), 'pods.json');
  writeFileSync(file, '{"kind":"List","items":[]}');
  const { code, stderr } = await keg(['audit', file]);
  t.is(code, 2);
  t.regex(stderr, /not a recording/);
});

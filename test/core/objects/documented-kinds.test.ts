/** The documented kinds of objects are the ones in the list. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { OBJECT_KINDS } from '../../../src/core/objects/object-kinds.ts';

const PAGE = join(import.meta.dirname, '../../../docs/reference/scenario-objects.md');
const GENERATED = /(<!-- object kinds: generated from [^>]* -->\n)([\s\S]*?)(<!-- end of object kinds -->)/;

/** The page with its table written anew. */
function regenerated(page: string): string {
  const rows = OBJECT_KINDS.map(
    ({ kind, apiVersion, isNamespaced, hasDecidingLabels, annotations = [], fields }) => {
      const labels = hasDecidingLabels ? ['`metadata.labels`'] : [];
      const noted = annotations.map((name) => `annotation \`${name}\``);
      const decides = [...labels, ...fields.map((field) => `\`${field}\``), ...noted].join(', ');
      return `| \`${kind}\` | \`${apiVersion}\` | ${isNamespaced ? 'yes' : 'no'} | ${decides} |`;
    },
  );
  const head = ['| kind | apiVersion | in a namespace | what decides |', '| --- | --- | --- | --- |'];
  const table = [...head, ...rows].join('\n');
  return page.replace(GENERATED, (_all, start: string, _old, end: string) => `${start}${table}\n${end}`);
}

test('docs/reference/scenario-objects.md lists every kind (KEG_UPDATE_DOCS=1 rewrites it)', (t) => {
  const page = readFileSync(PAGE, 'utf8');
  if (process.env.KEG_UPDATE_DOCS) writeFileSync(PAGE, regenerated(page));
  t.is(readFileSync(PAGE, 'utf8'), regenerated(page));
});

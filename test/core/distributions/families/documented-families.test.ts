/** The documented distribution families are the ones in the code. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { z } from 'zod';
import { FAMILIES } from '../../../../src/core/distributions/families/index.ts';

const PAGE = join(import.meta.dirname, '../../../../docs/reference/distributions.md');
const GENERATED = /(<!-- distributions: generated from [^>]* -->\n)([\s\S]*?)(<!-- end of distributions -->)/;

function parametersOf(schema: z.ZodObject): string {
  return Object.entries(schema.shape)
    .filter(([key]) => key !== 'type')
    .map(([key, value]) => {
      const { type } = (value as z.ZodType).def;
      return type === 'optional'
        ? `[\`${key}\`]`
        : type === 'array'
          ? itemsOf(key, value as z.ZodArray)
          : `\`${key}\``;
    })
    .join(', ');
}

function itemsOf(key: string, list: z.ZodArray): string {
  const { shape } = list.element as z.ZodObject;
  return `\`${key}: [{${Object.keys(shape).join(', ')}}]\``;
}

function candidatesOf(family: (typeof FAMILIES)[keyof typeof FAMILIES]): string {
  if (!('fitting' in family)) return '';
  return family.fitting.candidates
    .map(({ name, isOptional }) => (isOptional ? `[\`${name}\`]` : `\`${name}\``))
    .join(', ');
}

/** The page with its table written anew. */
function regenerated(page: string): string {
  const rows = Object.values(FAMILIES).map(
    (family) =>
      `| \`${family.name}\` | ${parametersOf(family.schema)} | ${family.summary} | ${candidatesOf(family)} |`,
  );
  const table = ['| type | parameters | meaning | candidates |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
  return page.replace(GENERATED, (_all, start: string, _old, end: string) => `${start}${table}\n${end}`);
}

test('docs/reference/distributions.md lists every family (KEG_UPDATE_DOCS=1 rewrites it)', (t) => {
  const page = readFileSync(PAGE, 'utf8');
  if (process.env.KEG_UPDATE_DOCS) writeFileSync(PAGE, regenerated(page));
  t.is(readFileSync(PAGE, 'utf8'), regenerated(page));
});

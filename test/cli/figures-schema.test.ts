/** What the verbs print as JSON fits the schema of the figures, and the schema is that of the sources. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { z } from 'zod';
import { figuresSchema, misfits, type Schema } from '../documentation/generated/report-schema.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runLine } from './run-line.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PATH = join(ROOT, 'fixtures', 'figures.schema.json');
const GALLERY = join(ROOT, 'fixtures', 'gallery');
const printed = (): Schema => JSON.parse(readFileSync(PATH, 'utf8')) as Schema;

test('the schema of the figures is that of the sources (KEG_UPDATE_DOCS=1 rewrites it)', (t) => {
  const schema = figuresSchema();
  if (process.env.KEG_UPDATE_DOCS) writeFileSync(PATH, `${JSON.stringify(schema, null, 2)}\n`);
  t.deepEqual(printed(), JSON.parse(JSON.stringify(schema)));
});

test('every path of the schema has a description and a type', (t) => {
  const { $defs = {} } = printed();
  for (const [name, { properties = {} }] of Object.entries($defs))
    for (const [key, field] of Object.entries(properties)) {
      t.true((field.description ?? '').length > 0, `${name}.${key}`);
      const isTyped = Boolean(field.type ?? field.enum ?? field.anyOf ?? field.$ref);
      t.true(isTyped || key === 'configuration', `${name}.${key}`);
    }
});

for (const [verb, argv] of [
  ['replay', ['replay', join(GALLERY, 'preemption.yaml')]],
  ['replay of jobs', ['replay', join(GALLERY, 'batch-bursts.yaml'), '--duration', '1h']],
  ['replay --seeds', ['replay', join(GALLERY, 'preemption.yaml'), '--seeds', '2']],
  [
    'compare',
    ['compare', join(GALLERY, 'preemption.yaml'), '--variant', 'less=--nodes-scale 0.8', '--seeds', '5'],
  ],
  ['size', ['size', join(GALLERY, 'preemption.yaml'), '--limit', 'neverBound < 1000', '--seeds', '1']],
] as const)
  test.serial(`the JSON of ${verb} fits the schema`, async (t) => {
    const { stdout } = await runLine([...argv, '-o', 'json'], temporaryFolder(t));
    const schema = printed();
    const value = JSON.parse(stdout) as { apiVersion?: string };
    t.deepEqual(misfits(value, schema, schema), []);
    t.not(misfits({ ...value, apiVersion: 7 }, schema, schema).length, 0);
    t.not(misfits({ ...value, more: 7 }, schema, schema).length, 0);
  });

test.serial('the JSON of a report fits the schema by a validator of its own', async (t) => {
  const folder = temporaryFolder(t);
  await runLine(['replay', join(GALLERY, 'preemption.yaml'), '-o', 'day.keg.jsonl'], folder);
  const { stdout } = await runLine(['report', 'day.keg.jsonl', '-o', 'json'], folder);
  const value = JSON.parse(stdout) as { kind?: string; pods: object };
  t.is(value.kind, 'Report');
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(PATH, 'utf8')));
  t.deepEqual(schema.safeParse(value).error?.issues ?? [], []);
  t.false(schema.safeParse({ ...value, pods: { ...value.pods, created: 'many' } }).success);
  t.false(schema.safeParse({ ...value, more: 7 }).success);
});

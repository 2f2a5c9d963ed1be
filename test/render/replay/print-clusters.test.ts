/** Replays on several clusters as data: the comparison, and all figures of each cluster. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { z } from 'zod';
import type { Comparison } from '../../../src/core/comparing/comparison.ts';
import { exampleReport } from '../../../src/core/comparing/example-report.ts';
import { printClusters } from '../../../src/render/replay/print-clusters.ts';

const SCHEMA = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'figures.schema.json');

test.serial('-o json has the figures of each cluster, and fits the schema', async (t) => {
  const figures = exampleReport();
  const clusters = ['east', 'west'].map((context) => ({ context, figures }));
  const write = process.stdout.write;
  let printed = '';
  process.stdout.write = ((text: string) => {
    printed += text;
    return true;
  }) as typeof write;
  try {
    await printClusters(clusters, { format: 'json', by: 'pool', file: 'two.yaml' });
  } finally {
    process.stdout.write = write;
  }
  const read = JSON.parse(printed) as Comparison;
  t.deepEqual(
    read.clusters?.map(({ context, figures: own }) => [context, own.kind]),
    [
      ['east', 'Report'],
      ['west', 'Report'],
    ],
  );
  const own = z.fromJSONSchema(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  t.deepEqual(own.safeParse({ ...read, clusters: [] }).error?.issues ?? [], []);
  t.false(own.safeParse({ ...read, clusters: [{ context: 'east' }] }).success);
});

/** The assembled loops of the scheduler are those of their source. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { rowKernelFile } from '../../release/row-kernel/write-row-kernel.ts';

const PATH = join(import.meta.dirname, '..', '..', 'src', 'core', 'scheduler', 'cache', 'row-kernel-code.ts');

test('the assembled loops are those of release/row-kernel (KEG_UPDATE_CODE=1 rewrites them)', (t) => {
  if (process.env.KEG_UPDATE_CODE) writeFileSync(PATH, rowKernelFile());
  t.is(readFileSync(PATH, 'utf8'), rowKernelFile());
});

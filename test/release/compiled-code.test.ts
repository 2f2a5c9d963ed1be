/** Compiled code of the bundle is kept between starts, is made anew where it does not fit, and does not pile up. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { temporaryFolder } from '../temporary-folder.ts';

const PATH = join(import.meta.dirname, '..', '..', 'release', 'bundled', 'compiled-code.cjs');
const { prune } = createRequire(import.meta.url)(PATH) as { prune: (folder: string, now: number) => void };
const MIB = 1024 * 1024;
const DAY = 24 * 60 * 60 * 1000;
const FILES: Readonly<Record<string, string>> = {
  'first.cjs': "const { twice } = require('./second.cjs'); module.exports = () => twice(21);",
  'second.cjs': 'exports.twice = (x) => 2 * x;',
};

/** A whole process: the code is written when it ends. */
function run(folder: string, argv: readonly string[]): string {
  const script = `
    const { bundleLoader } = require(${JSON.stringify(PATH)});
    const files = ${JSON.stringify(FILES)};
    const load = bundleLoader({ root: '/bundle', read: (name) => files[name], folder: process.argv[1], argv: process.argv.slice(2) });
    console.log(load('first.cjs')());`;
  return execFileSync(process.execPath, ['-e', script, folder, ...argv], { encoding: 'utf8' });
}

function kept(t: ExecutionContext, folder: string): { lines: string[]; inode: number; path: string } {
  const [name = '', ...others] = readdirSync(folder);
  t.deepEqual(others, []);
  const path = join(folder, name);
  const bytes = readFileSync(path);
  const { lines } = JSON.parse(bytes.toString('utf8', 4, 4 + bytes.readUInt32LE(0)));
  return { lines, inode: statSync(path).ino, path };
}

test('code is kept after the first run of each kind of line, and the results are the same', (t) => {
  const folder = temporaryFolder(t);
  t.is(run(folder, ['replay', 'a.yaml']), '42\n');
  const first = kept(t, folder);
  t.deepEqual(first.lines, ['replay']);
  t.is(run(folder, ['replay', 'b.yaml']), '42\n');
  t.is(kept(t, folder).inode, first.inode);
  t.is(run(folder, ['replay', '--help']), '42\n');
  t.deepEqual(kept(t, folder).lines, ['replay', 'replay --help']);
  t.is(run(folder, ['../odd.yaml']), '42\n');
  t.deepEqual(kept(t, folder).lines, ['replay', 'replay --help']);
});

test('a damaged file of kept code is made anew', (t) => {
  const folder = temporaryFolder(t);
  run(folder, ['replay']);
  for (const bytes of [0, 3, 100]) {
    truncateSync(kept(t, folder).path, bytes);
    t.is(run(folder, ['replay']), '42\n');
    t.deepEqual(kept(t, folder).lines, ['replay']);
  }
});

test('files of more than 30 days go, and the oldest of more than 64 MiB', (t) => {
  const folder = temporaryFolder(t);
  const now = Date.now();
  const file = (name: string, size: number, days: number): void => {
    writeFileSync(join(folder, name), '');
    truncateSync(join(folder, name), size);
    utimesSync(join(folder, name), new Date(now), new Date(now - days * DAY));
  };
  file('old', 1, 31);
  file('large', 40 * MIB, 2);
  file('larger', 40 * MIB, 3);
  file('new', 1, 0);
  prune(folder, now);
  t.deepEqual(readdirSync(folder).sort(), ['large', 'new']);
});

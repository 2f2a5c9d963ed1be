/** Compiled code of the bundle is kept between starts, is made anew where it does not fit, and does not pile up. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../temporary-folder.ts';

const PATH = join(import.meta.dirname, '..', '..', 'release', 'bundled', 'compiled-code.cjs');
const { prune } = createRequire(import.meta.url)(PATH) as { prune: (folder: string, now: number) => void };
const MIB = 1024 * 1024;
const DAY = 24 * 60 * 60 * 1000;
const FILES: Readonly<Record<string, string>> = {
  'first.cjs': "const { twice } = require('./second.cjs'); module.exports = () => twice(21);",
  'second.cjs': 'exports.twice = (x) => 2 * x;',
  'third.cjs': "exports.name = 'third';",
};

/** A whole process: the code is written when it ends. */
function run(folder: string, argv: readonly string[], atEnd = ''): string {
  const script = `
    const { bundleLoader } = require(${JSON.stringify(PATH)});
    const files = ${JSON.stringify(FILES)};
    const load = bundleLoader({ root: '/bundle', read: (name) => files[name], folder: process.argv[1], argv: process.argv.slice(2) });
    console.log(load('first.cjs')());
    ${atEnd}`;
  try {
    return execFileSync(process.execPath, ['-e', script, folder, ...argv], { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

/** The file of each kind of line. */
function kept(folder: string): Record<string, { inode: number; path: string; names: string[] }> {
  const files = readdirSync(folder).map((name) => {
    const path = join(folder, name);
    const bytes = readFileSync(path);
    const sizes = JSON.parse(bytes.toString('utf8', 4, 4 + bytes.readUInt32LE(0)));
    const names = sizes.map(([each]: [string]) => each);
    return [
      name.slice(name.indexOf(process.arch) + process.arch.length + 1, -'.bin'.length),
      { inode: statSync(path).ino, path, names },
    ];
  });
  return Object.fromEntries(files);
}

test('code is kept after the first run of each kind of line, and the results are the same', (t) => {
  const folder = temporaryFolder(t);
  t.is(run(folder, ['replay', 'a.yaml']), '42\n');
  const first = kept(folder);
  t.deepEqual(Object.keys(first), ['replay']);
  t.deepEqual(first.replay?.names, ['first.cjs', 'second.cjs']);
  t.is(run(folder, ['replay', 'b.yaml']), '42\n');
  t.deepEqual(kept(folder), first);
  t.is(run(folder, ['replay', '--help']), '42\n');
  t.deepEqual(Object.keys(kept(folder)).sort(), ['replay', 'replay+help']);
  t.is(run(folder, ['../odd.yaml']), '42\n');
  t.is(run(folder, ['repaly'], 'process.exit(2)'), '42\n');
  t.deepEqual(Object.keys(kept(folder)).sort(), ['replay', 'replay+help']);
});

test('code is kept once where a run sets flags of V8, and not where it leaves them changed', (t) => {
  const folder = temporaryFolder(t);
  const flag = (text: string) => `require('node:v8').setFlagsFromString('--heap-growing-percent=${text}');`;
  run(folder, ['record'], flag('50'));
  t.deepEqual(kept(folder), {});
  const andBack = `${flag('50')} process.prependListener('exit', () => { ${flag('0')} });`;
  run(folder, ['record'], andBack);
  const first = kept(folder);
  t.deepEqual(Object.keys(first), ['record']);
  run(folder, ['record'], andBack);
  run(folder, ['record'], flag('50'));
  t.deepEqual(kept(folder), first);
});

test('a replay keeps its code once, also what it loads when it is no longer short', (t) => {
  const folder = temporaryFolder(t);
  const longer = 'while (process.cpuUsage().user < 1.05e6);';
  const late = `${longer} setTimeout(() => { console.log(load('third.cjs').name); }, 150);`;
  t.is(run(folder, ['replay'], late), '42\nthird\n');
  const first = kept(folder);
  t.deepEqual(first.replay?.names, ['first.cjs', 'second.cjs', 'third.cjs']);
  t.is(run(folder, ['replay'], late), '42\nthird\n');
  t.is(run(folder, ['replay']), '42\n');
  t.deepEqual(kept(folder), first);
});

test('a fit has flags of its own: it keeps its code once, and refuses that of another command', (t) => {
  const folder = temporaryFolder(t);
  run(folder, ['fit']);
  const first = kept(folder);
  t.deepEqual(first.fit?.names, ['first.cjs', 'second.cjs']);
  t.is(run(folder, ['fit']), '42\n');
  t.deepEqual(kept(folder), first);
  run(folder, ['record']);
  const { fit, record } = kept(folder);
  copyFileSync(record!.path, fit!.path);
  t.is(run(folder, ['fit']), '42\n');
  t.not(kept(folder).fit?.inode, fit!.inode);
});

test('a replay has more room for new objects from its start, and another command has not', (t) => {
  const space =
    "require('node:v8').getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')";
  const room = (verb: string): number =>
    Number(run(temporaryFolder(t), [verb], `console.log(${space}.space_size)`).split('\n')[1]);
  t.is(room('replay'), 8 * MIB);
  t.true(room('record') < 8 * MIB);
});

test('a damaged file of kept code is made anew', (t) => {
  const folder = temporaryFolder(t);
  run(folder, ['replay']);
  const { path } = kept(folder).replay!;
  for (const bytes of [0, 3, 100]) {
    truncateSync(path, bytes);
    t.is(run(folder, ['replay']), '42\n');
    t.deepEqual(kept(folder).replay?.names, ['first.cjs', 'second.cjs']);
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

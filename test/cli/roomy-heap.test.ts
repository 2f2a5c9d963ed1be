/** The space for new objects grows at once for a large replay, and not for a small one. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';

const PATH = pathToFileURL(join(import.meta.dirname, '..', '..', 'src', 'cli', 'roomy-heap.ts')).href;
const COMPILED_CODE = join(import.meta.dirname, '..', '..', 'release', 'bundled', 'compiled-code.cjs');

/** MiB of the space in a process that asked for the room of a replay. */
function youngSpaceAfter(events: number, start = ''): number {
  const script = `
    import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
    import { growYoungSpaceFor } from ${JSON.stringify(PATH)};
    const size = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 1048576;
    ${start}
    setFlagsFromString('--semi-space-growth-factor=1');
    growYoungSpaceFor(${events});
    console.log(size());`;
  const argv = ['--input-type=module', '-e', script];
  return Number(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
}

test('a replay of many events gets room for new objects, and a small one keeps its memory', (t) => {
  t.is(youngSpaceAfter(20_000), 64);
  t.true(youngSpaceAfter(19_999) < 8);
});

test('a replay that begins with more room, as by the bundle, has no more in the end', (t) => {
  const begun = `const { createRequire } = await import('node:module');
    const { bundleLoader } = createRequire(import.meta.url)(${JSON.stringify(COMPILED_CODE)});
    bundleLoader({ root: '/', read: () => '', argv: ['replay'] });`;
  t.is(youngSpaceAfter(19_999, begun), 8);
  t.is(youngSpaceAfter(20_000, begun), 64);
});

/** Files of the bundle state their exports in fewer bytes, and export the same. */
import test from 'ava';
import { transform } from 'esbuild';
import { withLeanExports } from '../../release/lean-exports.ts';

const MODULE = `export let count = 0;
export function grow() { count += 1; return count; }
export const many = [1, 2];
const other = { a: 1 };
export { other as default };`;

async function common(code: string): Promise<string> {
  return (await transform(code, { format: 'cjs', platform: 'node', target: 'node22', minify: true })).code;
}

function load(code: string): Record<string, unknown> {
  const module = { exports: {} as Record<string, unknown> };
  new Function('module', 'exports', 'require', code)(module, module.exports, () => ({}));
  return module.exports;
}

test('the exports are the same, a value that changes is seen, and the text is shorter', async (t) => {
  const code = await common(MODULE);
  const lean = withLeanExports(code);
  const [before, after] = [load(code), load(lean)];
  t.deepEqual(Object.keys(after), Object.keys(before));
  t.deepEqual(after.default, before.default);
  t.is((after.grow as () => number)(), 1);
  t.is(after.count, 1);
  t.is(after.__esModule, true);
  t.true(lean.length < code.length - 300, `${code.length} → ${lean.length}`);
});

test('a file without exports, and one of another form, stay as they are', async (t) => {
  for (const code of ['globalThis.a = 1;', 'exports.a = 1;']) t.is(withLeanExports(code), code);
  const plain = await common('console.log(1)');
  t.is(withLeanExports(plain), plain);
});

test('exports that never change are properties once the file has run', async (t) => {
  const code = withLeanExports(await common(MODULE), new Set(['grow', 'many', 'default']));
  const loaded = load(code);
  const isGetter = (name: string) => Object.getOwnPropertyDescriptor(loaded, name)?.get !== undefined;
  t.deepEqual(Object.keys(loaded).filter(isGetter), ['count']);
  t.is((loaded.grow as () => number)(), 1);
  t.is(loaded.count, 1);
  t.deepEqual([loaded.many, loaded.default, loaded.__esModule], [[1, 2], { a: 1 }, true]);
});

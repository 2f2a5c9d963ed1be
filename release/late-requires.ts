/** Lets oclif load its own modules and packages at their first use. It requires all at its start: globbing, child processes, spinners. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** A line as the TypeScript compiler writes it: `const minimatch_1 = require("minimatch");`, also with a helper around the call. */
const REQUIRE = /^const (\w+_\d+) = ((?:__importDefault\()?require\("[^"]+"\)\)?);$/gm;

export const lateRequires: Plugin = {
  name: 'late-requires',
  setup({ onLoad }) {
    onLoad({ filter: /@oclif\/core\/lib\/.+\.js$/ }, ({ path }) => ({
      contents: withLateRequires(readFileSync(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/** Puts the call in every place of the variable that held its result. `require` itself remembers what it loaded. */
export function withLateRequires(code: string): string {
  const calls = new Map([...code.matchAll(REQUIRE)].map(([, name = '', call = '']) => [name, `(${call})`]));
  return code.replace(REQUIRE, '').replaceAll(/\b\w+_\d+\b/g, (name) => calls.get(name) ?? name);
}

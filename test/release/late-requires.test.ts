/** The bundle moves the requires of oclif to their first use, and the code still means the same. */
import test from 'ava';
import { withLateRequires } from '../../release/late-requires.ts';

/** Runs the code as CommonJS. `asked` collects what it requires, in order. */
function run(code: string, asked: string[]): Record<string, () => unknown> {
  const exports = {};
  const modules: Record<string, unknown> = {
    glob: { glob: (pattern: string) => `found ${pattern}` },
    shape: {
      default: class {
        sides = 4;
      },
    },
  };
  new Function('exports', 'require', withLateRequires(code))(exports, (name: string) => {
    asked.push(name);
    return modules[name];
  });
  return exports;
}

test('a module is required when a function first uses it', (t) => {
  const asked: string[] = [];
  const { search } = run(
    'const glob_1 = require("glob");\nexports.search = () => (0, glob_1.glob)("*.js");',
    asked,
  );
  t.deepEqual(asked, []);
  t.is(search?.(), 'found *.js');
  t.deepEqual(asked, ['glob']);
});

test('a class of a module is still made with new', (t) => {
  const code = 'const shape_1 = require("shape");\nexports.make = () => new shape_1.default();';
  t.like(run(code, []).make?.(), { sides: 4 });
});

test('a variable that holds no module keeps its name', (t) => {
  t.is(run('const other_1 = 7;\nexports.get = () => other_1;', []).get?.(), 7);
});

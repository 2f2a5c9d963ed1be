/** Shortens how a CommonJS file of esbuild states its exports: the same 400 bytes stand in each of hundreds of small files. */

const NAME = '[\\w$]+';
/** What esbuild writes before the code of a file that exports: helpers, the exports as getters, and their assignment. */
const BEFORE = new RegExp(
  [
    `^var (?<define>${NAME})=Object\\.defineProperty;var (?<descriptor>${NAME})=Object\\.getOwnPropertyDescriptor;`,
    `var (?<names>${NAME})=Object\\.getOwnPropertyNames;var (?<has>${NAME})=Object\\.prototype\\.hasOwnProperty;`,
    `var (?<all>${NAME})=\\(${NAME},${NAME}\\)=>\\{for\\(var ${NAME} in ${NAME}\\)\\k<define>\\([^{}]*\\{[^{}]*\\}\\)\\},`,
    `(?<copy>${NAME})=\\([^()]*\\)=>\\{if\\([^{}]*\\)for\\(let ${NAME} of \\k<names>\\([^{}]*\\{[^{}]*\\}\\);return ${NAME}\\};`,
    `var (?<common>${NAME})=${NAME}=>\\k<copy>\\(\\k<define>\\(\\{\\},"__esModule",\\{value:!0\\}\\),${NAME}\\);`,
    `var (?<exports>${NAME})=\\{\\};\\k<all>\\(\\k<exports>,(?<getters>\\{[^{}]*\\})\\);module\\.exports=\\k<common>\\(\\k<exports>\\);`,
  ].join(''),
);
/** `name:()=>value`, where the name may be quoted. */
const GETTER = /^"?([^":]+)"?:\(\)=>/;
/** A hint for the import statement of Node, which the bundle does not use. */
const AFTER = /0&&\(module\.exports=\{[^{}]*\}\);\s*$/;

/**
 * Exports stay getters, so that a value that changes is seen. Those that never change become properties when the file ends. A text of another
 * form is not changed.
 */
export function withLeanExports(code: string, fixed: ReadonlySet<string> = new Set()): string {
  const found = BEFORE.exec(code);
  if (!found) return code;
  const getters = found.groups!.getters!.slice(1, -1).split(',');
  const names = getters.map((each) => GETTER.exec(each)?.[1] ?? '');
  const live = getters.filter((_, index) => !fixed.has(names[index]!));
  const set = getters.filter((getter) => !live.includes(getter)).map((each) => each.replace('()=>', ''));
  const before =
    live.length > 0
      ? `for(let[keg_name,get]of Object.entries({${live.join()}}))Object.defineProperty(exports,keg_name,{get,enumerable:!0});`
      : '';
  const mark = 'Object.defineProperty(exports,"__esModule",{value:!0});';
  const after = set.length > 0 ? `Object.assign(exports,{${set.join()}});` : '';
  return `${before}${mark}${code.slice(found[0].length).replace(AFTER, '')}${after}`;
}

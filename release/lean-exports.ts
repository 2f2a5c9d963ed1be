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
/** A hint for the import statement of Node, which the bundle does not use. */
const AFTER = /0&&\(module\.exports=\{[^{}]*\}\);\s*$/;

/** The exports stay getters, so that a value that changes is seen. A text of another form is not changed. */
export function withLeanExports(code: string): string {
  const found = BEFORE.exec(code);
  if (!found) return code;
  const before = `for(let[keg_name,get]of Object.entries(${found.groups!.getters}))Object.defineProperty(exports,keg_name,{get,enumerable:!0});Object.defineProperty(exports,"__esModule",{value:!0});`;
  return `${before}${code.slice(found[0].length).replace(AFTER, '')}`;
}

/** Finds the exports of the bundle's files that never change, so that other files take them once instead of asking for them at each use. */

/** What an ES module of esbuild begins with. */
const IMPORT = /^import[^"]*"[^"]*";?/;
const OWN_IMPORT = /^import\{([^{}]*)\}from"\.\/([^"]+)";?$/;
/** What it ends with. */
const EXPORT = /export\{([^{}]*)\};?\s*$/;

/** One of a list of names: `outer as inner` of an import, `inner as outer` of an export. */
type Link = readonly [first: string, second: string];

/** The names by which others import what never changes, by file. */
export type FixedExports = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * @param files - minified ES modules of esbuild by name: a name of the top level stands for nothing else anywhere in its file.
 * @returns what is set once, while its file is evaluated. Nothing of files that import each other in a circle: they may be asked before.
 */
export function fixedExports(files: ReadonlyMap<string, string>): FixedExports {
  const imports = new Map(Array.from(files, ([file, text]) => [file, importsOf(text)]));
  const fixed = new Map<string, ReadonlySet<string>>();
  const find = (file: string, above: readonly string[]): ReadonlySet<string> => {
    const known = fixed.get(file);
    if (known) return known;
    if (above.includes(file)) throw new Error(`files of the bundle import each other in a circle: ${file}`);
    const taken = new Set<string>();
    for (const [other, links] of imports.get(file) ?? []) {
      const ofOther = find(other, [...above, file]);
      for (const [outer, inner] of links) if (ofOther.has(outer)) taken.add(inner);
    }
    const text = files.get(file) ?? '';
    const body = text.replace(EXPORT, '');
    const own = exportsOf(text).filter(([inner]) => taken.has(inner) || isSetOnce(body, inner));
    const found = new Set(own.map(([, outer]) => outer));
    fixed.set(file, found);
    return found;
  };
  for (const file of files.keys()) find(file, []);
  return fixed;
}

/**
 * Takes fixed exports once. An export of a CommonJS file is a getter, and asking for it is a call until one of V8's better compilers has compiled
 * the caller. A short run is over before that for most of its functions.
 */
export function withFixedImports(text: string, fixed: FixedExports): string {
  let head = '';
  let rest = text;
  for (;;) {
    const [statement] = IMPORT.exec(rest) ?? [];
    if (statement === undefined) return head + rest;
    rest = rest.slice(statement.length);
    head += fixedImport(statement, fixed);
  }
}

function fixedImport(statement: string, fixed: FixedExports): string {
  const [, list, file] = OWN_IMPORT.exec(statement) ?? [];
  if (list === undefined || file === undefined) return statement;
  const links = linksOf(list);
  const isFixed = ([outer]: Link) => fixed.get(file)?.has(outer) === true;
  const once = links.filter(isFixed).map(([outer, inner]) => (outer === inner ? outer : `${outer}:${inner}`));
  const live = links.filter((link) => !isFixed(link)).map(([outer, inner]) => `${outer} as ${inner}`);
  const taking = once.length > 0 ? `const{${once.join()}}=require("./${file}");` : '';
  return live.length > 0 ? `${taking}import{${live.join()}}from"./${file}";` : taking;
}

function importsOf(text: string): [file: string, links: Link[]][] {
  const found: [string, Link[]][] = [];
  let rest = text;
  for (;;) {
    const [statement] = IMPORT.exec(rest) ?? [];
    if (statement === undefined) return found;
    rest = rest.slice(statement.length);
    const [, list, file] = OWN_IMPORT.exec(statement) ?? [];
    if (list !== undefined && file !== undefined) found.push([file, linksOf(list)]);
  }
}

function exportsOf(text: string): Link[] {
  const list = EXPORT.exec(text)?.[1];
  return list ? linksOf(list) : [];
}

function linksOf(list: string): Link[] {
  return list.split(',').map((each): Link => {
    const [first = '', second = first] = each.split(' as ');
    return [first, second];
  });
}

/** A function that is never assigned, or a variable that is assigned where it is declared and nowhere else. */
function isSetOnce(text: string, name: string): boolean {
  const plain = name.replaceAll('$', '\\$');
  const own = `(?<![\\w$.])${plain}(?![\\w$])`;
  const changes = `${own}(?:[-+*/%&|^<>?]*=(?![=>])|\\+\\+|--)|(?:\\+\\+|--)${own}`;
  const isFunction = new RegExp(`(?<![\\w$.])function\\*? ?${plain}\\(`).test(text);
  // An argument looks the same. Its variable is then asked for at each use, which is only slower.
  const isDeclaredEmpty = new RegExp(`(?:[^\\w$.](?:var|let) |,)${plain}[,;]`).test(text);
  const count = text.match(new RegExp(changes, 'g'))?.length ?? 0;
  return isFunction ? count === 0 : count === 1 && !isDeclaredEmpty;
}

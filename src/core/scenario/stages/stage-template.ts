/** Renders the Go templates of KWOK's Stages, as far as they decide a pod's status: fields, variables, if, with, range and simple functions. */

type Scope = ReadonlyMap<string, unknown>;

interface Piece {
  readonly text: string;
  readonly isAction: boolean;
}

/** What an action such as `if` spans. */
interface Block {
  readonly action: string;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[];
}

type Node = string | Block;

/** The text that the template gives for an object. A function that is not known gives nothing. */
export function renderTemplate(template: string, object: unknown): string {
  const pieces = piecesOf(template);
  const scope = new Map<string, unknown>([['$', object]]);
  return rendered(nodesOf(pieces, { at: 0 }), object, scope);
}

function piecesOf(template: string): Piece[] {
  return template
    .split(/(\{\{-?[\s\S]*?-?\}\})/)
    .filter((text) => text !== '')
    .map((text) =>
      text.startsWith('{{')
        ? { text: text.replace(/^\{\{-?\s*|\s*-?\}\}$/g, ''), isAction: true }
        : { text, isAction: false },
    );
}

const OPENS = /^(?:if|with|range)\b/;

/** Reads up to the `end` or `else` of the block around. */
function nodesOf(pieces: readonly Piece[], position: { at: number }): Node[] {
  const nodes: Node[] = [];
  while (position.at < pieces.length) {
    const { text, isAction } = pieces[position.at]!;
    if (isAction && /^(?:end|else)\b/.test(text)) return nodes;
    position.at += 1;
    if (!isAction) nodes.push(text);
    else if (OPENS.test(text)) nodes.push(blockOf(text, pieces, position));
    else nodes.push({ action: text, body: [], otherwise: [] });
  }
  return nodes;
}

/** `else if` is a block within the other branch, and shares its end. */
function blockOf(action: string, pieces: readonly Piece[], position: { at: number }): Block {
  const body = nodesOf(pieces, position);
  const end = pieces[position.at]?.text ?? 'end';
  position.at += 1;
  if (/^else\s+\S/.test(end))
    return { action, body, otherwise: [blockOf(end.replace(/^else\s+/, ''), pieces, position)] };
  if (end !== 'else') return { action, body, otherwise: [] };
  const otherwise = nodesOf(pieces, position);
  position.at += 1;
  return { action, body, otherwise };
}

function rendered(nodes: readonly Node[], dot: unknown, outer: Map<string, unknown>): string {
  return nodes.map((node) => (typeof node === 'string' ? node : renderedBlock(node, dot, outer))).join('');
}

function renderedBlock(
  { action, body, otherwise }: Block,
  dot: unknown,
  scope: Map<string, unknown>,
): string {
  const [, word = '', rest = action] = /^(if|with|range)\s+([\s\S]*)$/.exec(action) ?? [];
  const { names, expression } = declared(rest);
  const value = evaluated(expression, dot, scope);
  if (word === '') {
    if (names.length === 0) return shown(value);
    scope.set(names[0]!, value);
    return '';
  }
  const inner = new Map(scope);
  if (word === 'range') {
    const items = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if (items.length === 0) return rendered(otherwise, dot, inner);
    return items
      .map(([key, item]) => {
        const index = Array.isArray(value) ? Number(key) : key;
        if (names.length === 2) inner.set(names[0]!, index);
        if (names.length > 0) inner.set(names.at(-1)!, item);
        return rendered(body, item, inner);
      })
      .join('');
  }
  if (names.length > 0) inner.set(names[0]!, value);
  if (!isTrue(value)) return rendered(otherwise, dot, inner);
  return rendered(body, word === 'with' ? value : dot, inner);
}

/** `$x := .a` and `$i, $x := .a`; also `=` for a variable that exists. */
function declared(text: string): { readonly names: readonly string[]; readonly expression: string } {
  const match = /^(\$\w*)(?:\s*,\s*(\$\w+))?\s*:?=(?!=)\s*([\s\S]*)$/.exec(text.trim());
  if (!match) return { names: [], expression: text };
  return { names: [match[1]!, match[2]].filter((name) => name !== undefined), expression: match[3]! };
}

const WORDS = /"(?:[^"\\]|\\.)*"|`[^`]*`|\(|\)|\||[^\s()|]+/g;

function evaluated(expression: string, dot: unknown, scope: Scope): unknown {
  const words = expression.match(WORDS) ?? [];
  let at = 0;

  function operand(word: string): unknown {
    if (word === '(') {
      const value = pipeline();
      at += 1;
      return value;
    }
    if (/^["`]/.test(word)) return word.startsWith('"') ? JSON.parse(word) : word.slice(1, -1);
    if (/^-?\d/.test(word)) return Number(word);
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'nil') return undefined;
    if (word === '.') return dot;
    if (word.startsWith('.')) return fieldOf(dot, word.slice(1));
    const [name, ...fields] = word.split('.');
    return fieldOf(scope.get(name!), fields.join('.'));
  }

  function command(piped: readonly unknown[]): unknown {
    const first = words[at]!;
    at += 1;
    const isFunction = /^[A-Za-z]/.test(first) && !/^(?:true|false|nil)$/.test(first);
    const values: unknown[] = isFunction ? [] : [operand(first)];
    while (at < words.length && words[at] !== '|' && words[at] !== ')') {
      const word = words[at]!;
      at += 1;
      values.push(
        /^[A-Za-z]/.test(word) && !/^(?:true|false|nil)$/.test(word) ? call(word, []) : operand(word),
      );
    }
    return isFunction ? call(first, [...values, ...piped]) : values[0];
  }

  function pipeline(): unknown {
    let value = at < words.length ? command([]) : undefined;
    while (words[at] === '|') {
      at += 1;
      value = command([value]);
    }
    return value;
  }

  return pipeline();
}

function fieldOf(value: unknown, path: string): unknown {
  if (path === '') return value;
  return path
    .split('.')
    .reduce<unknown>(
      (each, key) => (each == null ? undefined : (each as Record<string, unknown>)[key]),
      value,
    );
}

const FUNCTIONS: Readonly<Record<string, (...values: readonly unknown[]) => unknown>> = {
  Now: () => '1970-01-01T00:00:00Z',
  Quote: (value) => JSON.stringify(shown(value)),
  quote: (value) => JSON.stringify(shown(value)),
  YAML: (value) => JSON.stringify(value ?? null),
  or: (...values) => values.find(isTrue) ?? values.at(-1),
  and: (...values) => values.find((value) => !isTrue(value)) ?? values.at(-1),
  not: (value) => !isTrue(value),
  eq: (value, ...others) => others.includes(value),
  ne: (value, other) => value !== other,
  default: (fallback, value) => (isTrue(value) ? value : fallback),
  index: (value, ...keys) =>
    keys.reduce<unknown>((each, key) => (each as Record<string, unknown> | undefined)?.[String(key)], value),
  len: (value) => (typeof value === 'string' ? value.length : Object.keys(value ?? {}).length),
  NodeIPWith: () => '10.0.0.1',
  PodIPWith: () => '10.0.0.2',
  NodeIP: () => '10.0.0.1',
  PodIP: () => '10.0.0.2',
};

function call(name: string, values: readonly unknown[]): unknown {
  return FUNCTIONS[name]?.(...values);
}

function isTrue(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function shown(value: unknown): string {
  if (value == null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}

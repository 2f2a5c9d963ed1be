/** Stands in for ava in mutation runs: collects the tests of many files in one process, so that a mutant costs no start of a process. */
import { isDeepStrictEqual, stripVTControlCharacters } from 'node:util';

type Body = (t: Assertions, ...args: unknown[]) => unknown;

/** A test that a file declared. */
export interface DeclaredTest {
  /** The path of the file and the title. */
  readonly id: string;
  readonly file: string;
  run(): Promise<void>;
}

interface FileHooks {
  readonly before: Body[];
  readonly beforeEach: Body[];
  isPrepared: boolean;
}

interface Expectations {
  readonly instanceOf?: new (...args: never[]) => unknown;
  readonly message?: string | RegExp | ((message: string) => boolean);
  readonly name?: string;
  readonly code?: string | number;
}

const declared: DeclaredTest[] = [];
let current = { file: '', hooks: newHooks() };

/** The tests that are declared from now on belong to this file. */
export function beginFile(file: string): void {
  current = { file, hooks: newHooks() };
}

/** All tests of all files that were imported. */
export function declaredTests(): readonly DeclaredTest[] {
  return declared;
}

function newHooks(): FileHooks {
  return { before: [], beforeEach: [], isPrepared: false };
}

function declare(title: string, body: Body, ...args: unknown[]): void {
  const { file, hooks } = current;
  declared.push({
    id: `${file} › ${title}`,
    file,
    async run() {
      const teardowns: (() => unknown)[] = [];
      const t = new Assertions(teardowns);
      try {
        if (!hooks.isPrepared) for (const hook of hooks.before) await hook(t);
        hooks.isPrepared = true;
        for (const hook of hooks.beforeEach) await hook(t);
        await body(t, ...args);
      } finally {
        for (const teardown of teardowns.reverse()) await teardown();
      }
    },
  });
}

function ignore(): void {}

const test = Object.assign(declare, {
  serial: declare,
  skip: ignore,
  todo: ignore,
  after: Object.assign(ignore, { always: ignore }),
  before: (...args: unknown[]) => current.hooks.before.push(args.at(-1) as Body),
  beforeEach: (...args: unknown[]) => current.hooks.beforeEach.push(args.at(-1) as Body),
});
export default test;

/** The assertions of ava's `t` that the tests of the core use. Each throws when it does not hold. */
class Assertions {
  context: Record<string, unknown> = {};
  readonly title = '';
  readonly #teardowns: (() => unknown)[];

  constructor(teardowns: (() => unknown)[]) {
    this.#teardowns = teardowns;
  }

  teardown(body: () => unknown): void {
    this.#teardowns.push(body);
  }

  log(): void {}
  timeout(): void {}
  plan(): void {}

  pass(): true {
    return true;
  }

  fail(message = 'failed'): never {
    throw new Error(message);
  }

  true(value: unknown): true {
    return hold(value === true, 'is not true');
  }

  false(value: unknown): true {
    return hold(value === false, 'is not false');
  }

  truthy(value: unknown): true {
    return hold(Boolean(value), 'is not truthy');
  }

  falsy(value: unknown): true {
    return hold(!value, 'is not falsy');
  }

  is(actual: unknown, expected: unknown): true {
    return hold(Object.is(actual, expected), 'is another value');
  }

  not(actual: unknown, expected: unknown): true {
    return hold(!Object.is(actual, expected), 'is the same value');
  }

  deepEqual(actual: unknown, expected: unknown): true {
    return hold(isDeeplyEqual(actual, expected), 'is not deeply equal');
  }

  notDeepEqual(actual: unknown, expected: unknown): true {
    return hold(!isDeeplyEqual(actual, expected), 'is deeply equal');
  }

  like(actual: unknown, selector: unknown): true {
    return hold(isLike(actual, selector), 'is not like the selector');
  }

  regex(text: string, pattern: RegExp): true {
    return hold(pattern.test(text), 'does not match');
  }

  notRegex(text: string, pattern: RegExp): true {
    return hold(!pattern.test(text), 'matches');
  }

  throws(body: () => unknown, expectations?: Expectations): unknown {
    try {
      body();
    } catch (error) {
      return asExpected(error, expectations);
    }
    return this.fail('throws nothing');
  }

  notThrows(body: () => unknown): void {
    body();
  }

  async throwsAsync(
    body: (() => Promise<unknown>) | Promise<unknown>,
    expectations?: Expectations,
  ): Promise<unknown> {
    try {
      await (typeof body === 'function' ? body() : body);
    } catch (error) {
      return asExpected(error, expectations);
    }
    return this.fail('throws nothing');
  }

  async notThrowsAsync(body: (() => Promise<unknown>) | Promise<unknown>): Promise<void> {
    await (typeof body === 'function' ? body() : body);
  }
}

function hold(holds: boolean, failure: string): true {
  if (!holds) throw new Error(failure);
  return true;
}

/** ava does not distinguish an object without a prototype, as fast-check makes some, from a plain one. */
function isDeeplyEqual(actual: unknown, expected: unknown): boolean {
  return (
    isDeepStrictEqual(actual, expected) || isDeepStrictEqual(withPrototypes(actual), withPrototypes(expected))
  );
}

function withPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPrototypes);
  if (typeof value !== 'object' || value === null) return value;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype !== null && prototype !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withPrototypes(each)]));
}

function isLike(actual: unknown, selector: unknown): boolean {
  if (typeof selector !== 'object' || selector === null) return Object.is(actual, selector);
  if (typeof actual !== 'object' || actual === null) return false;
  return Object.entries(selector).every(([key, value]) =>
    isLike((actual as Record<string, unknown>)[key], value),
  );
}

function asExpected(error: unknown, { instanceOf, message, name, code }: Expectations = {}): unknown {
  hold(error instanceof Error, 'throws no error');
  const thrown = error as Error & { readonly code?: string | number };
  if (instanceOf !== undefined) hold(thrown instanceof instanceOf, 'throws another kind of error');
  if (name !== undefined) hold(thrown.name === name, 'throws an error of another name');
  if (code !== undefined) hold(thrown.code === code, 'throws an error of another code');
  const text = stripVTControlCharacters(thrown.message);
  if (typeof message === 'string') hold(text === message, 'throws another message');
  if (message instanceof RegExp) hold(message.test(text), 'throws another message');
  if (typeof message === 'function') hold(message(text), 'throws another message');
  return error;
}

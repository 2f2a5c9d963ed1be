/** Makes the mutants of source files: StrykerJS' instrumenter puts all of them into the code, each behind a switch. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';

/**
 * A text of a message is no behaviour, and tests compare few of them whole.
 * The texts that are data (kinds, keys) are types too, so that the compiler refuses another one.
 */
const EXCLUDED = ['StringLiteral'];

export interface Mutant {
  readonly id: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly kind: string;
  readonly original: string;
  readonly replacement: string;
}

export interface Instrumented {
  /** By absolute path. */
  readonly sources: Readonly<Record<string, string>>;
  readonly mutants: readonly Mutant[];
}

/** @param files paths relative to the root of the project. */
export async function instrument(root: string, files: readonly string[]): Promise<Instrumented> {
  const texts = new Map(files.map((file) => [join(root, file), readFileSync(join(root, file), 'utf8')]));
  const instrumenter = new Instrumenter(silent());
  const { files: written, mutants } = await instrumenter.instrument(
    [...texts].map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: null, excludedMutations: EXCLUDED, ignorers: [] },
  );
  return {
    sources: Object.fromEntries(written.map(({ name, content }) => [name, withCheapCounts(content)])),
    // An excluded mutant is listed, with a status, and is not in the code.
    mutants: mutants
      .filter(({ status }) => status === undefined)
      .map(({ id, fileName, mutatorName, replacement, location }) => ({
        id,
        file: fileName.slice(root.length + 1),
        line: location.start.line + 1,
        kind: mutatorName,
        original: textAt(texts.get(fileName) ?? '', location),
        replacement,
      })),
  };
}

/** Counting what a test covers makes numeric code many times slower. It ends at this number, and only the run without mutants counts. */
export const MOST_COUNTED = 1000;

function withCheapCounts(instrumented: string): string {
  const early = `if (ns.isCounting === false) return;
    var counted = ns.currentTestId ? cov.perTest[ns.currentTestId] : cov.static;
    if (counted && counted[arguments[0]] >= ${MOST_COUNTED}) return;`;
  return instrumented.replace('function cover() {', `$&${early}`);
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** @param location lines and columns from 0, as the instrumenter counts them. */
function textAt(text: string, { start, end }: { readonly start: Position; readonly end: Position }): string {
  const lines = text.split('\n');
  const offset = ({ line, column }: Position): number =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, column);
  return text.slice(offset(start), offset(end));
}

/** The instrumenter wants a logger. */
function silent(): ConstructorParameters<typeof Instrumenter>[0] {
  const ignore = (): void => {};
  const never = (): boolean => false;
  return {
    isTraceEnabled: never,
    isDebugEnabled: never,
    isInfoEnabled: never,
    isWarnEnabled: never,
    isErrorEnabled: never,
    isFatalEnabled: never,
    trace: ignore,
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: ignore,
    fatal: ignore,
  };
}

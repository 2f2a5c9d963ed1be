/** Declares the flags that hold a report against limits, and ends the command with 1 where one is broken. */
import * as Flags from '@oclif/core/flags';
import type { Limit } from '../core/comparing/limit.ts';
import type { NamedReport } from '../core/comparing/limit-results.ts';

export const ASSERT_FLAGS = {
  assert: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'LIMIT',
    description: "exit with 1 unless this holds, such as 'waiting.p95 < 30s' or 'neverBound = 0'",
  }),
  'assert-file': Flags.string({
    helpValue: 'FILE',
    description: 'a YAML list of limits',
  }),
  junit: Flags.string({ helpValue: 'FILE', description: 'write the limits as JUnit XML' }),
  summary: Flags.string({
    helpValue: 'FILE',
    description: 'append the limits as a Markdown table, such as to "$GITHUB_STEP_SUMMARY"',
  }),
};

/** For flags that print something without figures. */
export const ASSERT_FLAG_NAMES = Object.keys(ASSERT_FLAGS);

export interface AssertFlags {
  readonly assert?: readonly string[] | undefined;
  readonly 'assert-file'?: string | undefined;
  readonly junit?: string | undefined;
  readonly summary?: string | undefined;
  readonly force: boolean;
}

export interface Assertions {
  readonly limits: readonly Limit[];
  readonly flags: AssertFlags;
}

/**
 * Reads the limits before anything is played.
 *
 * @returns undefined where none was given.
 * @throws {UserError} (usage) for a limit that is not valid, and for an output that exists.
 */
export async function readAssertions(flags: AssertFlags): Promise<Assertions | undefined> {
  const { assert = [], 'assert-file': file, junit, summary, force } = flags;
  const { UserError } = await import('../core/errors/user-error.ts');
  if (assert.length === 0 && file === undefined) {
    const unused = junit === undefined ? (summary === undefined ? undefined : '--summary') : '--junit';
    if (unused === undefined) return undefined;
    throw new UserError(`${unused} writes the limits, and there are none`, { next: 'give --assert as well' });
  }
  const { parseLimit } = await import('../core/comparing/limit.ts');
  const { readLimitFile } = await import('../storage/limit-file.ts');
  const { refuseFolder, refuseMissingFolder, refuseUnsafeOutputs } = await import(
    '../storage/safe-outputs.ts'
  );
  const outputs =
    junit === undefined ? [] : [{ flag: '--junit', path: junit, kind: 'JUnit report' } as const];
  if (summary !== undefined) refuseFolder('--summary', summary);
  refuseUnsafeOutputs({ inputs: [file], outputs, force });
  for (const path of [junit, summary]) if (path !== undefined) refuseMissingFolder(path);
  const limits = [...assert.map(parseLimit), ...(file === undefined ? [] : await readLimitFile(file))];
  await refuseWrongFigures(limits);
  return { limits, flags };
}

/** @throws {UserError} (usage) for a figure that no report has, and for a bound of another unit. */
export async function refuseWrongFigures(limits: readonly Limit[]): Promise<void> {
  const { exampleReport } = await import('../core/comparing/example-report.ts');
  const { refuseWrongLimits } = await import('../core/comparing/limit.ts');
  refuseWrongLimits(limits, exampleReport());
}

/**
 * Prints one line on stderr for each limit, and writes the files.
 *
 * @throws {UserError} (exit code 1) where a limit is broken.
 */
export async function concludeAssertions(
  { limits, flags }: Assertions,
  reports: readonly NamedReport[],
  title: string,
): Promise<void> {
  const { counted } = await import('../core/errors/counted.ts');
  const { UserError } = await import('../core/errors/user-error.ts');
  const { checkLimits } = await import('../core/comparing/limit-results.ts');
  const { resultText } = await import('../render/limits/limit-words.ts');
  const { printRemarks } = await import('../render/terminal/print-problems.ts');
  const results = checkLimits(limits, reports);
  printRemarks(results.map(resultText));
  if (flags.junit !== undefined) {
    const { junitXml } = await import('../render/limits/junit.ts');
    const { writeFileAtomically } = await import('../storage/atomic-file.ts');
    await writeFileAtomically(flags.junit, junitXml(results, title), { overwrite: flags.force });
  }
  if (flags.summary !== undefined) {
    const { jobSummary } = await import('../render/limits/job-summary.ts');
    const { appendText } = await import('../storage/append-text.ts');
    await appendText(flags.summary, jobSummary(results, title));
  }
  const broken = results.filter(({ holds }) => !holds);
  if (broken.length === 0) return;
  throw new UserError(`${broken.length} of ${counted(results.length, 'limit')} broken`, {
    next: 'the lines above say by how much',
    exitCode: 1,
  });
}

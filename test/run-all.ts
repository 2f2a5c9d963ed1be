/**
 * Runs a list of parts (lint, types, tests), prints each part's seconds beside its budget, and ends with one line: `N passed, N failed`.
 *
 * `node test/run-all.ts [quick | all | nightly]`
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isPlan, type Part, PLANS } from './plans.ts';
import { type TestOutcomes, testOutcomes } from './test-outcomes.ts';

interface Outcome extends TestOutcomes {
  readonly part: Part;
  readonly seconds: number;
  /** The last lines of a part that failed without a failed test. */
  readonly lastLines: readonly string[];
}

const LAST_LINES = 15;
const LINES_ABOUT_FAILURES = 30;

const SHARED = join(import.meta.dirname, '..', '..', 'shared');
const name = process.argv[2] ?? 'all';
if (!isPlan(name)) throw new Error(`no plan ${name}; there are ${Object.keys(PLANS).join(', ')}`);

const outcomes: Outcome[] = [];
for (const part of PLANS[name]()) outcomes.push(await runPart(part));
printTimes();
printLeftOut();
printFailures();
const passed = sum(({ passed }) => passed);
const failed = sum(({ failed }) => failed);
const skipped = sum(({ leftOut }) => leftOut.length);
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;

async function runPart(part: Part): Promise<Outcome> {
  console.log(`\n== ${part.name}: ${part.command.join(' ')}`);
  const start = performance.now();
  const { exitCode, output } = await run(part.command, part.environment ?? {});
  const seconds = (performance.now() - start) / 1000;
  const tests = testOutcomes(output);
  // A part whose tests were all left out has not passed.
  const isLeftOut = tests.passed === 0 && tests.leftOut.length > 0;
  const failsAlone = exitCode !== 0 && tests.failed === 0;
  return {
    ...tests,
    part,
    seconds,
    passed: tests.passed + (exitCode === 0 && !isLeftOut ? 1 : 0),
    // A part can fail without a failed test: an uncaught exception, too little coverage.
    failed: tests.failed + (failsAlone ? 1 : 0),
    lastLines: failsAlone ? output.trimEnd().split('\n').slice(-LAST_LINES) : [],
  };
}

/** Runs a tool of node_modules/.bin (on PATH under npm), showing what it prints. */
function run(
  [program = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      process.stdout.write(text);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output }));
  });
}

/** A part over its budget is printed, not failed: the machine may be shared. */
function printTimes(): void {
  console.log('\nSeconds, and the budget of each part on two quiet cores:');
  for (const { part, seconds } of outcomes) {
    const over = seconds > part.budget ? `  OVER BUDGET by ${(seconds - part.budget).toFixed(0)} s` : '';
    console.log(`  ${part.name}: ${seconds.toFixed(1)} of ${part.budget}${over}`);
  }
}

function printLeftOut(): void {
  if (!existsSync(SHARED) || process.env.KEG_WITHOUT_SHARED)
    console.log('\n../shared is missing: this run compared nothing with the reference material in it.');
  const all = outcomes.flatMap(({ leftOut }) => leftOut);
  if (all.length === 0) return;
  console.log(`\n${all.length} skipped, which check nothing in this run:`);
  for (const title of all) console.log(`  - ${title}`);
}

/** Last, so that the end of a log names what failed: the more there is, the less is said about each. */
function printFailures(): void {
  const most = Math.floor(
    LINES_ABOUT_FAILURES /
      Math.max(
        1,
        sum(({ failures }) => failures.length),
      ),
  );
  for (const { part, failures, lastLines } of outcomes) {
    if (failures.length === 0 && lastLines.length === 0) continue;
    console.log(`\nFailed in ${part.name}:`);
    for (const { title, lines } of failures) {
      console.log(`  ✘ ${title}`);
      for (const line of lines.slice(0, most)) console.log(`    ${line}`);
    }
    if (failures.length === 0) for (const line of lastLines) console.log(`    ${line}`);
  }
}

function sum(number: (outcome: Outcome) => number): number {
  return outcomes.reduce((total, outcome) => total + number(outcome), 0);
}

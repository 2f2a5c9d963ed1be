/**
 * Runs a list of parts (lint, types, tests), prints each part's seconds beside its budget, and ends with one line: `N passed, N failed`.
 *
 * `node test/run-all.ts [quick | all | nightly]`
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { leftOutTests } from './left-out.ts';
import { isPlan, type Part, PLANS } from './plans.ts';

interface Outcome {
  readonly part: Part;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly leftOut: readonly string[];
}

const SHARED = join(import.meta.dirname, '..', '..', 'shared');
const name = process.argv[2] ?? 'all';
if (!isPlan(name)) throw new Error(`no plan ${name}; there are ${Object.keys(PLANS).join(', ')}`);

const outcomes: Outcome[] = [];
for (const part of PLANS[name]()) outcomes.push(await runPart(part));
printTimes();
printLeftOut();
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
  const tests = {
    passed: count(output, /^\s*(\d+) tests? passed/gm),
    failed: count(output, /^\s*(\d+) (?:tests?|hooks?|uncaught exceptions?|unhandled rejections?) failed/gm),
  };
  const leftOut = leftOutTests(output);
  // A part whose tests were all left out has not passed.
  const isLeftOut = tests.passed === 0 && leftOut.length > 0;
  return {
    part,
    seconds,
    passed: tests.passed + (exitCode === 0 && !isLeftOut ? 1 : 0),
    // A part can fail without a failed test: an uncaught exception, too little coverage.
    failed: tests.failed + (exitCode !== 0 && tests.failed === 0 ? 1 : 0),
    leftOut,
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

function sum(number: (outcome: Outcome) => number): number {
  return outcomes.reduce((total, outcome) => total + number(outcome), 0);
}

/** Adds up the numbers in all matches: a part may run ava more than once. */
function count(output: string, pattern: RegExp): number {
  return [...output.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0);
}

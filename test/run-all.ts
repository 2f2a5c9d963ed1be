/** Runs everything that must hold (lint, types, tests with coverage, tests on a real cluster) and ends with one line: `N passed, N failed`. */
import { spawn } from 'node:child_process';

interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

const CHECKS: readonly Check[] = [
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'tests', command: ['c8', 'ava'] },
  { name: 'tests on a real control plane', command: ['node', 'test/control-plane/run.ts'] },
];

let passed = 0;
let failed = 0;
let skipped = 0;
for (const check of CHECKS) {
  console.log(`\n== ${check.name}: ${check.command.join(' ')}`);
  const { exitCode, output } = await run(check.command);
  const tests = {
    passed: count(output, /^\s*(\d+) tests? passed/m),
    failed: count(output, /^\s*(\d+) tests? failed/m),
    skipped: count(output, /^\s*(\d+) tests? skipped/m),
  };
  skipped += tests.skipped;
  // A check whose tests were all left out has not passed.
  const isLeftOut = tests.passed === 0 && tests.skipped > 0;
  passed += tests.passed + (exitCode === 0 && !isLeftOut ? 1 : 0);
  // A check can fail without a failed test: an uncaught exception, too little coverage.
  failed += tests.failed + (exitCode !== 0 && tests.failed === 0 ? 1 : 0);
}
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs a tool of node_modules/.bin (on PATH under npm), showing what it prints. */
function run([program = '', ...args]: readonly string[]): Promise<{
  readonly exitCode: number;
  readonly output: string;
}> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
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

function count(output: string, pattern: RegExp): number {
  return Number(pattern.exec(output)?.[1] ?? 0);
}

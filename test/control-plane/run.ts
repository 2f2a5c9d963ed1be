/** `npm run test:cluster`: builds the control plane if it is missing and runs the tests that need one, or names the tests that it must skip. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildKrew,
  buildMetricsServer,
  buildPrograms,
  buildSimulator,
  GoMissingError,
} from './cluster/build.ts';
import { runAsCommand } from './cluster/command.ts';
import { findPrometheus } from './cluster/prometheus.ts';

/** Files that compare times with the clock, or watch what a busy API server may report late: each has the machine to itself. */
const TIMED = [
  'import-audit-log.test.ts',
  'record-fit-replay.test.ts',
  'remove-run.test.ts',
  'replay-lateness.test.ts',
  'replay-speed.test.ts',
];
/** The other files mostly wait for a cluster, so that three run at a time on two cores. */
const SIDE_BY_SIDE = ['--concurrency', '3'];

await runAsCommand(async ({ note, print }) => {
  try {
    await buildPrograms(note);
    await buildSimulator(note);
    await buildKrew(note);
    await buildMetricsServer(note);
    await findPrometheus(note);
  } catch (error) {
    // In continuous integration, tests that cannot run are a failure.
    if (!(error instanceof GoMissingError) || isContinuousIntegration()) throw error;
    const titles = await testTitles();
    print(`Left out, because ${error.message}:`);
    for (const title of titles) print(`  - [skip] ${title}`);
    print(`To run them: ${error.next}.\n\n  ${titles.length} tests skipped`);
    return;
  }
  const args = process.argv.slice(2);
  if (args.length > 0) process.exitCode = await ava(args);
  else {
    const others = (await testFiles()).filter((file) => !TIMED.includes(file));
    const codes = [await ava([...SIDE_BY_SIDE, ...others.map(path)]), await ava(TIMED.map(path))];
    process.exitCode = Math.max(...codes);
  }
});

function isContinuousIntegration(): boolean {
  return !['', '0', 'false'].includes(process.env.CI ?? '');
}

async function ava(args: readonly string[]): Promise<number> {
  const config = join(import.meta.dirname, 'ava.config.mjs');
  const child = spawn('ava', ['--config', config, ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}

/** The titles of the tests, as the files spell them. */
async function testTitles(): Promise<readonly string[]> {
  const files = await testFiles();
  const texts = await Promise.all(files.map((file) => readFile(join(import.meta.dirname, file), 'utf8')));
  return texts.flatMap((text) =>
    [...text.matchAll(/^ *test(?:\.\w+)?\(\s*(['"`])(.+?)\1,/gm)].map(([, , title]) => title ?? ''),
  );
}

async function testFiles(): Promise<readonly string[]> {
  const files = await readdir(import.meta.dirname, { recursive: true });
  return files.filter((file) => file.endsWith('.test.ts')).sort();
}

/** As ava takes it on every system. */
function path(file: string): string {
  return `test/control-plane/${file.replaceAll('\\', '/')}`;
}

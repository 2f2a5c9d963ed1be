/** Compares the answers in the README with what the commands beside them print. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** What the command prints on standard output, on a terminal of 80 columns. */
function printedBy(args: readonly string[]): string {
  return execFileSync(process.execPath, ['bin/kubectl-keg.cjs', ...args], {
    cwd: root,
    env: { ...process.env, COLUMNS: '80' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

const MEAN_WAITING = /created → bound\s+[\d,]+\s+(\S+)/;

for (const [question, figure] of [
  ['Do 20 % fewer nodes suffice?', /Never bound\s+(\d+) pods/],
  ['What does bin-packing change?', MEAN_WAITING],
  ['What would another release decide?', MEAN_WAITING],
  ['How much of this is chance?', MEAN_WAITING],
] as const) {
  test(`the README answers "${question}" with a figure that the command prints`, (t) => {
    const row = readme.split('\n').find((line) => line.startsWith(`| ${question} |`)) ?? '';
    const [, , command = '', answer = ''] = row.split('|');
    const args = /`kubectl keg ([^`]+)`/.exec(command)?.[1]?.split(' ') ?? [];
    const printed = figure.exec(printedBy(args))?.[1];
    t.truthy(printed);
    t.true(answer.includes(printed ?? ''), `${printed} is not in: ${answer}`);
  });
}

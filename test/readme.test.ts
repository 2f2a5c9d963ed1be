/** Compares the answers in the README with what the commands beside them print. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { loadCommands } from '../commands/index.ts';
import { runLine } from './documentation/run-line.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

const MEAN_WAITING = /created → bound\s+[\d,]+\s+(\S+)/;

for (const [question, figure] of [
  ['Do 20 % fewer nodes suffice?', /Never bound\s+(\d+) pods/],
  ['What does bin-packing change?', MEAN_WAITING],
  ['What would another release decide?', MEAN_WAITING],
  ['How much of this is chance?', /waiting, mean\s+(\S+)/],
] as const) {
  test.serial(`the README answers "${question}" with a figure that the command prints`, async (t) => {
    const row = readme.split('\n').find((line) => line.startsWith(`| ${question} |`)) ?? '';
    const [, , command = '', answer = ''] = row.split('|');
    const line = /`(kubectl keg [^`]+)`/.exec(command)?.[1] ?? '';
    const printed = figure.exec((await runLine(line, root)).stdout)?.[1];
    t.truthy(printed);
    t.true(answer.includes(printed ?? ''), `${printed} is not in: ${answer}`);
  });
}

test('the README names every command', async (t) => {
  for (const name of Object.keys(await loadCommands()))
    t.true(readme.includes(`\`kubectl keg ${name.replace(':', ' ')}`), name);
});

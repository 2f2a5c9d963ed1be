/** Ctrl-C and kill: the first ends a replay early with its results, the second exits at once, and no partial file is left. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { temporaryFolder } from '../temporary-folder.ts';
import { EXECUTABLE, finished, start } from './run-keg.ts';

/** Takes far longer to play than the test waits. */
const LONG = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: long}
cluster: {nodes: [{name: n, count: 50, template: {allocatable: {cpu: 8, memory: 32Gi}}}]}
templates: {task: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}
events:
  pods:
    - {name: p, template: task, arrivals: {type: exponential, mean: 1s}, lifetime: {type: exponential, mean: 300s}, count: 300000}
`;

async function partialOf(folder: string): Promise<string> {
  for (let tries = 0; tries < 1500; tries += 1) {
    const found = readdirSync(folder).find((name) => name.endsWith('.partial'));
    if (found) return found;
    await setTimeout(20);
  }
  throw new Error('no file was begun');
}

const posix = process.platform === 'win32' ? test.skip : test.serial;

async function interrupted(t: ExecutionContext, ...signals: NodeJS.Signals[]) {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'long.yaml'), LONG);
  writeFileSync(join(folder, 'day.keg.jsonl'), 'mine');
  const child = start([EXECUTABLE, 'replay', 'long.yaml', '-o', 'day.keg.jsonl', '--force'], { folder });
  const end = finished(child);
  t.teardown(() => child.kill('SIGKILL'));
  t.regex(await partialOf(folder), /^day\.keg\.jsonl\..*partial$/);
  for (const signal of signals) child.kill(signal);
  const result = await end;
  t.notRegex(result.stderr, /fault|^\s+at /m);
  t.deepEqual(readdirSync(folder).sort(), ['day.keg.jsonl', 'long.yaml'], 'no partial file');
  return { ...result, recording: readFileSync(join(folder, 'day.keg.jsonl'), 'utf8') };
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  posix(`${signal} during a replay prints and records the results so far, exit code ${code}`, async (t) => {
    const { code: ended, stdout, stderr, recording } = await interrupted(t, signal);
    t.is(ended, code);
    t.regex(stderr, /stopped at \d+.* of scenario time/);
    t.regex(stdout, /^Recording +long: /);
    const lines = recording.trimEnd().split('\n');
    t.is(JSON.parse(lines[0]!).kind, 'Recording');
    t.is(JSON.parse(lines.at(-1)!).kind, 'close');
  });
}

posix('a second Ctrl-C exits at once, prints nothing and keeps the old recording', async (t) => {
  const { code, stdout, recording } = await interrupted(t, 'SIGINT', 'SIGTERM');
  t.true(code === 130 || code === 143);
  t.is(stdout, '');
  t.is(recording, 'mine');
});

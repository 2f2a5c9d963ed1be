/** Ctrl-C, and kill: the program ends at once and leaves nothing half-written behind. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
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

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  const posix = process.platform === 'win32' ? test.skip : test.serial;
  posix(
    `${signal} during a replay: exit code ${code}, no partial file, and the old recording is kept`,
    async (t) => {
      const folder = temporaryFolder(t);
      writeFileSync(join(folder, 'long.yaml'), LONG);
      writeFileSync(join(folder, 'day.keg.jsonl'), 'mine');
      const child = start([EXECUTABLE, 'replay', 'long.yaml', '-o', 'day.keg.jsonl'], { folder });
      const end = finished(child);
      t.teardown(() => child.kill('SIGKILL'));
      t.regex(await partialOf(folder), /^day\.keg\.jsonl\..*partial$/);
      const asked = performance.now();
      child.kill(signal);
      const { code: ended, stdout, stderr } = await end;
      t.is(ended, code);
      t.true(performance.now() - asked < 5000, 'at once');
      t.is(stdout, '');
      t.notRegex(stderr, /fault|^\s+at /m);
      t.deepEqual(readdirSync(folder).sort(), ['day.keg.jsonl', 'long.yaml']);
      t.is(readFileSync(join(folder, 'day.keg.jsonl'), 'utf8'), 'mine');
    },
  );
}

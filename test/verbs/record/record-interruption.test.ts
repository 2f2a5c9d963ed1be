/** The first Ctrl-C is the usual end of `kubectl keg record`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { EXECUTABLE, type Finished, finished, start } from '../../cli/run-keg.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { kubeconfigFor } from './kubeconfig.ts';
import { podOf, quietCluster } from './parts-trial.ts';

const posix = process.platform === 'win32' ? test.skip : test.serial;

/** Records into a file of the folder until it contains the pod, then sends the signal. */
async function interrupted(
  t: ExecutionContext,
  signal: NodeJS.Signals,
  ...flags: string[]
): Promise<Finished & { readonly folder: string }> {
  const cluster = await quietCluster(t);
  cluster.put('pods', podOf('one'));
  const folder = temporaryFolder(t);
  const config = kubeconfigFor(cluster.url, temporaryFolder(t));
  const child = start([EXECUTABLE, 'record', '-A', '--kubeconfig', config, ...flags], { folder });
  t.teardown(() => child.kill('SIGKILL'));
  const ended = finished(child);
  for (let tries = 0; tries < 600 && !hasPod(folder); tries += 1) await setTimeout(50);
  child.kill(signal);
  return { ...(await ended), folder };
}

function hasPod(folder: string): boolean {
  return readdirSync(folder).some(
    (name) => name.includes('.keg.jsonl') && /"kind":"pod-/.test(textOf(folder, name)),
  );
}

/** Empty while the first piece of a compressed file is written. */
function textOf(folder: string, name: string): string {
  const bytes = readFileSync(join(folder, name));
  try {
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  } catch {
    return '';
  }
}

function kinds(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).kind);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  posix(`${signal} ends a recording with exit code 0, its last line and no table`, async (t) => {
    const { code, stdout, stderr, folder } = await interrupted(t, signal, '-o', 'prod.keg.jsonl');
    t.is(code, 0, stderr);
    t.is(stdout, '');
    t.regex(stderr, /^prod\.keg\.jsonl: \S+ recorded, .*\n$/m);
    t.true(stderr.split('\n').length < 5, stderr);
    t.is(kinds(readFileSync(join(folder, 'prod.keg.jsonl'), 'utf8')).at(-1), 'close');
  });
}

posix(
  'a scenario that was asked for is written after Ctrl-C, with a gzipped recording beside it',
  async (t) => {
    const { code, stdout, stderr, folder } = await interrupted(
      t,
      'SIGINT',
      '--keep-names',
      '-o',
      'prod.yaml',
    );
    t.is(code, 0, stderr);
    t.deepEqual(readdirSync(folder).sort(), ['prod.keg.jsonl.gz', 'prod.yaml']);
    t.is(kinds(gunzipSync(readFileSync(join(folder, 'prod.keg.jsonl.gz'))).toString()).at(-1), 'close');
    t.regex(readFileSync(join(folder, 'prod.yaml'), 'utf8'), /^kind: Scenario$/m);
    t.true(stdout.split('\n').length < 25, stdout);
    t.regex(stderr, /wrote prod\.yaml/);
  },
);

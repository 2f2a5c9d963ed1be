/** Runs the scripts that people type: their output, their exit codes, and their errors without Go. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { clusterFolder } from './cluster/cluster-folder.ts';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function script(
  file: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
    env: { ...process.env, ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const UP = 'cluster/up.ts';
const DOWN = 'cluster/down.ts';
const NAME = `script-${process.pid}`;

/** An environment without Go and with nothing built. */
async function withoutGo(use: (env: NodeJS.ProcessEnv) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'keg-no-go-'));
  try {
    await use({ PATH: folder, XDG_CACHE_HOME: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test.serial(
  'cluster:up prints the path of a kubeconfig and nothing else; cluster:down removes it',
  async (t) => {
    t.teardown(() => script(DOWN, ['--name', NAME]));
    const up = await script(UP, ['--name', NAME, '--scheduler-limits', '500/1000']);
    t.is(up.code, 0, up.stderr);
    const path = up.stdout.trim();
    t.is(up.stdout, `${path}\n`);
    await t.notThrowsAsync(access(path));
    t.regex(
      up.stderr,
      /is ready after \d+\.\d s\n(?:metrics of .*\n){2}end it with: .* --name script-\d+\n$/,
    );
    t.regex(up.stderr, /^metrics of kube-scheduler: https:\/\/127\.0\.0\.1:\d+\/metrics$/m);

    const again = await script(UP, ['--name', NAME]);
    t.is(again.code, 2);
    t.regex(again.stderr, /^Error: There is a cluster "script-\d+" already: .*\nNext: npm run cluster:down/m);

    t.is((await script(DOWN, ['--name', NAME])).code, 0);
    await t.throwsAsync(access(path), { code: 'ENOENT' });
  },
);

test.serial('Ctrl-C during the start of a cluster leaves nothing behind', async (t) => {
  const name = `interrupted-${process.pid}`;
  t.teardown(() => script(DOWN, ['--name', name]));
  const child = spawn(process.execPath, [join(import.meta.dirname, UP), '--name', name]);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // From here on the script handles the signal, and the cluster is still starting.
  while (!existsSync(clusterFolder(name)) && child.exitCode === null) await sleep(20);
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number | null];
  t.is(code, 3);
  t.regex(stderr, /^Error: Interrupted/m);
  t.is((await script(DOWN, ['--name', name])).code, 2);
});

test.serial('a wrong name or flag ends with exit code 2 and one line', async (t) => {
  for (const [file, ...args] of [
    [UP, '--name', '../up'],
    [UP, '--nodes', '3'],
    [UP, '--scheduler-limits', 'many'],
    [UP, '--scheduler-config', 'no-such-file.yaml'],
    [DOWN, '--name', 'never-started'],
  ] as const) {
    const { code, stdout, stderr } = await script(file, args);
    t.is(code, 2, stderr);
    t.is(stdout, '');
    t.regex(stderr, /^Error: .+\nNext: .+\n$/);
  }
});

test.serial('a build without Go names Go and ends with exit code 3', async (t) => {
  await withoutGo(async (env) => {
    const { code, stderr } = await script('cluster/build.ts', [], env);
    t.is(code, 3);
    t.regex(
      stderr,
      /^Error: Go is not on the PATH, and kube-apiserver v1\.37\.2, .* must be built with it\nNext: install Go/,
    );
  });
});

test.serial('a run without Go names the skipped tests, and fails in CI', async (t) => {
  await withoutGo(async (env) => {
    const here = await script('run.ts', [], { ...env, CI: '' });
    t.is(here.code, 0, here.stderr);
    t.regex(here.stdout, /^Left out, because Go is not on the PATH/);
    t.regex(here.stdout, / {2}- \[skip\] it is ready within 30 s, with every component running\n/);
    t.regex(here.stdout, / {2}\d\d+ tests skipped\n$/);
    const inCi = await script('run.ts', [], { ...env, CI: 'true' });
    t.is(inCi.code, 3);
    t.regex(inCi.stderr, /^Error: Go is not on the PATH/);
  });
});

/** A user's machine with kubectl, krew and git but without Node: a fresh HOME and a PATH of nothing else. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import { temporaryFolder } from '../temporary-folder.ts';
import { buildKrew, buildPrograms } from './cluster/build.ts';

export interface KrewHome {
  readonly home: string;
  /** Runs `kubectl ...args` and returns what it printed on both streams. */
  kubectl(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<string>;
  /** Puts a manifest of the plugin into the local index and fetches it. */
  publish(manifest: string): Promise<void>;
  /** All files and links under HOME, without krew's copy of its index. */
  files(): string[];
}

/** krew's index is a git repository in a folder, so that nothing leaves this machine. */
export async function krewHome(t: ExecutionContext): Promise<KrewHome> {
  const folder = temporaryFolder(t);
  const [tools, home, index] = ['tools', 'home', 'index'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [tools, home, join(index, 'plugins')]) mkdirSync(path, { recursive: true });
  const { kubectl } = await buildPrograms(t.log);
  const { krew } = await buildKrew(t.log);
  symlinkSync(kubectl, join(tools, 'kubectl'));
  symlinkSync(krew, join(tools, 'kubectl-krew'));
  symlinkSync(pathOf('git'), join(tools, 'git'));
  const git = (...args: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=keg', '-c', 'user.email=keg@example.com', ...args], {
      cwd: index,
      stdio: 'ignore',
    });
  writeFileSync(join(index, 'README.md'), '');
  git('init');
  git('add', '.');
  git('commit', '-m', 'Start');
  const environment = {
    HOME: home,
    PATH: [tools, join(home, '.krew', 'bin')].join(delimiter),
    KREW_DEFAULT_INDEX_URI: index,
    KREW_NO_UPGRADE_CHECK: '1',
  };
  const run: KrewHome['kubectl'] = async (args, more = {}) => {
    const { stdout, stderr } = await promisify(execFile)(join(tools, 'kubectl'), args, {
      env: { ...environment, ...more },
      cwd: home,
      maxBuffer: 1e8,
    });
    return stdout + stderr;
  };
  await run(['krew', 'update']);
  return {
    home,
    kubectl: run,
    publish: async (manifest) => {
      writeFileSync(join(index, 'plugins', 'keg.yaml'), manifest);
      git('add', '.');
      git('commit', '-m', 'Publish');
      await run(['krew', 'update']);
    },
    files: () =>
      readdirSync(home, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1))
        .filter((path) => !path.startsWith('.krew/index/'))
        .sort(),
  };
}

function pathOf(program: string): string {
  return execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
}

/** Serves files on loopback, as the page of a release does. Returns the address of their folder. */
export async function serveFiles(t: ExecutionContext, paths: readonly string[]): Promise<string> {
  const byName = new Map(paths.map((path) => [`/${basename(path)}`, path]));
  const server = createServer(({ url }, response) => {
    const path = byName.get(url ?? '');
    if (path === undefined) response.writeHead(404).end();
    else response.end(readFileSync(path));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Measures Kubernetes' own client (client-go), without its limits, in JSON and in protobuf: the fastest contenders. */
import { execFile, spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { cacheFolder } from '../../test/control-plane/cluster/cache-folder.ts';
import { type Contender, IN_FLIGHT, NAMESPACE, POD } from './order.ts';

const run = promisify(execFile);
const MODULE = join(import.meta.dirname, 'client-go');

/** The program's path; undefined where it must be built and there is no Go. */
export async function buildClientGo(note: (line: string) => void): Promise<string | undefined> {
  const path = await programPath();
  if (
    await access(path).then(
      () => true,
      () => false,
    )
  )
    return path;
  note('building the client-go contender (half a minute, then kept)');
  await mkdir(dirname(dirname(path)), { recursive: true });
  // Built aside and moved into place whole, so that a build cut short is never taken for a program.
  const aside = await mkdtemp(join(dirname(dirname(path)), '.building-'));
  try {
    const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w'];
    await run('go', ['build', '-C', MODULE, ...flags, '-o', join(aside, 'create-rate'), '.'], {
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' },
    });
    await mkdir(dirname(path), { recursive: true });
    await rename(join(aside, 'create-rate'), path);
    return path;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** In the cache by the content of its sources, so that a change of one builds it again. */
async function programPath(): Promise<string> {
  const files = (await readdir(MODULE)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(MODULE, file), 'utf8')));
  const folder = `create-rate-${hash('sha256', texts.join('\0')).slice(0, 12)}`;
  return join(cacheFolder(), 'programs', `${process.platform}-${process.arch}`, folder, 'create-rate');
}

export function clientGo(program: string, kubeconfig: string, encoding: 'JSON' | 'protobuf'): Contender {
  const args = ['--kubeconfig', kubeconfig, ...(encoding === 'protobuf' ? ['--protobuf'] : [])];
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'close');
  return {
    name: `client-go, ${encoding}`,
    goal: encoding === 'JSON' ? 1 : undefined,
    times: 1,
    async create({ prefix, count }) {
      child.stdin.write(
        `${JSON.stringify({ namespace: NAMESPACE, prefix, count, inFlight: IN_FLIGHT, pod: POD })}\n`,
      );
      const { value, done } = await answers.next();
      if (done === true) throw new Error(`client-go with ${encoding} ended before its answer`);
      return Number(value) / 1000;
    },
    async close() {
      child.kill();
      await ended;
    },
  };
}

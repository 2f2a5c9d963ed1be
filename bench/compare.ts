/**
 * Compares the cost of two checkouts: `node bench/compare.ts BEFORE [AFTER] [--rounds N] [--only PART]`.
 *
 * Each part runs as a whole in both checkouts in turn. A part's cost is the CPU time of its process, the least of all rounds, because
 * other work on the machine changes that least. Node keeps the compiled code of both, as `bin/kubectl-keg.cjs` does. Exit code 1 if a part costs over 5 % more.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const HERE = resolve(import.meta.dirname, '..');
const OPENB = resolve(HERE, '..', 'shared', 'data', 'openb');
const ALLOWED = 1.05;

/** Prints its CPU time in microseconds when a process ends. */
const PRELOAD = `data:text/javascript,${encodeURIComponent(
  "process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('\\ncpu '+(user+system)+'\\n')})",
)}`;

interface Part {
  readonly title: string;
  /** The arguments of node, in the checkout. */
  readonly args: readonly string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, only: { type: 'string' } },
});
const [before, after = HERE] = positionals;
if (before === undefined) {
  console.error('usage: node bench/compare.ts BEFORE [AFTER] [--rounds N] [--only PART]');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'keg-compare-'));
try {
  for (const part of parts()) {
    if (values.only !== undefined && !part.title.startsWith(values.only)) continue;
    const [old, now] = least(part, resolve(before), resolve(after));
    const ratio = now / old;
    if (ratio > ALLOWED) process.exitCode = 1;
    console.log(
      `${part.title.padEnd(12)} before ${seconds(old)}, after ${seconds(now)}, ratio ${ratio.toFixed(3)}${ratio > ALLOWED ? '  SLOWER' : ''}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

function parts(): readonly Part[] {
  const bench = (title: string): Part => ({ title, args: [join('bench', `${title}.ts`)] });
  const demo = join('fixtures', 'gpu-day.yaml');
  return [
    bench('recording'),
    bench('measuring'),
    bench('scheduler'),
    { title: 'demo', args: [join('bin', 'kubectl-keg.cjs'), 'replay', demo] },
    ...openb(),
    bench('fitting'),
  ];
}

/** The replay of the openb trace, if it is here. */
function openb(): readonly Part[] {
  const [nodes, pods] = [
    join(OPENB, 'openb_node_list_all_node.csv'),
    join(OPENB, 'openb_pod_list_default.csv'),
  ];
  if (!existsSync(nodes) || !existsSync(pods)) {
    console.log('openb        left out: its lists are missing');
    return [];
  }
  const scenario = join(folder, 'openb.yaml');
  const program = join('bin', 'kubectl-keg.cjs');
  cpuTime(HERE, [program, 'import', 'openb', '--nodes', nodes, '--pods', pods, '-o', scenario]);
  return [{ title: 'openb', args: [program, 'replay', scenario] }];
}

/** Microseconds of both checkouts. */
function least({ args }: Part, ...checkouts: readonly [string, string]): readonly [number, number] {
  let [old, now] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    old = Math.min(old, cpuTime(checkouts[0], args));
    now = Math.min(now, cpuTime(checkouts[1], args));
  }
  return [old, now];
}

/** The CPU time of the process and of those that it started, in microseconds. */
function cpuTime(checkout: string, args: readonly string[]): number {
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: checkout,
    env: {
      ...process.env,
      NODE_OPTIONS: `--import ${PRELOAD}`,
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(`${args.join(' ')} in ${checkout} ended with ${status}: ${stderr}`);
  return [...stderr.matchAll(/^cpu (\d+)$/gm)].reduce((sum, [, time]) => sum + Number(time), 0);
}

function seconds(microseconds: number): string {
  return `${(microseconds / 1e6).toFixed(2)} s`;
}

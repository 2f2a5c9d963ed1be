/** Measures the whole command on the trace openb, from file to table, as a ratio to the start of the program alone; needs ../shared or the trace's two lists. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const [nodes, pods] =
  process.argv.length > 3
    ? process.argv.slice(2)
    : ['openb_node_list_all_node.csv', 'openb_pod_list_default.csv'].map((name) =>
        join(ROOT, '..', 'shared', 'data', 'openb', name),
      );
const ROUNDS = 5;

function keg(...args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin', 'kubectl-keg.cjs'), ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - start;
}

function median(run: () => number): number {
  const times = Array.from({ length: ROUNDS }, run).sort((left, right) => left - right);
  return times[Math.floor(ROUNDS / 2)]!;
}

if (nodes && pods && existsSync(nodes) && existsSync(pods)) {
  const folder = mkdtempSync(join(tmpdir(), 'keg-bench-'));
  const scenario = join(folder, 'openb.yaml');
  try {
    keg('import', 'openb', '--nodes', nodes, '--pods', pods, '-o', scenario);
    const start = median(() => keg('--version'));
    const replay = median(() => keg('replay', scenario));
    console.log(
      `openb from file to table: ${(replay / 1000).toFixed(2)} s, ${(replay / start).toFixed(1)}x of starting the program`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
} else console.log('openb: its lists are not here (node bench/openb.ts NODES.csv PODS.csv)');
